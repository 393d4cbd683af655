import { createSyncWorld } from '../support/syncWorld';
import type { SyncWorld } from '../support/syncWorld';
import { differencesBetween } from '../support/compareFlrts';
import { addTask, expectRest, remoteIdOf, subjects, taskOf, tasks, versionsOf } from './fieldTasks';

describe('the first sync', () => {
	let world: SyncWorld;

	beforeEach(async () => {
		world = await createSyncWorld();
	});
	afterEach(async () => {
		await world.close();
	});

	const throughGuard = { settings: { guards: { maxDeletes: 25, maxDeletePercent: 10, maxChangePercent: 90, letThrough: ['both_populated'] } } } as const;

	it('pitfall 13: a full table meeting an empty project is no reason to stop', async () => {
		for (let count = 0; count < 40; count += 1) await addTask(world, { title: `Task ${count}` });
		const result = await world.run('full_sync');
		expect(result).toMatchObject({ status: 'done', guards: [], written: { remote: 40 } });
		expect(await differencesBetween(world)).toEqual([]);
	});

	it('pitfall 13: an empty table meeting a full project is no reason to stop', async () => {
		for (let count = 0; count < 30; count += 1) world.server.store.create({ subject: `Task ${count}` });
		expect(await world.run('incremental')).toMatchObject({ status: 'done', guards: [], effectiveMode: 'reconciliation', written: { local: 30, remote: 0 } });
		expect(await differencesBetween(world)).toEqual([]);
		await expectRest(world);
	});

	it('pitfall 13: two full sides that share nothing are not copied onto each other without a person', async () => {
		for (let count = 0; count < 5; count += 1) await addTask(world, { title: `Here ${count}` });
		for (let count = 0; count < 5; count += 1) world.server.store.create({ subject: `There ${count}` });
		const before = await versionsOf(world);
		for (const mode of ['full_sync', 'incremental', 'full_sync'] as const) {
			const result = await world.run(mode);
			expect(result).toMatchObject({ status: 'stopped_by_guard', guards: [{ guard: 'both_populated' }], written: { local: 0, remote: 0 } });
		}
		expect(await versionsOf(world)).toEqual(before);
		expect(await world.run('full_sync', throughGuard)).toMatchObject({ status: 'done', written: { local: 5, remote: 5 } });
		expect(await differencesBetween(world)).toEqual([]);
		await expectRest(world);
	});

	it('pitfall 13: rows that store a work package id are paired with it, and equal ones are not written', async () => {
		const equal = world.server.store.create({ subject: 'Equal' });
		const differing = world.server.store.create({ subject: 'There', dueDate: '2026-03-03' });
		await addTask(world, { title: 'Equal', openprojectId: equal.id });
		const id = await addTask(world, { title: 'Here', due: '2026-03-03', openprojectId: differing.id });
		const result = await world.run('full_sync');
		expect(result).toMatchObject({ status: 'done', written: { local: 0, remote: 0 }, failures: [] });
		expect(result.conflicts).toMatchObject([{ field: 'subject', kind: 'no_base', local: 'Here', remote: 'There', remoteId: String(differing.id) }]);
		expect(world.server.store.list().map(({ lockVersion }) => lockVersion)).toEqual([equal.lockVersion, differing.lockVersion]);
		// The fields that were equal have a base now: an edit of one of them flows though the subject waits.
		await world.sql(`update tasks set due_date = '2026-04-04' where id = $1`, [id]);
		await world.run('incremental');
		expect(world.server.store.get(differing.id)).toMatchObject({ subject: 'There', dueDate: '2026-04-04' });
		await expectRest(world);
	});

	it('pitfall 13: differences without base follow the policies chosen for them', async () => {
		const there = world.server.store.create({ subject: 'There' });
		const id = await addTask(world, { title: 'Here', openprojectId: there.id });
		world.configuration = { ...world.configuration, noBasePolicies: [{ kind: 'remote_wins' }] };
		expect((await world.run('full_sync')).conflicts).toEqual([]);
		expect((await taskOf(world, id)).task_title).toBe('There');
		await expectRest(world);
	});

	it('pitfall 13: records are paired by the key in the work package where the row stores no id', async () => {
		const id = await addTask(world, { title: 'Known there' });
		const there = world.server.store.create({ subject: 'Known there', customFields: { 'FLRTS ID': id } });
		const result = await world.run('full_sync');
		expect(result).toMatchObject({ status: 'done', conflicts: [], failures: [] });
		expect(await remoteIdOf(world, id)).toBe(there.id);
		expect(subjects(world)).toEqual(['Known there']);
		await expectRest(world);
	});

	it('pitfall 13: one work package id in two rows is a failure of all three, and nothing is created for them', async () => {
		const there = world.server.store.create({ subject: 'Wanted twice' });
		const [one, two] = [await addTask(world, { title: 'Wanted twice', openprojectId: there.id }), await addTask(world, { title: 'Also wanted', openprojectId: there.id })];
		await addTask(world, { title: 'Fine' });
		for (const mode of ['full_sync', 'incremental'] as const) {
			const result = await world.run(mode, throughGuard);
			expect(result.failures.map((failure) => failure.code)).toEqual(['AMBIGUOUS_PAIR', 'AMBIGUOUS_PAIR', 'AMBIGUOUS_PAIR']);
		}
		expect(subjects(world)).toEqual(['Fine', 'Wanted twice']);
		expect(await tasks(world)).toHaveLength(3);
		await world.sql('update tasks set openproject_id = null where id = $1', [two]);
		await world.run('incremental', throughGuard);
		expect(await remoteIdOf(world, one)).toBe(there.id);
		expect(await remoteIdOf(world, two)).not.toBe(there.id);
		expect(await differencesBetween(world)).toEqual([]);
		expect((await expectRest(world)).failures).toEqual([]);
	});

	it('pitfall 13: a stored id and a key that name different rows are a failure, not a guess', async () => {
		const [one, two] = [await addTask(world, { title: 'One' }), await addTask(world, { title: 'Two' })];
		const there = world.server.store.create({ subject: 'One', customFields: { 'FLRTS ID': one } });
		await world.sql('update tasks set openproject_id = $2 where id = $1', [two, there.id]);
		const result = await world.run('full_sync', throughGuard);
		expect(result.failures.map((failure) => failure.code)).toContain('AMBIGUOUS_PAIR');
		expect(world.server.store.get(there.id)?.subject).toBe('One');
		expect((await tasks(world)).map((row) => row.task_title)).toEqual(['One', 'Two']);
	});

	it('pitfall 13: a stored id that is nowhere to be seen is a failure, and no second work package is made', async () => {
		const id = await addTask(world, { title: 'Points nowhere', openprojectId: 4711 });
		const first = await world.run('full_sync');
		expect(first.failures).toMatchObject([{ code: 'AMBIGUOUS_PAIR', message: expect.stringContaining('4711') }]);
		expect(subjects(world)).toEqual([]);
		await world.sql('update tasks set openproject_id = null where id = $1', [id]);
		await world.run('incremental');
		expect(subjects(world)).toEqual(['Points nowhere']);
		await expectRest(world);
	});

	it('pitfall 13: a resync forgets what was agreed and deletes nothing', async () => {
		for (let count = 0; count < 10; count += 1) await addTask(world, { title: `Task ${count}` });
		await world.run('full_sync');
		const [first] = await tasks(world);
		world.server.store.update(first?.openproject_id ?? 0, { subject: 'Only there' });
		const before = subjects(world);
		const result = await world.run('full_sync', { task: { kind: 'resync' } });
		expect(result).toMatchObject({ written: { local: 0, remote: 0 } });
		expect(result.conflicts).toMatchObject([{ field: 'subject', kind: 'no_base' }]);
		expect(subjects(world)).toEqual(before);
		expect(await tasks(world)).toHaveLength(10);
		await expectRest(world);
	});
});
