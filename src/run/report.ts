import type { Transaction } from '../postgres';
import { readAsides } from '../postgres/stores/asideStore';
import { preferHashJoins } from '../postgres/stores/preferHashJoins';
import { MOVED_ON, NOT_CALLED_FOR } from '../postgres/stores/operationStore';
import type { NotCarried } from './asideWords';
import { fenced } from './context';
import type { RunContext } from './context';
import type { Json, JsonObject, Side } from '../record';
import type { ConflictReport, FailureReport, MovedOnReport, PlanCounts, PlannedOperationReport, SideCounts } from './types';
import { isoTime } from '../postgres/isoTime';

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
	readonly movedOnCount: number;
	readonly movedOn: readonly MovedOnReport[];
	readonly heldCount: number;
	/** What was seen and not carried, besides conflicts and failures. */
	readonly notCarried: NotCarried;
}

/** A record outside the pair's scope is not written, so what once failed about it is not failing any more. */
const isFailing = `l.state not in ('tombstone', 'out_of_scope') and (l.last_failure is not null or l.field_failures is not null)`;

/** Reads what a run came to, from what is recorded. `planId`: the plan that waits now, whose operations are listed. */
export function readReport(context: RunContext, { agreements, planId }: { readonly agreements: number; readonly planId: string | null }): Promise<RunReport> {
	return fenced(context, async (tx) => {
		await preferHashJoins(tx);
		const conflicts = await readConflicts(tx, context);
		const failures = await readFailures(tx, context);
		const movedOn = await readMovedOn(tx, context);
		const { local, remote } = context.unheeded.editedAfterDelete;
		return {
			local: withKeyless(await countSide(tx, context, 'local'), context),
			remote: await countSide(tx, context, 'remote'),
			plan: await countPlan(tx, context, agreements, planId ?? context.run.id),
			conflictCount: conflicts.total,
			conflicts: conflicts.rows,
			failureCount: failures.total + context.keyless.count,
			failures: [...failures.rows, ...context.keyless.failures].slice(0, context.settings.reportLimit),
			operations: planId === null ? [] : await readPlanned(tx, context, planId),
			movedOnCount: movedOn.total,
			movedOn: movedOn.rows,
			heldCount: await countHeld(tx, context),
			notCarried: { asides: await readAsides(tx, context.tables, { pair: context.pair.id, isOneWay: context.configuration.direction !== 'both' }), left: context.unheeded.left, editedAfterDelete: local.count + remote.count },
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
	// Most links are unchanged and live: they are counted, and only the others are looked at one by one.
	const [row] = await tx.query<Record<keyof SideCounts, string>>({
		text: `with touched as (
				select link, bool_or(kind in ('delete', 'archive')) as deleted, bool_or(kind = 'create') as created, bool_or(kind in ('update', 'restore')) as updated
				from ${operation} where run = $1 and side = $3 and status = 'done' group by link
			), ended as (
				select distinct link from ${operation} where run = $1 and kind in ('tombstone', 'delete', 'archive') and status = 'done'
			), open as (select distinct link from ${conflict} where pair = $2 and status = 'pending_review'),
			special as (
				select link as id from touched union select link from ended union select link from open
				union select l.id from ${link} l where l.pair = $2 and l.state <> 'tombstone' and (l.state <> 'live' or l.gone_side is not null or l.out_side is not null or l.last_failure is not null or l.field_failures is not null)
				union select l.id from ${link} l where l.pair = $2 and l.pending is not null
				union select l.id from ${link} l where l.pair = $2 and l.unresolved is not null
			), bucketed as (
				select l.state, case
					when ${isFailing} then 'failed'
					when l.state <> 'tombstone' and o.link is not null then 'conflicted'
					when l.state in ('held', 'vanished', 'out_of_scope') or (l.gone_side is not null and l.state <> 'tombstone') then 'held'
					when l.state = 'tombstone' or t.deleted then 'deleted'
					when t.created then 'created'
					when t.updated then 'updated'
					when l.pending is not null or l.unresolved is not null then 'skipped'
					else 'unchanged' end as bucket
				from special s join ${link} l on l.id = s.id
				left join touched t on t.link = l.id left join ended e on e.link = l.id left join open o on o.link = l.id
				where l.pair = $2 and ${holdsRecord} and (l.state <> 'tombstone' or e.link is not null)
			), living as (select count(*) as n from ${link} l where l.pair = $2 and ${holdsRecord} and l.state <> 'tombstone')
			select (select n from living) + count(*) filter (where state = 'tombstone') as seen,
				(select n from living) - count(*) filter (where state <> 'tombstone') + count(*) filter (where bucket = 'unchanged') as unchanged,
				${['created', 'updated', 'deleted', 'conflicted', 'held', 'skipped', 'failed'].map((name) => `count(*) filter (where bucket = '${name}') as ${name}`).join(', ')} from bucketed`,
		values: [context.run.id, context.pair.id, side],
	});
	const number = (name: keyof SideCounts): number => Number(row?.[name] ?? 0);
	return {
		seen: number('seen'), unchanged: number('unchanged'), created: number('created'), updated: number('updated'), deleted: number('deleted'),
		conflicted: number('conflicted'), held: number('held'), skipped: number('skipped'), failed: number('failed'),
	};
}

/** Rows without a key are in no link, and failed all the same. */
function withKeyless(counts: SideCounts, { keyless }: RunContext): SideCounts {
	return { ...counts, seen: counts.seen + keyless.count, failed: counts.failed + keyless.count };
}

async function countPlan(tx: Transaction, context: RunContext, agreements: number, run: string): Promise<PlanCounts> {
	const rows = await tx.query<{ side: Side; kind: string; count: string }>({
		text: `select side, kind, count(*) as count from ${context.tables.operation} where run = $1 and side <> 'none' and (status <> 'superseded' or last_message is distinct from '${NOT_CALLED_FOR}') group by side, kind`,
		values: [run],
	});
	const sum = (side: Side, kinds: readonly string[]): number => rows.filter((row) => row.side === side && kinds.includes(row.kind)).reduce((total, row) => total + Number(row.count), 0);
	const counts = (side: Side): PlanCounts['local'] => ({ create: sum(side, ['create']), update: sum(side, ['update', 'restore']), delete: sum(side, ['delete', 'archive']) });
	return { local: counts('local'), remote: counts('remote'), agreements };
}

async function readConflicts(tx: Transaction, context: RunContext): Promise<{ readonly total: number; readonly rows: readonly ConflictReport[] }> {
	const rows = await tx.query<{ id: string; link: string; local_key: string | null; remote_id: string | null; title: string | null; field: string; kind: string; base: Json; local: Json; remote: Json; since: string; total: string }>({
		text: `select c.id, c.link, l.local_key, l.remote_id, l.title, c.field, c.kind, c.base, c.local, c.remote, ${isoTime('c.created_at')} as since, count(*) over () as total
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
		case 'edited_since': return field === '*' ? 'A run that is undone made this record, and it was edited since. It is left as it is until a person decides.' : `A run that is undone changed '${field}', and it was edited since. Both sides are left as they are until a person decides.`;
		default: return `'${field}' was changed on both sides since they last agreed. Both values are kept where they are until a person decides.`;
	}
}

async function readFailures(tx: Transaction, context: RunContext): Promise<{ readonly total: number; readonly rows: readonly FailureReport[] }> {
	const rows = await tx.query<{ id: string; local_key: string | null; remote_id: string | null; title: string | null; last_failure: { code: string; message: string; side: Side | null } | null; field_failures: JsonObject | null; attempts: number; next_attempt: string | null; total: string }>({
		text: `select id, local_key, remote_id, title, last_failure, field_failures, attempts, to_char(next_attempt_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as next_attempt, count(*) over () as total
			from ${context.tables.link} l where l.pair = $1 and ${isFailing} order by id limit $2`,
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

interface OperationRow {
	readonly id: string;
	readonly side: Side;
	readonly kind: string;
	readonly local_key: string | null;
	readonly remote_id: string | null;
	readonly title: string | null;
	readonly values_sent: JsonObject | null;
	readonly before_image: JsonObject | null;
	readonly reason: string;
}

const operationColumns = 'o.id, o.side, o.kind, l.local_key, l.remote_id, l.title, o.values_sent, o.before_image, o.reason';

function reportOf(row: OperationRow): PlannedOperationReport {
	return { id: row.id, side: row.side, kind: row.kind, localKey: row.local_key, remoteId: row.remote_id, title: row.title, values: row.values_sent ?? {}, before: row.before_image, reason: row.reason };
}

async function readPlanned(tx: Transaction, context: RunContext, run: string): Promise<readonly PlannedOperationReport[]> {
	const rows = await tx.query<OperationRow>({
		text: `select ${operationColumns} from ${context.tables.operation} o join ${context.tables.link} l on l.id = o.link
			where o.run = $1 and o.status = 'planned' order by o.priority, o.id limit $2`,
		values: [run, context.settings.reportLimit],
	});
	return rows.map(reportOf);
}

/** Operations of the plan that was applied which were left out, because a record was edited since or they are not called for any more. */
async function readMovedOn(tx: Transaction, context: RunContext): Promise<{ readonly total: number; readonly rows: readonly MovedOnReport[] }> {
	if (context.plan === null) return { total: 0, rows: [] };
	const rows = await tx.query<OperationRow & { local_moved: boolean; remote_moved: boolean; total: string }>({
		text: `select ${operationColumns}, o.planned_local_sum is not null and o.planned_local_sum is distinct from l.local_sum as local_moved, o.planned_remote_sum is distinct from l.remote_sum as remote_moved, count(*) over () as total
			from ${context.tables.operation} o join ${context.tables.link} l on l.id = o.link
			where o.run = $1 and o.status = 'superseded' and o.last_message = '${MOVED_ON}' order by o.priority, o.id limit $2`,
		values: [context.plan.id, context.settings.reportLimit],
	});
	const sentence = (row: { local_moved: boolean; remote_moved: boolean }): string => {
		if (row.local_moved && row.remote_moved) return 'Both the row and the work package were edited since the plan was made.';
		if (row.local_moved) return 'The row was edited since the plan was made.';
		if (row.remote_moved) return 'The work package was edited since the plan was made.';
		return 'It is not called for any more.';
	};
	return { total: Number(rows[0]?.total ?? 0), rows: rows.map((row) => ({ ...reportOf(row), message: sentence(row) })) };
}

async function countHeld(tx: Transaction, context: RunContext): Promise<number> {
	const [row] = await tx.query<{ count: string }>({ text: `select count(*) as count from ${context.tables.link} where pair = $1 and state = 'held'`, values: [context.pair.id] });
	return Number(row?.count ?? 0);
}
