import { createSyncWorld } from '../support/syncWorld';
import type { SyncWorld } from '../support/syncWorld';
import { addTask, expectRest, onceAt, remoteIdOf, subjects, taskOf, tasks, withoutGuards } from './fieldTasks';

describe('a parent that is deleted, with deletion carried to OpenProject', () => {
	let world: SyncWorld;
	let parent: string;
	let child: string;
	let parentRemote: number;
	let childRemote: number;

	beforeEach(async () => {
		world = await createSyncWorld();
		world.settings = { ...world.settings, guards: withoutGuards };
		world.configuration = { ...world.configuration, deletePolicy: { ...world.configuration.deletePolicy, remote: { effect: 'delete' } } };
		parent = await addTask(world, { title: 'Parent' });
		child = await addTask(world, { title: 'Child', parent });
		await addTask(world, { title: 'Grandchild', parent: child });
		await addTask(world, { title: 'Bystander' });
		await world.run('full_sync');
		[parentRemote, childRemote] = [await remoteIdOf(world, parent), await remoteIdOf(world, child)];
	});
	afterEach(async () => {
		await world.close();
	});

	it('pitfall 7: living children are moved out first, edits and all', async () => {
		await world.sql('delete from tasks where id = $1', [parent]);
		world.server.store.update(childRemote, { description: 'edited meanwhile' });
		await world.run('incremental');
		await world.run('incremental');
		expect(subjects(world)).toEqual(['Bystander', 'Child', 'Grandchild']);
		expect(world.server.store.get(childRemote)).toMatchObject({ parentId: null, description: 'edited meanwhile' });
		expect(await taskOf(world, child)).toMatchObject({ parent_task_id: null, task_description_detailed: 'edited meanwhile' });
		await expectRest(world);
	});

	it('pitfall 7: a family deleted as a whole is deleted, children first', async () => {
		await world.sql(`delete from tasks where task_title <> 'Bystander'`);
		const result = await world.run('incremental');
		expect(result).toMatchObject({ status: 'done', conflicts: [], failures: [] });
		expect(subjects(world)).toEqual(['Bystander']);
		await world.run('reconciliation');
		await world.run('full_sync', { task: { kind: 'resync' } });
		expect((await tasks(world)).map((row) => row.task_title)).toEqual(['Bystander']);
		expect(subjects(world)).toEqual(['Bystander']);
	});

	it.each([{ type: 'Milestone' }, {}])('pitfall 7: a work package below it that the sync did not know of stops the deletion, as a conflict (%j)', async (what) => {
		await world.sql(`delete from tasks where id = $1`, [parent]);
		let stranger = 0;
		onceAt(world, 'before', ({ method }) => method === 'PATCH', () => {
			stranger = world.server.store.create({ subject: 'Stranger', parentId: parentRemote, ...what }).id;
		});
		const result = await world.run('incremental');
		expect(stranger).toBeGreaterThan(0);
		expect(result.conflicts).toMatchObject([{ kind: 'delete_would_cascade', remoteId: String(parentRemote) }]);
		expect(world.server.store.get(parentRemote)).toBeDefined();
		expect(world.server.store.get(stranger)).toBeDefined();
		world.server.store.update(stranger, { parentId: null });
		await world.run('incremental');
		await world.run('incremental');
		expect(world.server.store.get(parentRemote)).toBeUndefined();
		expect(world.server.store.get(stranger)).toBeDefined();
		expect((await world.run('incremental')).conflicts).toEqual([]);
	});

	it('pitfall 7: a parent edited just before the deletion is not deleted, and comes back with the edit', async () => {
		await world.sql(`delete from tasks where id = $1`, [parent]);
		onceAt(world, 'before', ({ method }) => method === 'PATCH', () => void world.server.store.update(parentRemote, { subject: 'Parent, still wanted' }));
		await world.run('incremental');
		expect(world.server.store.get(parentRemote)?.subject).toBe('Parent, still wanted');
		await world.run('incremental');
		expect((await tasks(world)).map((row) => row.task_title)).toContain('Parent, still wanted');
		await expectRest(world);
	});
});
