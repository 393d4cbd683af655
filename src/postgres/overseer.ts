import type { Pool } from 'pg';
import type { LockHolder, LockWait } from './lockWait';

/** The server's session that a transaction has, and since when it has it. */
export interface ServerSession {
	readonly pid: number;
	readonly began: string;
}

/** Looks after transactions from outside, over a connection of its own: theirs is busy with the statement it is about. */
export interface Overseer {
	/** What the session waits for; null where it waits for no lock, or nobody could be asked. */
	lockWaitOf(session: ServerSession): Promise<LockWait | null>;
	/** Stops the statement of the session while it has that transaction; a pooler may give the session to others. */
	stop(session: ServerSession): Promise<void>;
	close(): Promise<void>;
}

interface WaitRow {
	readonly locktype: string;
	readonly relation: string | null;
	readonly holders: readonly LockHolder[] | null;
}

/** The pool, of one connection, is made when it is first needed. */
export function createOverseer(makePool: () => Pool): Overseer {
	let pool: Pool | undefined;
	return {
		lockWaitOf: async ({ pid }) => {
			const answer = await (pool ??= makePool()).query<WaitRow>(WAIT_OF, [pid]).catch(() => null);
			const row = answer?.rows[0];
			return row === undefined ? null : { kind: kindOf(row.locktype), relation: row.relation, holders: row.holders ?? [] };
		},
		stop: async ({ pid, began }) => {
			// Where even this cannot be asked, the limits of the transaction end it.
			await (pool ??= makePool()).query('select pg_catalog.pg_cancel_backend(a.pid) from pg_catalog.pg_stat_activity a where a.pid = $1 and a.xact_start = $2::timestamptz', [pid, began]).catch(() => undefined);
		},
		close: async () => await pool?.end(),
	};
}

/** A session of pg_stat_activity as a LockHolder, in SQL; `a` is its alias, `pid` the session asked for. Names are qualified: no transaction has set the search path. */
export const holderOf = (pid: string): string => `pg_catalog.jsonb_build_object('pid', ${pid}, 'user', a.usename, 'application', a.application_name, 'state', a.state,
	'since', pg_catalog.to_char(a.xact_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))`;

/** A row's lock is waited for as its holder's transaction; the row's table is named by the lock that keeps the place in the queue. */
const WAIT_OF = `select l.locktype, (
		select n.nspname::text || '.'::text || c.relname::text from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
		where c.oid = coalesce(l.relation, (select k.relation from pg_catalog.pg_locks k where k.pid = l.pid and k.locktype = 'tuple' limit 1))) as relation,
	(select pg_catalog.jsonb_agg(${holderOf('b.pid')}) from (select distinct pg_catalog.unnest(pg_catalog.pg_blocking_pids(l.pid)) as pid) b left join pg_catalog.pg_stat_activity a on a.pid = b.pid and b.pid <> 0) as holders
	from pg_catalog.pg_locks l where l.pid = $1 and not l.granted limit 1`;

/** What kind of lock pg_locks tells of. */
export function kindOf(locktype: string): LockWait['kind'] {
	switch (locktype) {
		case 'relation': return 'table';
		case 'tuple':
		case 'transactionid': return 'row';
		case 'advisory': return 'advisory';
		default: return 'other';
	}
}
