import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';

/** State of the target before an upsert. */
export type StartingState = 'empty' | 'full';

/** Brings the target into a state, always the same way, and has everything written out, so that no run pays for another. */
export async function restore(client: Client, state: StartingState): Promise<void> {
	await client.query('truncate tasks');
	if (state === 'full') await client.query('insert into tasks select * from tasks_as_loaded');
	await client.query('vacuum (freeze, analyze) tasks');
	await client.query('checkpoint');
}

/** One value for the whole content of a table, whatever its order on disk. */
export async function fingerprint(client: Client, table: string): Promise<string> {
	const { rows } = await client.query<{ print: string }>(`select md5(string_agg(md5(t::text), '' order by t.id)) as print from ${table} t`);
	return rows[0]?.print ?? '';
}

/**
 * How many rows of the target some work wrote: the larger of the row versions that differ afterwards (xmin, ctid) and
 * the rows PostgreSQL itself counted as inserted, updated or deleted. The work has to close its connections.
 */
export async function countWrites(client: Client, work: () => Promise<void>): Promise<number> {
	await client.query('drop table if exists versions_before');
	await client.query('create temporary table versions_before as select id, xmin::text as version, ctid as place from tasks');
	const before = await rowsWritten(client);
	await work();
	const after = await rowsWritten(client);
	const { rows } = await client.query<{ changed: number }>(
		`select count(*)::int as changed from versions_before b full join (select id, xmin::text as version, ctid as place from tasks) a on a.id = b.id
			where (a.version, a.place) is distinct from (b.version, b.place)`,
	);
	return Math.max(rows[0]?.changed ?? 0, after - before);
}

/** Rows of the target inserted, updated or deleted so far. Sessions report that when they end at the latest, so none of the engine's may be left. */
async function rowsWritten(client: Client): Promise<number> {
	for (;;) {
		const { rows } = await client.query<{ others: number }>(`select count(*)::int as others from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`);
		if (rows[0]?.others === 0) break;
		await sleep(20);
	}
	// What this session itself did is to be in it as well, before and after.
	await client.query('select pg_stat_force_next_flush()');
	const { rows } = await client.query<{ written: number }>(`select (n_tup_ins + n_tup_upd + n_tup_del)::int as written from pg_stat_user_tables where relid = 'tasks'::regclass`);
	return rows[0]?.written ?? 0;
}
