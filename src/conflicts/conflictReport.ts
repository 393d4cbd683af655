import { ConfigurationError } from '../errors';
import type { Database, Transaction } from '../postgres';
import type { Tables } from '../postgres/stores/tables';
import { findPairId, openQueue } from './openQueue';
import type { ConflictReport, RaisedCounts, Recurring, ReportScope } from './reportTypes';
import { readWouldSettle } from './readWouldSettle';
import { isoTime } from '../postgres/isoTime';

interface Scope {
	readonly tables: Tables;
	readonly pair: string | null;
	readonly from: string | null;
	readonly to: string | null;
}

/**
 * What conflicts a period brought and how they were settled, what keeps conflicting, and what a policy would make of those that are open
 * now. One snapshot, aggregated by PostgreSQL. Throws a ConfigurationError for a pair or a schema that is not there.
 */
export async function conflictReport(database: Database, schema: string, { pair, from, to, limit = 20 }: ReportScope = {}): Promise<ConflictReport> {
	if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new ConfigurationError(`${limit} recurring conflicts were asked for. Give a whole number from 1 to 1000.`);
	return await database.transaction(async (tx) => {
		const tables = await openQueue(tx, schema);
		const scope: Scope = { tables, pair: pair === undefined ? null : await findPairId(tx, tables, pair), from: from ?? null, to: to ?? null };
		return {
			pair: pair ?? null, from: scope.from, to: scope.to,
			...(await readRaised(tx, scope)),
			...(await readDecided(tx, scope)),
			...(await readRecurring(tx, scope, limit)),
			open: await readWouldSettle(tx, tables, scope.pair),
		};
	}, { readOnly: true, repeatableRead: true });
}

/** A period over a column; binds $1 pair, $2 from, $3 to. */
const within = (column: string): string => `($1::bigint is null or c.pair = $1) and ($2::timestamptz is null or ${column} >= $2) and ($3::timestamptz is null or ${column} < $3)`;

const valuesOf = ({ pair, from, to }: Scope): readonly unknown[] => [pair, from, to];

async function readRaised(tx: Transaction, scope: Scope): Promise<Pick<ConflictReport, 'total' | 'byKind' | 'byField'>> {
	const rows = await tx.query<{ kind: string | null; field: string | null; raised: string; open: string; resolved: string; superseded: string }>({
		text: `select c.kind, c.field, count(*) as raised, count(*) filter (where c.status = 'pending_review') as open, count(*) filter (where c.status = 'resolved') as resolved,
				count(*) filter (where c.status = 'superseded') as superseded
			from ${scope.tables.conflict} c where ${within('c.created_at')} group by grouping sets ((), (c.kind), (c.field)) order by raised desc, c.kind, c.field`,
		values: valuesOf(scope),
	});
	const counts = (row: (typeof rows)[number]): RaisedCounts => ({ raised: Number(row.raised), open: Number(row.open), resolved: Number(row.resolved), superseded: Number(row.superseded) });
	const total = rows.find((row) => row.kind === null && row.field === null);
	return {
		total: total === undefined ? { raised: 0, open: 0, resolved: 0, superseded: 0 } : counts(total),
		byKind: rows.flatMap((row) => (row.kind === null ? [] : [{ kind: row.kind, ...counts(row) }])),
		byField: rows.flatMap((row) => (row.field === null ? [] : [{ field: row.field, ...counts(row) }])),
	};
}

async function readDecided(tx: Transaction, scope: Scope): Promise<Pick<ConflictReport, 'byStrategy' | 'byResolver'>> {
	const rows = await tx.query<{ by: string; decided: string; carried_out: string; waiting: string; overtaken: string }>({
		text: `select c.resolved_by as by, count(*) as decided, count(*) filter (where c.applied_at is not null) as carried_out, count(*) filter (where c.status = 'resolved' and c.applied_at is null) as waiting,
				count(*) filter (where c.status = 'superseded') as overtaken
			from ${scope.tables.conflict} c where c.resolved_by is not null and ${within('c.resolved_at')} group by c.resolved_by order by decided desc, by`,
		values: valuesOf(scope),
	});
	const people = rows.filter((row) => !row.by.startsWith('policy:'));
	const policies = rows.filter((row) => row.by.startsWith('policy:')).map((row) => ({ strategy: row.by.slice('policy:'.length), decided: Number(row.decided) }));
	const byPeople = people.reduce((sum, row) => sum + Number(row.decided), 0);
	return {
		byStrategy: [...policies, ...(byPeople === 0 ? [] : [{ strategy: 'person', decided: byPeople }])].sort((a, b) => b.decided - a.decided),
		byResolver: people.map((row) => ({ resolver: row.by, decided: Number(row.decided), carriedOut: Number(row.carried_out), waiting: Number(row.waiting), overtaken: Number(row.overtaken) })),
	};
}

async function readRecurring(tx: Transaction, scope: Scope, limit: number): Promise<Pick<ConflictReport, 'recurringCount' | 'recurring'>> {
	const rows = await tx.query<Omit<Recurring, 'times'> & { readonly times: string; readonly total: string }>({
		text: `with again as (
				select c.link, c.field, count(*) as times, min(c.created_at) as first_at, max(c.created_at) as last_at, bool_or(c.status = 'pending_review') as is_open, count(*) over () as total
				from ${scope.tables.conflict} c where ${within('c.created_at')} group by c.link, c.field having count(*) > 1 order by times desc, c.link, c.field limit $4
			) select p.name as pair, l.id as link, l.title, l.local_key as "localKey", l.remote_id as "remoteId", a.field, a.times, ${isoTime('a.first_at')} as "firstAt", ${isoTime('a.last_at')} as "lastAt", a.is_open as "isOpen", a.total
			from again a join ${scope.tables.link} l on l.id = a.link join ${scope.tables.pair} p on p.id = l.pair order by a.times desc, l.id, a.field`,
		values: [...valuesOf(scope), limit],
	});
	return { recurringCount: Number(rows[0]?.total ?? 0), recurring: rows.map(({ total: _total, times, ...row }) => ({ ...row, times: Number(times) })) };
}
