import { createSyncWorld } from '../support/syncWorld';
import type { SyncWorld } from '../support/syncWorld';
import { addTask, expectRest, remoteIdOf, taskOf, tasks, withoutGuards } from './fieldTasks';

const keyOf = (world: SyncWorld, remote: number): unknown => world.server.store.get(remote)?.customFields['FLRTS ID'];

describe('work packages that people copy', () => {
	let world: SyncWorld;
	let id: string;
	let original: number;

	beforeEach(async () => {
		world = await createSyncWorld();
		world.settings = { ...world.settings, guards: withoutGuards };
		id = await addTask(world, { title: 'Template', description: 'Steps' });
		await world.run('full_sync');
		original = await remoteIdOf(world, id);
	});
	afterEach(async () => {
		await world.close();
	});

	it('pitfall 9: a copy becomes a row of its own, and its key is set right', async () => {
		const copy = world.server.store.copy(original).id;
		expect(keyOf(world, copy)).toBe(id);
		await world.run('incremental');
		const rows = await tasks(world);
		expect(rows.map((row) => row.openproject_id).sort()).toEqual([original, copy].sort());
		const copied = rows.find((row) => row.openproject_id === copy);
		expect(keyOf(world, copy)).toBe(copied?.id);
		expect(keyOf(world, original)).toBe(id);
		world.server.store.update(copy, { subject: 'Site 2' });
		await world.sql(`update tasks set task_title = 'Site 1' where id = $1`, [id]);
		await world.run('incremental');
		expect(await taskOf(world, id)).toMatchObject({ task_title: 'Site 1', openproject_id: original });
		expect(await taskOf(world, copied?.id ?? '')).toMatchObject({ task_title: 'Site 2', openproject_id: copy });
		expect(world.server.store.get(original)?.subject).toBe('Site 1');
		await expectRest(world);
	});

	it('pitfall 9: a copy seen first by a resync is not taken for the original', async () => {
		const copy = world.server.store.copy(original).id;
		world.server.store.update(copy, { subject: 'Copy' });
		const result = await world.run('full_sync', { task: { kind: 'resync' } });
		expect(result).toMatchObject({ status: 'done', conflicts: [], failures: [] });
		expect(await taskOf(world, id)).toMatchObject({ task_title: 'Template', openproject_id: original });
		expect(await tasks(world)).toHaveLength(2);
		expect(world.server.store.list()).toHaveLength(2);
		expect(keyOf(world, copy)).not.toBe(id);
		await expectRest(world);
	});

	it('pitfall 9: two copies of a work package whose row was never linked are left to a person, never guessed', async () => {
		const lost = await addTask(world, { title: 'Lost' });
		const first = world.server.store.create({ subject: 'Lost', customFields: { 'FLRTS ID': lost } }).id;
		const second = world.server.store.copy(first).id;
		const result = await world.run('incremental');
		expect(result.failures.map((failure) => failure.code)).toEqual(['AMBIGUOUS_PAIR', 'AMBIGUOUS_PAIR', 'AMBIGUOUS_PAIR']);
		expect(world.server.store.list()).toHaveLength(3);
		expect(await tasks(world)).toHaveLength(2);
		world.server.store.update(second, { customFields: { 'FLRTS ID': null } });
		await world.run('full_sync');
		await world.run('incremental');
		expect(await taskOf(world, lost)).toMatchObject({ openproject_id: first });
		expect((await tasks(world)).map((row) => row.openproject_id).sort()).toEqual([original, first, second].sort());
		expect((await world.run('incremental')).failures).toEqual([]);
	});

	it('pitfall 9: a copy of a work package whose row was deleted is a new row', async () => {
		await world.sql('delete from tasks where id = $1', [id]);
		await world.run('incremental');
		const copy = world.server.store.copy(original).id;
		world.server.store.update(copy, { status: 'New' });
		await world.run('incremental');
		const rows = await tasks(world);
		expect(rows).toMatchObject([{ task_title: 'Template', openproject_id: copy }]);
		expect(keyOf(world, copy)).toBe(rows[0]?.id);
		await expectRest(world);
	});

	it('pitfall 9: a work package moved to the project of another pair is not copied into the table by that pair', async () => {
		const filtered = (value: string, name: string, project: string): typeof world.configuration => ({
			...world.configuration, name, remote: { ...world.configuration.remote, project, type: null },
			local: { ...world.configuration.local, filter: [{ column: 'priority', operator: 'equals', value }] },
		});
		await world.close();
		world = await createSyncWorld();
		world.settings = { ...world.settings, guards: withoutGuards };
		id = await addTask(world, { title: 'Field work', priority: 'High' });
		await addTask(world, { title: 'Office work', priority: 'Low' });
		const field = filtered('High', 'field', world.server.projectIdentifier);
		const office = filtered('Low', 'office', 'head-office');
		await world.run('full_sync', { configuration: field });
		await world.run('full_sync', { configuration: office });
		const remote = await remoteIdOf(world, id);
		expect(world.server.store.get(remote)?.project).toBe(world.server.projectIdentifier);
		world.server.store.move(remote, 'head-office');
		for (const configuration of [office, field, office, field]) await world.run('incremental', { configuration });
		expect((await tasks(world)).map((row) => row.task_title)).toEqual(['Field work', 'Office work']);
		expect(world.server.store.list()).toHaveLength(2);
		const told = await world.run('incremental', { configuration: office });
		expect(told.failures).toMatchObject([{ code: 'BELONGS_ELSEWHERE', remoteId: String(remote) }]);
		world.server.store.move(remote, world.server.projectIdentifier);
		await world.sql(`update tasks set task_title = 'Field work, back' where id = $1`, [id]);
		for (const configuration of [office, field, office, field]) await world.run('incremental', { configuration });
		expect(world.server.store.get(remote)?.subject).toBe('Field work, back');
		expect((await world.run('incremental', { configuration: office })).failures).toEqual([]);
		expect(await tasks(world)).toHaveLength(2);
	});
});
