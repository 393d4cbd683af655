import { addTask, addTasks, editTask, packageOf, readTask, useWorld } from './flrtsTasks';

const world = useWorld();

const cursor = async (): Promise<unknown> => (await world().sql('select watermark, server_time, sweep from batch_sync.cursor'))[0];

describe('delta_sync', () => {
	it('pitfall 32: named by work package id or by row key, records are synced and no watermark moves', async () => {
		const [a = '', b = '', c = ''] = await addTasks(world(), 3);
		await world().run('full_sync');
		const { store } = world().server;
		const remote = { a: (await packageOf(world(), a)).id, b: (await packageOf(world(), b)).id, c: (await packageOf(world(), c)).id };
		const before = await cursor();
		store.update(remote.a, { subject: 'A, edited there' });
		store.update(remote.b, { subject: 'B, edited there' });
		store.update(remote.c, { subject: 'C, edited there' });
		expect(await world().run('delta_sync', { ids: [String(remote.a), b] })).toMatchObject({ status: 'done', effectiveMode: 'delta_sync', written: { local: 2, remote: 0 } });
		expect((await Promise.all([a, b, c].map((id) => readTask(world(), id)))).map((row) => row.task_title)).toEqual(['A, edited there', 'B, edited there', 'T 3']);
		expect(await cursor()).toEqual(before);
		expect(await world().run('incremental')).toMatchObject({ status: 'done', written: { local: 1, remote: 0 } });
		expect(await readTask(world(), c)).toMatchObject({ task_title: 'C, edited there' });
	});

	it('pitfall 32: a work package nobody has seen yet is taken in by its id, and not a second time by the next run', async () => {
		await addTasks(world(), 1);
		await world().run('full_sync');
		const made = world().server.store.create({ subject: 'Made there' });
		expect(await world().run('delta_sync', { ids: [String(made.id)] })).toMatchObject({ status: 'done', written: { local: 1 } });
		expect(await world().run('incremental')).toMatchObject({ written: { local: 0, remote: 0 } });
		expect(await world().sql('select count(*)::int as n from tasks where openproject_id = $1', [made.id])).toEqual([{ n: 1 }]);
	});

	it('pitfall 32: an id that is nowhere is told about, and deletes nothing', async () => {
		const [a = ''] = await addTasks(world(), 12);
		await world().run('full_sync');
		world().server.store.hide((await packageOf(world(), a)).id);
		const result = await world().run('delta_sync', { ids: [String((await readTask(world(), a)).openproject_id), '987654'] });
		expect(result).toMatchObject({ status: 'done', written: { local: 0, remote: 0 } });
		expect(result.remarks.join(' ')).toContain('987654');
		expect(await readTask(world(), a)).toMatchObject({ status: 'To Do' });
	});

	it('pitfall 32: without ids it is an incremental run', async () => {
		await addTasks(world(), 1);
		await world().run('full_sync');
		expect(await world().run('delta_sync')).toMatchObject({ mode: 'delta_sync', effectiveMode: 'incremental', status: 'done' });
	});

	it('ids in another mode, and empty ids, are refused by name', async () => {
		await expect(world().run('incremental', { ids: ['5'] })).rejects.toMatchObject({ code: 'CONFIGURATION', message: expect.stringContaining('delta_sync') as string });
		await expect(world().run('delta_sync', { ids: ['5', ' '] })).rejects.toMatchObject({ code: 'CONFIGURATION', message: expect.stringContaining('empty') as string });
	});
});

describe('reconciliation', () => {
	it('pitfall 33: it carries what moved behind the checksums on either side, which an incremental run cannot see', async () => {
		const [a = '', b = ''] = await addTasks(world(), 2);
		await world().run('full_sync');
		await editTask(world(), a, { task_title: 'Edited here' });
		world().server.store.update((await packageOf(world(), b)).id, { subject: 'Edited there' });
		// As if both edits had been looked at already and settled as equal.
		await world().run('incremental', { preview: true });
		await world().sql('update batch_sync.link set pending = null, remote_seen = null');
		expect(await world().run('incremental')).toMatchObject({ written: { local: 0, remote: 0 } });
		expect(await world().run('reconciliation')).toMatchObject({ status: 'done', failures: [], conflicts: [], written: { local: 1, remote: 1 } });
		expect(await packageOf(world(), a)).toMatchObject({ subject: 'Edited here' });
		expect(await readTask(world(), b)).toMatchObject({ task_title: 'Edited there' });
	});

	it('pitfall 33: it repairs by three-way merge: a conflict stays one, other fields go on', async () => {
		const [a = ''] = await addTasks(world(), 1);
		await world().run('full_sync');
		await editTask(world(), a, { task_title: 'Mine', due_date: '2026-04-01' });
		world().server.store.update((await packageOf(world(), a)).id, { subject: 'Theirs', description: 'Added there' });
		await world().run('incremental', { preview: true });
		await world().sql('update batch_sync.link set pending = null, remote_seen = null');
		await world().sql('delete from batch_sync.conflict');
		expect(await world().run('reconciliation')).toMatchObject({ conflicts: [{ field: 'subject', kind: 'both_changed', base: 'T 1', local: 'Mine', remote: 'Theirs' }] });
		expect(await packageOf(world(), a)).toMatchObject({ subject: 'Theirs', dueDate: '2026-04-01' });
		expect(await readTask(world(), a)).toMatchObject({ task_title: 'Mine', task_description_detailed: 'Added there' });
	});

	it('pitfall 33: work packages the windows missed are found', async () => {
		await addTasks(world(), 1);
		await world().run('full_sync');
		const made = world().server.store.create({ subject: 'Made in the past' });
		// The watermark lies beyond it, and a deletion balances the total.
		const gone = await addTask(world(), 'Short-lived');
		await world().run('delta_sync', { ids: ['1'] });
		world().server.store.delete((await packageOf(world(), gone)).id);
		await world().sql(`update batch_sync.cursor set watermark = to_char(now() at time zone 'UTC' + interval '1 minute', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);
		await world().run('reconciliation');
		expect(await world().sql('select task_title from tasks where openproject_id = $1', [made.id])).toEqual([{ task_title: 'Made in the past' }]);
	});
});
