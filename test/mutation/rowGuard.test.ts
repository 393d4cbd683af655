import { Client } from 'pg';
import { addTask, remoteIdOf, taskOf, withoutGuards } from '../run/fieldTasks';
import { createSyncWorld } from '../support/syncWorld';
import type { SyncWorld } from '../support/syncWorld';

describe('a row that somebody is editing while the sync wants to write it', () => {
	let world: SyncWorld;
	let id: string;
	let remote: number;

	beforeEach(async () => {
		world = await createSyncWorld();
		world.settings = { ...world.settings, guards: withoutGuards };
		id = await addTask(world, { title: 'Shared' });
		await world.run('full_sync');
		remote = await remoteIdOf(world, id);
	});
	afterEach(async () => {
		await world.close();
	});

	/** Edits the row in a transaction that ends only once the run waits for it. */
	async function editDuring(run: () => Promise<unknown>): Promise<void> {
		const client = new Client({ connectionString: world.databaseUrl });
		await client.connect();
		try {
			await client.query('begin');
			await client.query(`update tasks set task_title = 'Edited here' where id = $1`, [id]);
			let isOver = false;
			const running = run().finally(() => void (isOver = true));
			// From a transaction of its own each time: within one, PostgreSQL shows no session that began later.
			const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%tasks%'`;
			let hasWaited = false;
			while (!hasWaited && !isOver) hasWaited = (await world.sql(waiting)).length > 0;
			await client.query('commit');
			await running;
			expect(hasWaited).toBe(true);
		} finally {
			await client.end();
		}
	}

	it('E9: keeps the edit of the very field that was to be written, and the two are a conflict', async () => {
		world.server.store.update(remote, { subject: 'Edited there' });
		await editDuring(() => world.run('incremental'));
		expect((await taskOf(world, id)).task_title).toBe('Edited here');
		expect(await world.run('incremental')).toMatchObject({ conflicts: [{ local: 'Edited here', remote: 'Edited there' }] });
		expect((await taskOf(world, id)).task_title).toBe('Edited here');
		expect(world.server.store.get(remote)?.subject).toBe('Edited there');
	});

	it('E9: is not deleted with the edit', async () => {
		world.configuration = { ...world.configuration, deletePolicy: { ...world.configuration.deletePolicy, local: { effect: 'delete' } } };
		await addTask(world, { title: 'Bystander' });
		await world.run('full_sync');
		world.server.store.delete(remote);
		await editDuring(() => world.run('full_sync'));
		expect((await taskOf(world, id)).task_title).toBe('Edited here');
	});
});
