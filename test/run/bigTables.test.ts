import { Client } from 'pg';
import { createSyncWorld } from '../support/syncWorld';
import type { SyncWorld } from '../support/syncWorld';

/** Hashing is narrowed from the first row on, so that a small table shows what a big one does. */
const narrowed = { settings: { narrowFromRows: 0 } };

describe('a big table, of which only recently written rows are hashed', () => {
	let world: SyncWorld;
	beforeAll(async () => {
		world = await createSyncWorld();
		await world.sql(`insert into tasks (task_id_display, task_title, priority) select 'B-' || n, 'Big ' || n, 'Medium' from generate_series(1, 20) n`);
		await world.sql('analyze tasks');
		await world.run('full_sync', narrowed);
		await world.run('incremental', narrowed);
	});
	afterAll(async () => {
		await world.close();
	});

	const subjects = (): readonly string[] => world.server.store.list().map((one) => one.subject);

	it('carries edits, new rows and deletions, and writes nothing when there is nothing', async () => {
		await world.sql(`update tasks set task_title = 'Edited' where task_id_display = 'B-1'`);
		await world.sql(`insert into tasks (task_id_display, task_title) values ('B-21', 'Added')`);
		await world.sql(`delete from tasks where task_id_display = 'B-2'`);
		const result = await world.run('incremental', narrowed);
		expect(result).toMatchObject({ status: 'done', failures: [], written: { remote: 3 } });
		expect(subjects()).toEqual(expect.arrayContaining(['Edited', 'Added']));
		expect(await world.run('incremental', narrowed)).toMatchObject({ written: { local: 0, remote: 0 } });
	});

	it('pitfall 11: finds a row written under a savepoint of a transaction that was open during the last run', async () => {
		const other = new Client({ connectionString: world.databaseUrl });
		await other.connect();
		await other.query('begin');
		await other.query('savepoint inner_work');
		await other.query(`update tasks set task_title = 'Late commit' where task_id_display = 'B-3'`);
		await other.query('release savepoint inner_work');
		await world.run('incremental', narrowed);
		await other.query('commit');
		await other.end();
		await world.run('incremental', narrowed);
		expect(subjects()).toContain('Late commit');
	});

	it('hashes every row when the transaction ids are not those it remembers, as after a dump and restore', async () => {
		await world.sql(`update batch_sync.cursor set local_snapshot = '4000000000:4000000000:'`);
		await world.sql(`update tasks set task_title = 'After restore' where task_id_display = 'B-4'`);
		await world.run('incremental', narrowed);
		expect(subjects()).toContain('After restore');
	});
});
