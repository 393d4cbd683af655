import type { Transaction } from '../postgres';
import { preferHashJoins } from '../postgres/stores/preferHashJoins';
import { fenced } from './context';
import type { RunContext } from './context';
import type { Json, JsonObject, Side } from '../record';
import type { ConflictReport, FailureReport, PlanCounts, PlannedOperationReport, SideCounts } from './types';

/** What the end of a run tells: counts by side, open conflicts and failures, planned operations. */
export interface RunReport {
	readonly local: SideCounts;
	readonly remote: SideCounts;
	readonly plan: PlanCounts;
	readonly conflictCount: number;
	readonly conflicts: readonly ConflictReport[];
	readonly failureCount: number;
	readonly failures: readonly FailureReport[];
	readonly operations: readonly PlannedOperationReport[];
}

export function readReport(context: RunContext, agreements: number): Promise<RunReport> {
	return fenced(context, async (tx) => {
		await preferHashJoins(tx);
		const conflicts = await readConflicts(tx, context);
		const failures = await readFailures(tx, context);
		return {
			local: await countSide(tx, context, 'local'),
			remote: await countSide(tx, context, 'remote'),
			plan: await countPlan(tx, context, agreements),
			conflictCount: conflicts.total,
			conflicts: conflicts.rows,
			failureCount: failures.total,
			failures: failures.rows,
			operations: await readPlanned(tx, context),
		};
	});
}

/**
 * One bucket per record of a side, by precedence: failed, conflicted, held, deleted, created, updated, skipped,
 * unchanged. Seen are all records that links hold on this side, and those that went missing in this run.
 */
async function countSide(tx: Transaction, context: RunContext, side: Side): Promise<SideCounts> {
	const { link, operation, conflict } = context.tables;
	const holdsRecord = side === 'local' ? 'l.local_key is not null' : 'l.remote_id is not null';
	const [row] = await tx.query<Record<keyof SideCounts, string>>({
		text: `with touched as (
				select link, bool_or(kind in ('delete', 'archive')) as deleted, bool_or(kind = 'create') as created, bool_or(kind in ('update', 'restore')) as updated
				from ${operation} where run = $1 and side = $3 and status = 'done' group by link
			), ended as (
				select distinct link from ${operation} where run = $1 and kind = 'tombstone' and status = 'done'
				union select distinct link from ${operation} where run = $1 and kind in ('delete', 'archive') and status = 'done'
			), open as (select distinct link from ${conflict} where pair = $2 and status = 'pending_review'),
			bucketed as (
				select case
					when l.state <> 'tombstone' and (l.last_failure is not null or l.field_failures is not null) then 'failed'
					when l.state <> 'tombstone' and o.link is not null then 'conflicted'
					when l.state in ('held', 'vanished', 'out_of_scope') or (l.gone_side is not null and l.state <> 'tombstone') then 'held'
					when l.state = 'tombstone' or t.deleted then 'deleted'
					when t.created then 'created'
					when t.updated then 'updated'
					when l.pending is not null or l.unresolved is not null then 'skipped'
					else 'unchanged' end as bucket
				from ${link} l
				left join touched t on t.link = l.id left join ended e on e.link = l.id left join open o on o.link = l.id
				where l.pair = $2 and ${holdsRecord} and (l.state <> 'tombstone' or e.link is not null)
			)
			select count(*) as seen, ${['unchanged', 'created', 'updated', 'deleted', 'conflicted', 'held', 'skipped', 'failed'].map((name) => `count(*) filter (where bucket = '${name}') as ${name}`).join(', ')} from bucketed`,
		values: [context.run.id, context.pair.id, side],
	});
	const number = (name: keyof SideCounts): number => Number(row?.[name] ?? 0);
	return {
		seen: number('seen'), unchanged: number('unchanged'), created: number('created'), updated: number('updated'), deleted: number('deleted'),
		conflicted: number('conflicted'), held: number('held'), skipped: number('skipped'), failed: number('failed'),
	};
}

async function countPlan(tx: Transaction, context: RunContext, agreements: number): Promise<PlanCounts> {
	const rows = await tx.query<{ side: Side; kind: string; count: string }>({
		text: `select side, kind, count(*) as count from ${context.tables.operation} where run = $1 and side <> 'none' and (status <> 'superseded' or last_message is distinct from 'not called for any more') group by side, kind`,
		values: [context.run.id],
	});
	const sum = (side: Side, kinds: readonly string[]): number => rows.filter((row) => row.side === side && kinds.includes(row.kind)).reduce((total, row) => total + Number(row.count), 0);
	const counts = (side: Side): PlanCounts['local'] => ({ create: sum(side, ['create']), update: sum(side, ['update', 'restore']), delete: sum(side, ['delete', 'archive']) });
	return { local: counts('local'), remote: counts('remote'), agreements };
}

async function readConflicts(tx: Transaction, context: RunContext): Promise<{ readonly total: number; readonly rows: readonly ConflictReport[] }> {
	const rows = await tx.query<{ id: string; link: string; local_key: string | null; remote_id: string | null; title: string | null; field: string; kind: string; base: Json; local: Json; remote: Json; since: string; total: string }>({
		text: `select c.id, c.link, l.local_key, l.remote_id, l.title, c.field, c.kind, c.base, c.local, c.remote, to_char(c.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as since, count(*) over () as total
			from ${context.tables.conflict} c join ${context.tables.link} l on l.id = c.link where c.pair = $1 and c.status = 'pending_review' order by c.id limit $2`,
		values: [context.pair.id, context.settings.reportLimit],
	});
	return {
		total: Number(rows[0]?.total ?? 0),
		rows: rows.map((row) => ({
			id: row.id, link: row.link, localKey: row.local_key, remoteId: row.remote_id, title: row.title, field: row.field, kind: row.kind, base: row.base, local: row.local, remote: row.remote, since: row.since,
			url: row.remote_id === null ? null : context.remote.urlOf(row.remote_id),
			message: conflictMessage(row.kind, row.field),
		})),
	};
}

function conflictMessage(kind: string, field: string): string {
	switch (kind) {
		case 'no_base': return `'${field}' differs and was never agreed on. Both values are kept where they are until a person decides.`;
		case 'delete_versus_update': return 'The record was deleted on one side and edited on the other. Nothing is deleted until a person decides.';
		case 'delete_would_cascade': return 'Deleting the work package would also delete work packages below it that are not deleted in the table. It stays until those are moved or deleted.';
		case 'cycle': return 'Both sides moved records so that they would be each other’s parent. The parents stay as they are until a person decides.';
		case 'unstable': return `'${field}' goes back and forth: a rule or trigger changes what was written. It is left alone until a person decides.`;
		default: return `'${field}' was changed on both sides since they last agreed. Both values are kept where they are until a person decides.`;
	}
}

async function readFailures(tx: Transaction, context: RunContext): Promise<{ readonly total: number; readonly rows: readonly FailureReport[] }> {
	const rows = await tx.query<{ id: string; local_key: string | null; remote_id: string | null; title: string | null; last_failure: { code: string; message: string; side: Side | null } | null; field_failures: JsonObject | null; attempts: number; next_attempt: string | null; total: string }>({
		text: `select id, local_key, remote_id, title, last_failure, field_failures, attempts, to_char(next_attempt_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as next_attempt, count(*) over () as total
			from ${context.tables.link} where pair = $1 and state <> 'tombstone' and (last_failure is not null or field_failures is not null) order by id limit $2`,
		values: [context.pair.id, context.settings.reportLimit],
	});
	return {
		total: Number(rows[0]?.total ?? 0),
		rows: rows.map((row) => {
			const fields = Object.entries((row.field_failures ?? {}) as unknown as Record<string, { side: Side; code: string; message: string; attempts: number; nextAttemptAt: string }>);
			const [first] = fields;
			const messages = [...new Set([row.last_failure?.message, ...fields.map(([, failure]) => failure.message)].filter((message): message is string => message !== undefined))];
			return {
				link: row.id, localKey: row.local_key, remoteId: row.remote_id, title: row.title, side: row.last_failure?.side ?? first?.[1].side ?? null, fields: fields.map(([name]) => name),
				code: row.last_failure?.code ?? first?.[1].code ?? 'UNKNOWN', message: messages.join(' '), attempts: Math.max(row.attempts, first?.[1].attempts ?? 0), nextAttemptAt: row.next_attempt,
				url: row.remote_id === null ? null : context.remote.urlOf(row.remote_id),
			};
		}),
	};
}

async function readPlanned(tx: Transaction, context: RunContext): Promise<readonly PlannedOperationReport[]> {
	const rows = await tx.query<{ id: string; side: Side; kind: string; local_key: string | null; remote_id: string | null; title: string | null; values_sent: JsonObject | null; before_image: JsonObject | null; reason: string }>({
		text: `select o.id, o.side, o.kind, l.local_key, l.remote_id, l.title, o.values_sent, o.before_image, o.reason from ${context.tables.operation} o join ${context.tables.link} l on l.id = o.link
			where o.run = $1 and o.status = 'planned' order by o.priority, o.id limit $2`,
		values: [context.run.id, context.settings.reportLimit],
	});
	return rows.map((row) => ({ id: row.id, side: row.side, kind: row.kind, localKey: row.local_key, remoteId: row.remote_id, title: row.title, values: row.values_sent ?? {}, before: row.before_image, reason: row.reason }));
}
