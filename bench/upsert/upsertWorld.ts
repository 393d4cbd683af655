import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { ensureDatabase, urlOfDatabase } from '../../sandbox/databases';
import type { BenchContext } from '../context';
import { startBenchPostgres } from '../benchPostgres';
import { writeCopyFile } from './copyFile';
import { Psql, requirePsql } from './psql';
import { changeSome, CREATE_TYPES, createTable, makeRows, type TaskRow } from './taskRows';

const SEED = 20_252;
const DATABASE = 'bench_upsert';

export interface UpsertWorld {
	readonly url: string;
	/** For preparing and checking, not for what is measured. */
	readonly client: Client;
	readonly folder: string;
	readonly rows: readonly TaskRow[];
	readonly changedRows: readonly TaskRow[];
	/** The rows in COPY's text form. */
	readonly files: { readonly loaded: string; readonly changed: string };
}

/** A database with the empty target `tasks`, and what it is to hold in the end in `tasks_as_loaded` and `tasks_as_changed`. */
export async function openUpsertWorld(bench: BenchContext, count: number): Promise<UpsertWorld> {
	bench.say(`comparing with ${await requirePsql()}`);
	const folder = await mkdtemp(join(tmpdir(), 'batch-sync-bench-rows-'));
	bench.started.add('the folder of rows', async () => await rm(folder, { recursive: true, force: true }));
	const server = await startBenchPostgres(bench, 'upsert');
	const url = urlOfDatabase(server.url, DATABASE);
	await ensureDatabase(server.url, DATABASE);
	const client = new Client({ connectionString: url });
	await client.connect();
	bench.started.add('the connection to PostgreSQL', async () => await client.end());
	const rows = makeRows(count, SEED);
	const changedRows = changeSome(rows);
	const files = { loaded: join(folder, 'loaded.copy'), changed: join(folder, 'changed.copy') };
	await client.query(CREATE_TYPES);
	await client.query(createTable('tasks'));
	for (const [table, file, content] of [['tasks_as_loaded', files.loaded, rows], ['tasks_as_changed', files.changed, changedRows]] as const) {
		await writeCopyFile(file, content);
		await client.query(createTable(table));
		const script = join(folder, `${table}.sql`);
		await writeFile(script, `\\copy ${table} from '${file}'\n`);
		await new Psql(url).time(script);
		await client.query(`vacuum (freeze, analyze) ${table}`);
	}
	bench.say(`${count.toLocaleString('en-US')} rows of 12 columns are in memory and on disk`);
	return { url, client, folder, rows, changedRows, files };
}
