import type { Client } from 'pg';

/** What is looked at after a run; figures by name, so that they can be compared one by one. */
export interface Sample {
	readonly run: number;
	readonly figures: Readonly<Record<string, number>>;
}

export interface Retained {
	readonly imagesMs: number;
	readonly historyMs: number;
}

/** The application's name that the engine gives its connections. */
const ENGINE = 'n8n-nodes-batch-sync';

/** A deletion is never forgotten, so these grow with every one; each keeps a link and the last operation of its history. */
export const TOMBSTONES = 'links of deleted records';
const LIVING: Readonly<Record<string, string>> = {
	link: ` where state <> 'tombstone'`,
	operation: ` o where not exists (select 1 from batch_sync.link l where l.id = o.link and l.state = 'tombstone')`,
};

/** Reads what the database tells: sessions of the engine, and rows, bytes and dead rows of each of its tables. */
export async function sampleDatabase(client: Client, retained: Retained): Promise<Readonly<Record<string, number>>> {
	const figures: Record<string, number> = {};
	const sessions = await client.query<{ n: number }>('select count(*)::int as n from pg_stat_activity where datname = current_database() and application_name = $1', [ENGINE]);
	figures['connections'] = sessions.rows[0]?.n ?? 0;
	const tables = await client.query<{ name: string; bytes: number; dead: number }>(
		`select relname as name, pg_total_relation_size(relid)::float8 as bytes, n_dead_tup::float8 as dead from pg_stat_user_tables where schemaname = 'batch_sync' order by relname`,
	);
	for (const { name, bytes, dead } of tables.rows) {
		const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from batch_sync.${client.escapeIdentifier(name)}${LIVING[name] ?? ''}`);
		Object.assign(figures, { [`${name} rows`]: rows[0]?.n ?? 0, [`${name} bytes`]: bytes, [`${name} dead rows`]: dead });
	}
	const dead = await client.query<{ n: number }>(`select count(*)::int as n from batch_sync.link where state = 'tombstone'`);
	return { ...figures, [TOMBSTONES]: dead.rows[0]?.n ?? 0, ...(await overdue(client, retained)) };
}

/**
 * What the last run should have cleaned up, being past its time when that run began, and did not. The last good run's own
 * row may stay: the pair refers to it.
 */
async function overdue(client: Client, { imagesMs, historyMs }: Retained): Promise<Readonly<Record<string, number>>> {
	const past = `r.finished_at < (select max(started_at) from batch_sync.run) - make_interval(secs => $1 / 1000.0)`;
	const runs = await client.query<{ n: number }>(`select count(*)::int as n from batch_sync.run r where ${past} and not exists (select 1 from batch_sync.pair p where p.last_good_run = r.id)`, [historyMs]);
	const operations = await client.query<{ n: number }>(`select count(*)::int as n from batch_sync.operation o join batch_sync.run r on r.id = o.run where ${past} and o.kind <> 'snapshot'`, [historyMs]);
	const images = await client.query<{ n: number }>(`select count(*)::int as n from batch_sync.operation o join batch_sync.run r on r.id = o.run where ${past} and (o.before_image is not null or o.after_image is not null)`, [imagesMs]);
	return { 'runs past their time': runs.rows[0]?.n ?? 0, 'operations past their time': operations.rows[0]?.n ?? 0, 'images past their time': images.rows[0]?.n ?? 0 };
}
