import { APPLICATION_NAME } from '../createPool';
import type { LockHolder, LockWait } from '../lockWait';
import { holderOf, kindOf } from '../overseer';
import type { Transaction } from '../types';

/** A session of ours that waits for a lock, and since when. */
export interface SessionWait extends LockWait {
	readonly waitsMs: number;
}

/** Somebody else's transaction that has a table in its hands. */
export interface HeldTable {
	readonly relation: string;
	/** Whether the whole table, or rows of it. */
	readonly isWhole: boolean;
	readonly holder: LockHolder;
	/** Null where the role may not see it. */
	readonly openMs: number | null;
}

/** Sessions of this package in this database that wait for somebody else at this moment, the longest first. */
export async function readSessionWaits(tx: Transaction): Promise<readonly SessionWait[]> {
	const rows = await tx.query<{ locktype: string; relation: string | null; waits_ms: number | null; holders: readonly LockHolder[] | null }>({
		text: `select l.locktype, coalesce(extract(epoch from clock_timestamp() - s.query_start) * 1000, 0)::float8 as waits_ms,
				(select n.nspname::text || '.' || c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
					where c.oid = coalesce(l.relation, (select k.relation from pg_locks k where k.pid = l.pid and k.locktype = 'tuple' limit 1))) as relation,
				(select jsonb_agg(${holderOf('b.pid')}) from (select distinct unnest(pg_blocking_pids(l.pid)) as pid) b left join pg_stat_activity a on a.pid = b.pid and b.pid <> 0) as holders
			from pg_stat_activity s join pg_locks l on l.pid = s.pid and not l.granted
			where s.datname = current_database() and s.application_name = $1 and s.pid <> pg_backend_pid() order by waits_ms desc limit 20`,
		values: [APPLICATION_NAME],
	});
	return rows.map((row) => ({ kind: kindOf(row.locktype), relation: row.relation, holders: row.holders ?? [], waitsMs: row.waits_ms ?? 0 }));
}

/** Who else holds one of the tables as a whole, or has had rows of it for at least `leastMs` without doing anything. */
export async function readHeldTables(tx: Transaction, tables: ReadonlyArray<{ readonly schema: string; readonly table: string }>, leastMs: number): Promise<readonly HeldTable[]> {
	return await tx.query<HeldTable>({
		text: `select distinct on (l.pid, c.oid) n.nspname::text || '.' || c.relname::text as relation, l.mode not in ('RowShareLock', 'RowExclusiveLock') as "isWhole",
				${holderOf('l.pid')} as holder, (extract(epoch from clock_timestamp() - a.xact_start) * 1000)::float8 as "openMs"
			from unnest($1::text[], $2::text[]) as g (schema, name) join pg_namespace n on n.nspname = g.schema join pg_class c on c.relnamespace = n.oid and c.relname = g.name
			join pg_locks l on l.locktype = 'relation' and l.relation = c.oid and l.granted and l.database = (select d.oid from pg_database d where d.datname = current_database())
			left join pg_stat_activity a on a.pid = l.pid
			where l.pid <> pg_backend_pid() and coalesce(a.application_name, '') <> $3 and coalesce(a.backend_type, 'client backend') = 'client backend'
				and ((l.mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'))
					or (l.mode in ('RowShareLock', 'RowExclusiveLock') and a.state like 'idle in transaction%' and clock_timestamp() - a.xact_start >= make_interval(secs => $4 / 1000.0)))
			order by l.pid, c.oid, (l.mode not in ('RowShareLock', 'RowExclusiveLock')) desc limit 20`,
		values: [tables.map(({ schema }) => schema), tables.map(({ table }) => table), APPLICATION_NAME, leastMs],
	});
}
