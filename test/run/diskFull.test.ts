import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../../sandbox/postgres/embeddedPostgres';
import { TEST_SERVER_URL } from '../support/testServer';
import { differencesBetween } from '../support/compareFlrts';
import { createSyncWorld } from '../support/syncWorld';
import { connectionFromUrl, openDatabase } from '../../src/postgres';
import { runWith } from './anyRun';

/** Whatever is written to it meets a full disk. */
const FULL = '/dev/full';

(existsSync(FULL) ? it : it.skip)('E3: a disk that is full stops the run with a clear sentence, nothing half-written; with room again the next run goes on', async () => {
	const dataDir = await mkdtemp(join(tmpdir(), 'batch-sync-full-'));
	const shared = process.env[TEST_SERVER_URL];
	let server = await startEmbeddedPostgres({ dataDir, durable: false });
	process.env[TEST_SERVER_URL] = server.url;
	const world = await createSyncWorld();
	try {
		await world.sql(`insert into tasks (task_id_display, task_title, priority) select 'T-' || n, 'Task ' || n, 'Medium' from generate_series(1, 5) n`);
		await world.run('full_sync');
		await world.sql(`update tasks set task_title = task_title || ', edited here'`);
		const [{ path } = { path: '' }] = await world.sql<{ path: string }>(`select pg_relation_filepath('batch_sync.operation') as path`);
		await world.sql('delete from batch_sync.operation');
		await world.database.close();
		await checkpoint(world.databaseUrl);
		const { port } = server;
		await server.stop();
		const file = join(server.dataDir, path);
		await rename(file, `${file}.kept`);
		await symlink(FULL, file);
		server = await startEmbeddedPostgres({ dataDir, durable: false, port });
		const address = new URL(world.databaseUrl);
		address.password = new URL(server.url).password;
		const before = world.server.store.list().map(({ lockVersion }) => lockVersion);
		let database = await openDatabase(connectionFromUrl(address.href));
		await expect(runWith(world, { database, mode: 'incremental' })).rejects.toMatchObject({ code: 'DATABASE', message: expect.stringMatching(/space|full/i) as string });
		expect(world.server.store.list().map(({ lockVersion }) => lockVersion)).toEqual(before);
		await database.close();
		await server.stop();
		await rm(file);
		await rename(`${file}.kept`, file);
		server = await startEmbeddedPostgres({ dataDir, durable: false, port });
		address.password = new URL(server.url).password;
		database = await openDatabase(connectionFromUrl(address.href));
		expect(await runWith(world, { database, mode: 'incremental' })).toMatchObject({ status: 'done', failures: [], conflicts: [], written: { remote: 5 } });
		const again = { ...world, sql: <T>(text: string, values: readonly unknown[] = []) => database.transaction((tx) => tx.query<T>({ text, values }), { rolePath: true }) };
		expect(await differencesBetween(again)).toEqual([]);
		await database.close();
	} finally {
		await world.server.close();
		await server.stop();
		await rm(dataDir, { recursive: true, force: true });
		if (shared === undefined) delete process.env[TEST_SERVER_URL];
		else process.env[TEST_SERVER_URL] = shared;
	}
}, 120_000);

/** What was deleted is on disk before the file goes aside. */
async function checkpoint(url: string): Promise<void> {
	const client = new Client({ connectionString: url });
	await client.connect();
	await client.query('checkpoint');
	await client.end();
}
