import { addTask, addTasks, basesOf, editTask, letting, packageOf, readTask, useWorld, versionsOf } from './flrtsTasks';

const world = useWorld();

interface RunRow {
	readonly id: string;
	readonly status: string;
	readonly plan_state: string | null;
	readonly planned: number;
}

const runsOf = (): Promise<readonly RunRow[]> =>
	world().sql<RunRow>(`select r.id::text, r.status, r.plan_state, (select count(*)::int from batch_sync.operation o where o.run = r.id and o.status = 'planned') as planned from batch_sync.run r order by r.id`);
const openPlan = async (): Promise<string | null> => (await world().sql<{ open_plan: string | null }>('select open_plan::text from batch_sync.pair'))[0]?.open_plan ?? null;

describe('plans that wait', () => {
	it('pitfall 26: a guarded plan writes nothing, moves no base, and the next run’s plan takes its place', async () => {
		await addTasks(world(), 40);
		await world().run('full_sync');
		await world().sql(`delete from tasks where task_id_display > 'T-0010'`);
		const before = { versions: await versionsOf(world()), bases: await basesOf(world()) };
		const first = await world().run('incremental');
		expect(first).toMatchObject({ status: 'stopped_by_guard', guards: [{ guard: 'mass_delete', measured: 30 }], written: { local: 0, remote: 0 }, plan: { remote: { delete: 30 } } });
		expect(first.operations).toHaveLength(30);
		expect(first.message).toContain('30 of 40');
		await world().sql(`delete from tasks where task_id_display = 'T-0010'`);
		const second = await world().run('incremental');
		expect(second).toMatchObject({ status: 'stopped_by_guard', guards: [{ measured: 31 }] });
		expect({ packages: (await versionsOf(world())).packages, bases: await basesOf(world()) }).toEqual({ packages: before.versions.packages, bases: before.bases });
		expect((await runsOf()).slice(1)).toMatchObject([{ plan_state: 'superseded', planned: 0 }, { plan_state: 'open', planned: 31 }]);
		expect(await openPlan()).toBe(second.run);
		expect(await world().run('incremental', letting('mass_delete'))).toMatchObject({ status: 'done', written: { remote: 31 } });
		expect(await openPlan()).toBeNull();
		expect((await runsOf()).every(({ planned }) => planned === 0)).toBe(true);
		expect(world().server.store.list().filter(({ status }) => status === 'Rejected')).toHaveLength(31);
		expect(await world().run('incremental')).toMatchObject({ status: 'done', written: { local: 0, remote: 0 } });
	});

	it('pitfall 26: a run that got past the guard but not to its end leaves no plan to approve twice', async () => {
		await addTasks(world(), 40);
		await world().run('full_sync');
		await world().sql(`delete from tasks where task_id_display > 'T-0010'`);
		await world().run('incremental');
		expect(await openPlan()).not.toBeNull();
		world().server.latencyMs = 100;
		const { settings } = letting('mass_delete');
		const partial = await world().run('incremental', { settings: { ...settings, deadlineMs: 1700, workers: 1, batchSize: 5 } });
		expect(partial).toMatchObject({ status: 'partial', failures: [] });
		expect(await openPlan()).toBeNull();
		world().server.latencyMs = 0;
		expect(await world().run('incremental', letting('mass_delete'))).toMatchObject({ status: 'done', written: { remote: 30 - partial.written.remote } });
		expect(world().server.store.list().filter(({ status }) => status === 'Rejected')).toHaveLength(30);
	});

	it('pitfall 26: edits made while a guarded plan waits are in the next plan, not lost', async () => {
		const ids = await addTasks(world(), 12);
		await world().run('full_sync');
		await world().sql('delete from tasks where id = any($1::uuid[])', [ids.slice(0, 4)]);
		await editTask(world(), ids[5] as string, { task_title: 'Edited before' });
		await world().run('incremental');
		world().server.store.update((await packageOf(world(), ids[6] as string)).id, { subject: 'Edited while it waited' });
		expect(await world().run('incremental', letting('mass_delete'))).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		expect(await packageOf(world(), ids[5] as string)).toMatchObject({ subject: 'Edited before' });
		expect(await readTask(world(), ids[6] as string)).toMatchObject({ task_title: 'Edited while it waited' });
	});

	it('E18: a preview writes to neither side and moves no base, and the run after it does what it said', async () => {
		const [a = '', b = '', c = ''] = await addTasks(world(), 3);
		await world().run('full_sync');
		await editTask(world(), a, { task_title: 'Edited here' });
		world().server.store.update((await packageOf(world(), b)).id, { subject: 'Edited there' });
		await world().sql('delete from tasks where id = $1', [c]);
		const added = await addTask(world(), 'Added here');
		world().server.store.create({ subject: 'Added there' });
		const before = { versions: await versionsOf(world()), bases: await basesOf(world()) };
		const guards = letting('mass_delete');
		const preview = await world().run('incremental', { preview: true, ...guards });
		expect(preview).toMatchObject({ status: 'previewed', written: { local: 0, remote: 0 }, plan: { remote: { create: 1, update: 1, delete: 1 }, local: { create: 1, update: 1, delete: 0 } } });
		const said = preview.operations.map(({ side, kind, title, values }) => ({ side, kind, title, subject: values['subject'] ?? values['task_title'] ?? values['status'] }));
		expect(said).toEqual(expect.arrayContaining([
			{ side: 'remote', kind: 'update', title: 'Edited here', subject: 'Edited here' },
			{ side: 'local', kind: 'update', title: 'T 2', subject: 'Edited there' },
			{ side: 'remote', kind: 'archive', title: 'T 3', subject: 'Rejected' },
			{ side: 'remote', kind: 'create', title: 'Added here', subject: 'Added here' },
			{ side: 'local', kind: 'create', title: 'Added there', subject: 'Added there' },
		]));
		const after = await basesOf(world());
		expect(after.slice(0, before.bases.length)).toEqual(before.bases);
		expect(after.slice(before.bases.length)).toMatchObject([{ base_local: {}, base_remote: {} }, { base_local: {}, base_remote: {} }]);
		expect(await versionsOf(world())).toEqual(before.versions);
		const run = await world().run('incremental', guards);
		expect(run).toMatchObject({ status: 'done', plan: preview.plan, written: { remote: 3, local: 2 } });
		expect(await packageOf(world(), added)).toMatchObject({ subject: 'Added here' });
	});

	it('E18: the preview of a first sync creates nothing anywhere', async () => {
		await addTasks(world(), 3);
		world().server.store.create({ subject: 'Made there' });
		const before = await versionsOf(world());
		const preview = await world().run('full_sync', { preview: true });
		expect(preview).toMatchObject({ status: 'previewed', plan: { remote: { create: 3 }, local: { create: 1 } } });
		expect(await versionsOf(world())).toEqual(before);
	});

	it('E18: a resync pairs what belongs together, deletes and doubles nothing, and leaves the deleted deleted', async () => {
		const [a = '', b = '', c = ''] = await addTasks(world(), 3);
		await world().run('full_sync');
		const rejected = (await packageOf(world(), c)).id;
		await world().sql('delete from tasks where id = $1', [c]);
		await world().run('incremental', letting('mass_delete'));
		await editTask(world(), a, { task_title: 'Edited here' });
		const before = await versionsOf(world());
		const resync = await world().run('full_sync', { task: { kind: 'resync' } });
		expect(resync).toMatchObject({ status: 'done', failures: [], conflicts: [{ field: 'subject', kind: 'no_base', local: 'Edited here', remote: 'T 1' }], plan: { remote: { create: 0, delete: 0 }, local: { create: 0, delete: 0 } } });
		expect((await versionsOf(world())).packages).toEqual(before.packages);
		expect(world().server.store.get(rejected)).toMatchObject({ status: 'Rejected' });
		expect(await world().sql('select count(*)::int as n from tasks')).toEqual([{ n: 2 }]);
		await editTask(world(), b, { due_date: '2026-07-01' });
		expect(await world().run('incremental')).toMatchObject({ status: 'done', conflictCount: 1 });
		expect(await packageOf(world(), b)).toMatchObject({ dueDate: '2026-07-01' });
	});
});

describe('a pair with one direction', () => {
	it('to_remote carries edits of the table only; what OpenProject edited waits and is no conflict', async () => {
		const [a = '', b = ''] = await addTasks(world(), 2);
		await world().run('full_sync');
		const configuration = { ...world().configuration, direction: 'to_remote' as const };
		await editTask(world(), a, { task_title: 'Edited here' });
		world().server.store.update((await packageOf(world(), b)).id, { subject: 'Edited there', dueDate: '2026-10-01' });
		const there = world().server.store.create({ subject: 'Made there' });
		expect(await world().run('incremental', { configuration })).toMatchObject({ status: 'done', failures: [], conflicts: [], written: { remote: 1 }, remote: { seen: 3, updated: 1, skipped: 2 } });
		expect(await packageOf(world(), a)).toMatchObject({ subject: 'Edited here' });
		expect(await readTask(world(), b)).toMatchObject({ task_title: 'T 2', due_date: null });
		expect(await world().sql('select count(*)::int as n from tasks')).toEqual([{ n: 2 }]);
		expect(await world().run('incremental', { configuration })).toMatchObject({ written: { local: 0, remote: 0 } });
		expect(await world().run('incremental')).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		expect(await readTask(world(), b)).toMatchObject({ task_title: 'Edited there', due_date: '2026-10-01' });
		expect(await world().sql('select task_title from tasks where openproject_id = $1', [there.id])).toEqual([{ task_title: 'Made there' }]);
	});

	it('to_local carries edits of OpenProject only, and sends nothing', async () => {
		const [a = '', b = ''] = await addTasks(world(), 2);
		await world().run('full_sync');
		const configuration = { ...world().configuration, direction: 'to_local' as const };
		await editTask(world(), a, { task_title: 'Edited here' });
		const added = await addTask(world(), 'Added here');
		world().server.store.update((await packageOf(world(), b)).id, { subject: 'Edited there' });
		world().server.requests.clear();
		expect(await world().run('incremental', { configuration })).toMatchObject({ status: 'done', failures: [], conflicts: [], written: { local: 1, remote: 0 } });
		expect(world().server.requests.writes).toEqual([]);
		expect(await readTask(world(), b)).toMatchObject({ task_title: 'Edited there' });
		expect(await packageOf(world(), a)).toMatchObject({ subject: 'T 1' });
		expect(await world().run('incremental')).toMatchObject({ status: 'done', failures: [], conflicts: [], written: { remote: 2 } });
		expect(await packageOf(world(), a)).toMatchObject({ subject: 'Edited here' });
		expect(await packageOf(world(), added)).toMatchObject({ subject: 'Added here' });
	});

	it('a deletion in the table waits while the direction is to_local', async () => {
		const ids = await addTasks(world(), 12);
		await world().run('full_sync');
		const remote = (await packageOf(world(), ids[0] as string)).id;
		await world().sql('delete from tasks where id = $1', [ids[0]]);
		expect(await world().run('incremental', { configuration: { ...world().configuration, direction: 'to_local' } })).toMatchObject({ status: 'done', written: { local: 0, remote: 0 } });
		expect(world().server.store.get(remote)).toMatchObject({ status: 'New' });
		expect(await world().run('incremental')).toMatchObject({ status: 'done', written: { remote: 1 } });
		expect(world().server.store.get(remote)).toMatchObject({ status: 'Rejected' });
	});
});
