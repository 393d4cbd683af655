import type { PairConfiguration } from '../../src/run';
import { createSyncWorld } from '../support/syncWorld';
import type { SyncWorld } from '../support/syncWorld';
import { addTask, expectRest, findTask, remoteIdOf, subjects, taskOf, tasks, withoutGuards } from './fieldTasks';

const allModes = ['incremental', 'full_sync', 'reconciliation', 'incremental'] as const;

describe('what was deleted', () => {
	let world: SyncWorld;

	beforeEach(async () => {
		world = await createSyncWorld();
		world.settings = { ...world.settings, guards: withoutGuards };
	});
	afterEach(async () => {
		await world.close();
	});

	const deleting = (change: Partial<PairConfiguration['deletePolicy']>): void => {
		world.configuration = { ...world.configuration, deletePolicy: { ...world.configuration.deletePolicy, ...change } };
	};

	/** Every way a run can look at things, a resync among them. */
	async function runEveryWay(): Promise<void> {
		for (const mode of allModes) await world.run(mode);
		await world.run('full_sync', { task: { kind: 'resync' } });
		await world.run('incremental');
	}

	describe('carried as a status', () => {
		it('pitfall 8: a row that was deleted stays deleted, whatever runs after it', async () => {
			const id = await addTask(world, { title: 'Gone' });
			await addTask(world, { title: 'Bystander' });
			await world.run('full_sync');
			const remote = await remoteIdOf(world, id);
			await world.sql('delete from tasks where id = $1', [id]);
			await world.run('incremental');
			expect(world.server.store.get(remote)?.status).toBe('Rejected');
			world.server.store.comment(remote, 'What a pity');
			await runEveryWay();
			expect((await tasks(world)).map((row) => row.task_title)).toEqual(['Bystander']);
			expect(subjects(world)).toEqual(['Bystander', 'Gone']);
			await expectRest(world);
		});

		it('pitfall 8: our own rejection whose answer was lost is not taken for an edit', async () => {
			const id = await addTask(world, { title: 'Gone' });
			await addTask(world, { title: 'Bystander' });
			await world.run('full_sync');
			const remote = await remoteIdOf(world, id);
			await world.sql('delete from tasks where id = $1', [id]);
			world.server.faults.add({ fault: { kind: 'resetAfterEffect' }, method: 'PATCH' });
			world.server.faults.add({ fault: { kind: 'resetBeforeEffect' }, method: 'GET', path: `/api/v3/work_packages/${remote}` });
			await world.run('incremental');
			world.server.faults.clear();
			expect(world.server.store.get(remote)?.status).toBe('Rejected');
			await world.run('incremental');
			await runEveryWay();
			expect((await tasks(world)).map((row) => row.task_title)).toEqual(['Bystander']);
			await expectRest(world);
		});

		it('pitfall 8: a rejected partner that is edited comes back as a row, once', async () => {
			const id = await addTask(world, { title: 'Gone' });
			await world.run('full_sync');
			const remote = await remoteIdOf(world, id);
			await world.sql('delete from tasks where id = $1', [id]);
			await world.run('incremental');
			world.server.store.update(remote, { subject: 'Needed after all', status: 'In progress' });
			await world.run('incremental');
			expect(await tasks(world)).toMatchObject([{ task_title: 'Needed after all', status: 'In Progress', openproject_id: remote }]);
			await runEveryWay();
			expect(await tasks(world)).toHaveLength(1);
			expect(world.server.store.list()).toHaveLength(1);
			await expectRest(world);
		});

		it('pitfall 8: where deletions win, an edited partner does not come back', async () => {
			deleting({ versusUpdate: 'delete_wins' });
			const id = await addTask(world, { title: 'Gone' });
			await addTask(world, { title: 'Bystander' });
			await world.run('full_sync');
			const remote = await remoteIdOf(world, id);
			await world.sql('delete from tasks where id = $1', [id]);
			world.server.store.update(remote, { subject: 'Edited at the same time' });
			await world.run('incremental');
			expect(world.server.store.get(remote)?.status).toBe('Rejected');
			world.server.store.update(remote, { subject: 'Edited later' });
			await runEveryWay();
			expect((await tasks(world)).map((row) => row.task_title)).toEqual(['Bystander']);
		});

		it('pitfall 8: a row deleted while its work package was edited comes back with the edit', async () => {
			const id = await addTask(world, { title: 'Gone' });
			await world.run('full_sync');
			const remote = await remoteIdOf(world, id);
			await world.sql('delete from tasks where id = $1', [id]);
			world.server.store.update(remote, { subject: 'Edited there' });
			await world.run('incremental');
			expect(await tasks(world)).toMatchObject([{ task_title: 'Edited there', openproject_id: remote }]);
			expect(world.server.store.get(remote)?.status).toBe('New');
			await expectRest(world);
		});

		it('pitfall 8: a key that reappears takes up its old work package', async () => {
			const id = await addTask(world, { title: 'Phoenix' });
			await addTask(world, { title: 'Bystander' });
			await world.run('full_sync');
			const remote = await remoteIdOf(world, id);
			await world.sql('delete from tasks where id = $1', [id]);
			await world.run('incremental');
			await addTask(world, { id, title: 'Phoenix' });
			await world.run('incremental');
			const result = await world.run('incremental');
			expect(result.conflicts).toEqual([]);
			expect(world.server.store.list()).toHaveLength(2);
			expect(await taskOf(world, id)).toMatchObject({ openproject_id: remote, status: 'To Do' });
			expect(world.server.store.get(remote)?.status).toBe('New');
			await expectRest(world);
		});

		it('pitfall 8: a key deleted and inserted again between two runs is an update', async () => {
			const id = await addTask(world, { title: 'Phoenix' });
			await world.run('full_sync');
			const remote = await remoteIdOf(world, id);
			await world.sql('delete from tasks where id = $1', [id]);
			await addTask(world, { id, title: 'Phoenix, reworded' });
			await world.run('incremental');
			expect(world.server.store.list()).toMatchObject([{ id: remote, subject: 'Phoenix, reworded', status: 'New' }]);
			await expectRest(world);
		});
	});

	describe('of work packages', () => {
		it('pitfall 8: by default a deleted work package is only reported, and never made again', async () => {
			const id = await addTask(world, { title: 'Deleted there' });
			await addTask(world, { title: 'Bystander' });
			await world.run('full_sync');
			world.server.store.delete(await remoteIdOf(world, id));
			await runEveryWay();
			const result = await world.run('incremental');
			expect(result.local.held).toBe(1);
			expect(await taskOf(world, id)).toMatchObject({ task_title: 'Deleted there', status: 'To Do' });
			expect(subjects(world)).toEqual(['Bystander']);
			await expectRest(world);
		});

		it('pitfall 8: with deletion carried to the table the row goes, and neither comes back', async () => {
			deleting({ local: { effect: 'delete' } });
			const id = await addTask(world, { title: 'Deleted there' });
			await addTask(world, { title: 'Bystander' });
			await world.run('full_sync');
			world.server.store.delete(await remoteIdOf(world, id));
			await world.run('full_sync');
			await world.run('full_sync');
			expect(await findTask(world, id)).toBeUndefined();
			await runEveryWay();
			expect((await tasks(world)).map((row) => row.task_title)).toEqual(['Bystander']);
			expect(subjects(world)).toEqual(['Bystander']);
			await expectRest(world);
		});

		it('pitfall 8: with deletion carried as a status, our own write is no edit; a later edit brings the work package back', async () => {
			deleting({ local: { effect: 'status', column: 'status', value: 'Cancelled' } });
			const id = await addTask(world, { title: 'Deleted there' });
			await addTask(world, { title: 'Bystander' });
			await world.run('full_sync');
			world.server.store.delete(await remoteIdOf(world, id));
			await world.run('full_sync');
			await world.run('full_sync');
			expect((await taskOf(world, id)).status).toBe('Cancelled');
			await runEveryWay();
			expect((await taskOf(world, id)).status).toBe('Cancelled');
			expect(subjects(world)).toEqual(['Bystander']);
			await world.sql(`update tasks set status = 'In Progress' where id = $1`, [id]);
			await world.run('incremental');
			expect(world.server.store.list()).toMatchObject([{ subject: 'Bystander' }, { subject: 'Deleted there', status: 'In progress' }]);
			expect(await taskOf(world, id)).toMatchObject({ openproject_id: world.server.store.list()[1]?.id });
			await expectRest(world);
		});
	});
});
