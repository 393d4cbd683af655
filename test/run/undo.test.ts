import type { PairConfiguration, RunTask } from '../../src/run';
import { breaksInTheChain } from '../support/auditChain';
import { differencesBetween } from '../support/compareFlrts';
import { addTask, addTasks, editTask, letting, packageOf, readTask, useWorld, versionsOf } from './flrtsTasks';

const world = useWorld();

const undoing = (run: string): { readonly task: RunTask } => ({ task: { kind: 'undo', run } });
const releasing = (how: 'take_up' | 'accept', more: { readonly run?: string; readonly records?: readonly string[] } = {}): { readonly task: RunTask } => ({ task: { kind: 'release', how, run: more.run ?? null, records: more.records ?? [] } });
const basesAndStates = (): Promise<readonly unknown[]> => world().sql('select id, state, gone_side, base_local, base_remote from batch_sync.link order by id');
const contents = async (): Promise<unknown> => ({
	rows: await world().sql('select id, task_title, task_description_detailed, status::text, priority, due_date::text, parent_task_id from tasks order by id'),
	packages: world().server.store.list().map(({ id, subject, status, dueDate, parentId }) => ({ id, subject, status, dueDate, parentId })),
});
const everything = letting('mass_delete', 'mass_change', 'both_populated', 'empty_side');

describe('an undo', () => {
	it('pitfall 12, E16: gives back what both sides held and both bases, holds the links, and the next run leaves them alone', async () => {
		const [a = '', b = '', c = ''] = await addTasks(world(), 3);
		await world().run('full_sync');
		const before = { bases: await basesAndStates(), contents: await contents() };
		await editTask(world(), a, { task_title: 'A here' });
		world().server.store.update((await packageOf(world(), b)).id, { subject: 'B there', dueDate: '2026-11-02' });
		const run = await world().run('incremental');
		expect(run.written).toEqual({ local: 1, remote: 1 });
		const undo = await world().run('incremental', undoing(run.run));
		expect(undo).toMatchObject({ status: 'done', task: 'undo', written: { local: 1, remote: 1 }, heldCount: 2, conflicts: [], failures: [] });
		expect(undo.message).toMatch(/Run \d+ was undone .*2 links on hold until Release Links/);
		expect(await packageOf(world(), a)).toMatchObject({ subject: 'T 1' });
		expect(await readTask(world(), b)).toMatchObject({ task_title: 'T 2', due_date: null });
		const bases = await basesAndStates() as ReadonlyArray<{ state: string }>;
		expect(bases.map((one) => ({ ...one, state: 'live' }))).toEqual(before.bases);
		expect(bases.map(({ state }) => state)).toEqual(['held', 'held', 'live']);
		const versions = await versionsOf(world());
		const next = await world().run('incremental');
		expect(next).toMatchObject({ status: 'done', written: { local: 0, remote: 0 }, local: { held: 2 }, heldCount: 2 });
		expect(await versionsOf(world())).toEqual(versions);
		await editTask(world(), c, { task_title: 'C here' });
		expect(await world().run('incremental')).toMatchObject({ written: { remote: 1 } });
		expect(await breaksInTheChain(world())).toEqual([]);
	});

	it('E16: what somebody edited since is left alone on both sides and becomes a conflict; the rest of the record goes back', async () => {
		const [a = ''] = await addTasks(world(), 1);
		await world().run('full_sync');
		await editTask(world(), a, { task_title: 'A here', due_date: '2026-12-01' });
		const run = await world().run('incremental', everything);
		world().server.store.update((await packageOf(world(), a)).id, { subject: 'A there, later' });
		const undo = await world().run('incremental', { ...undoing(run.run), ...everything });
		expect(undo).toMatchObject({ status: 'done', written: { local: 0, remote: 1 }, conflicts: [{ field: 'subject', kind: 'edited_since', base: 'T 1', local: 'A here', remote: 'A there, later' }] });
		expect(undo.remarks.join(' ')).toMatch(/1 fields or records were edited since/);
		expect(await packageOf(world(), a)).toMatchObject({ subject: 'A there, later', dueDate: null });
		expect(await breaksInTheChain(world())).toEqual([]);
		expect(await world().run('incremental', { ...releasing('take_up'), ...everything })).toMatchObject({ status: 'done', heldCount: 0 });
		expect(await world().run('incremental', everything)).toMatchObject({ status: 'done', conflicts: [] });
		expect(await readTask(world(), a)).toMatchObject({ task_title: 'A there, later' });
		expect(await packageOf(world(), a)).toMatchObject({ subject: 'A there, later', dueDate: '2026-12-01' });
	});

	it('E16: an edit of the row that was carried is no bar; a newer one is', async () => {
		const [a = '', b = ''] = await addTasks(world(), 2);
		await world().run('full_sync');
		await editTask(world(), a, { task_title: 'A here' });
		await editTask(world(), b, { task_title: 'B here' });
		const run = await world().run('incremental');
		await editTask(world(), b, { task_title: 'B newer' });
		const undo = await world().run('incremental', undoing(run.run));
		expect(undo).toMatchObject({ written: { remote: 1 }, conflicts: [{ field: 'subject', kind: 'edited_since', local: 'B newer', remote: 'B here' }] });
		expect(await readTask(world(), a)).toMatchObject({ task_title: 'A here' });
		expect(await packageOf(world(), a)).toMatchObject({ subject: 'T 1' });
		expect(await packageOf(world(), b)).toMatchObject({ subject: 'B here' });
	});

	it('takes back creations as deletions are carried, parents and children, and does not touch the rows they came from', async () => {
		const parent = await addTask(world(), 'Parent');
		const child = await addTask(world(), 'Child', { parent_task_id: parent });
		const run = await world().run('full_sync');
		const rows = (await versionsOf(world())).rows;
		const undo = await world().run('incremental', { ...undoing(run.run), ...everything });
		expect(undo).toMatchObject({ status: 'done', written: { local: 0, remote: 2 }, heldCount: 2 });
		expect(world().server.store.list().map(({ status }) => status)).toEqual(['Rejected', 'Rejected']);
		expect((await versionsOf(world())).rows).toEqual(rows);
		expect(await world().sql('select distinct base_local, base_remote from batch_sync.link')).toEqual([{ base_local: {}, base_remote: {} }]);
		expect(await world().run('full_sync', everything)).toMatchObject({ written: { local: 0, remote: 0 } });
		expect(await world().run('incremental', { ...releasing('accept'), ...everything })).toMatchObject({ status: 'done', heldCount: 0 });
		expect(await world().run('incremental', everything)).toMatchObject({ written: { local: 0, remote: 0 }, conflicts: [] });
		await editTask(world(), child, { task_title: 'Child edited' });
		await world().run('incremental', everything);
		expect(await packageOf(world(), child)).toMatchObject({ subject: 'Child edited', status: 'Rejected' });
		expect(await breaksInTheChain(world())).toEqual([]);
	});

	it('is about the links of its run alone: others that wait to be planned are neither held nor touched', async () => {
		const [a = ''] = await addTasks(world(), 5);
		await world().run('full_sync');
		await editTask(world(), a, { task_title: 'A here' });
		const run = await world().run('incremental');
		await world().run('full_sync', { preview: true, task: { kind: 'resync' } });
		expect(await world().run('incremental', undoing(run.run))).toMatchObject({ status: 'done', written: { local: 0, remote: 1 }, heldCount: 1 });
		expect(await world().sql(`select count(*)::int as n from batch_sync.link where state = 'held'`)).toEqual([{ n: 1 }]);
	});

	it('answers to the guards like any other run, and its plan can be looked at and applied', async () => {
		await addTasks(world(), 30);
		const run = await world().run('full_sync');
		const stopped = await world().run('incremental', undoing(run.run));
		expect(stopped).toMatchObject({ status: 'stopped_by_guard', guards: [{ guard: 'mass_delete', measured: 30 }], written: { remote: 0 } });
		expect(await world().sql(`select count(*)::int as n from batch_sync.link where state = 'held'`)).toEqual([{ n: 0 }]);
		const preview = await world().run('incremental', { ...undoing(run.run), preview: true });
		expect(preview).toMatchObject({ status: 'previewed', plan: { remote: { delete: 30 } } });
		const applied = await world().run('incremental', { task: { kind: 'apply_plan', plan: preview.planId ?? '', withholdDeletes: false, pairings: 'leave', pairingsOf: [] } });
		expect(applied).toMatchObject({ status: 'done', written: { remote: 30 }, heldCount: 30 });
		await expect(world().run('incremental', undoing(run.run))).rejects.toMatchObject({ message: expect.stringMatching(/already undone, by run/) as string });
	});

	it('can be undone itself: everything is as after the run, and nothing is on hold', async () => {
		const [a = '', b = '', c = ''] = await addTasks(world(), 3);
		await world().run('full_sync');
		await editTask(world(), a, { task_title: 'A here' });
		world().server.store.update((await packageOf(world(), b)).id, { subject: 'B there' });
		await world().sql('delete from tasks where id = $1', [c]);
		const added = await addTask(world(), 'Added');
		const run = await world().run('incremental', everything);
		const after = { bases: await basesAndStates(), contents: await contents() };
		const undo = await world().run('incremental', { ...undoing(run.run), ...everything });
		expect(undo).toMatchObject({ status: 'done', written: { remote: 3, local: 1 }, conflicts: [], failures: [] });
		const redo = await world().run('incremental', { ...undoing(undo.run), ...everything });
		expect(redo).toMatchObject({ status: 'done', written: { remote: 3, local: 1 }, heldCount: 0, conflicts: [], failures: [] });
		expect({ bases: await basesAndStates(), contents: await contents() }).toEqual(after);
		expect(await packageOf(world(), added)).toMatchObject({ status: 'New' });
		expect(await world().run('incremental', everything)).toMatchObject({ written: { local: 0, remote: 0 }, conflicts: [] });
		expect(await differencesBetween(world())).toEqual([]);
		expect(await breaksInTheChain(world())).toEqual([]);
		expect(await world().run('incremental', { ...undoing(run.run), ...everything })).toMatchObject({ status: 'done', written: { remote: 3, local: 1 } });
	});
});

describe('an undo where records were deleted for good', () => {
	const deleting = (): { readonly configuration: PairConfiguration } => ({
		configuration: { ...world().configuration, deletePolicy: { remote: { effect: 'delete' }, local: { effect: 'delete' }, versusUpdate: 'edit_wins' } },
	});

	it('makes deleted work packages again, parents first, and taking it up again deletes them again', async () => {
		world().server.behaviour.firstChildMakesAutomatic = false;
		const parent = await addTask(world(), 'Parent', { task_description_detailed: 'long text', due_date: '2026-12-24' });
		await addTask(world(), 'Child', { parent_task_id: parent });
		await world().run('full_sync', deleting());
		await world().sql('delete from tasks');
		const run = await world().run('incremental', { ...deleting(), ...everything });
		expect(world().server.store.count).toBe(0);
		const undo = await world().run('incremental', { ...undoing(run.run), ...deleting(), ...everything });
		expect(undo).toMatchObject({ status: 'done', written: { remote: 2 }, failures: [], conflicts: [], heldCount: 2 });
		const [first, second] = world().server.store.list();
		expect(first).toMatchObject({ subject: 'Parent', dueDate: '2026-12-24', description: 'long text' });
		expect(second).toMatchObject({ subject: 'Child', parentId: first?.id });
		expect(await world().run('full_sync', { ...deleting(), ...everything })).toMatchObject({ written: { local: 0, remote: 0 } });
		expect(await world().sql('select count(*)::int as n from tasks')).toEqual([{ n: 0 }]);
		await world().run('incremental', { ...releasing('take_up'), ...deleting(), ...everything });
		expect(await world().run('incremental', { ...deleting(), ...everything })).toMatchObject({ status: 'done', written: { remote: 2 } });
		expect(world().server.store.count).toBe(0);
		expect(await breaksInTheChain(world())).toEqual([]);
	});

	it('accepting leaves the work packages that were made again alone, without rows', async () => {
		await addTask(world(), 'Gone here');
		await world().run('full_sync', deleting());
		await world().sql('delete from tasks');
		const run = await world().run('incremental', { ...deleting(), ...everything });
		await world().run('incremental', { ...undoing(run.run), ...deleting(), ...everything });
		await world().run('incremental', { ...releasing('accept'), ...deleting(), ...everything });
		expect(await world().run('full_sync', { ...deleting(), ...everything })).toMatchObject({ written: { local: 0, remote: 0 } });
		expect(world().server.store.count).toBe(1);
	});

	it('inserts deleted rows again as they were, columns the sync does not know included', async () => {
		const id = await addTask(world(), 'Row', { task_description_detailed: 'kept', due_date: '2026-12-24' });
		await world().run('full_sync', deleting());
		const was = (await world().sql('select * from tasks'))[0] as Record<string, unknown>;
		world().server.store.delete((await packageOf(world(), id)).id);
		const run = await world().run('full_sync', { ...deleting(), ...everything });
		expect(run).toMatchObject({ written: { local: 1 } });
		expect(await world().sql('select 1 from tasks')).toEqual([]);
		const undo = await world().run('incremental', { ...undoing(run.run), ...deleting(), ...everything });
		expect(undo).toMatchObject({ status: 'done', written: { local: 1 }, failures: [] });
		const { openproject_sync_status: _status, openproject_last_sync: _last, ...rest } = was;
		expect((await world().sql('select * from tasks'))[0]).toMatchObject(rest);
		expect(await world().run('full_sync', { ...deleting(), ...everything })).toMatchObject({ written: { local: 0, remote: 0 } });
		await world().run('incremental', { ...releasing('accept'), ...deleting(), ...everything });
		expect(await world().run('full_sync', { ...deleting(), ...everything })).toMatchObject({ written: { local: 0, remote: 0 } });
		expect(await world().sql('select count(*)::int as n from tasks')).toEqual([{ n: 1 }]);
	});

	it('takes back creations by deleting them; taken up again they are made anew, accepted they stay away', async () => {
		await addTasks(world(), 2);
		const run = await world().run('full_sync', deleting());
		expect(await world().run('incremental', { ...undoing(run.run), ...deleting(), ...everything })).toMatchObject({ status: 'done', written: { local: 0, remote: 2 }, heldCount: 2 });
		expect(world().server.store.count).toBe(0);
		expect(await world().run('full_sync', { ...deleting(), ...everything })).toMatchObject({ written: { local: 0, remote: 0 } });
		const [first] = await world().sql<{ id: string }>('select id from tasks order by task_title limit 1');
		expect(await world().run('incremental', { ...releasing('take_up', { records: [first?.id ?? ''] }), ...deleting(), ...everything })).toMatchObject({ heldCount: 1 });
		expect(await world().run('incremental', { ...deleting(), ...everything })).toMatchObject({ status: 'done', written: { remote: 1 } });
		expect(await world().run('incremental', { ...releasing('accept'), ...deleting(), ...everything })).toMatchObject({ heldCount: 0 });
		expect(await world().run('full_sync', { ...deleting(), ...everything })).toMatchObject({ written: { local: 0, remote: 0 } });
		expect(world().server.store.list().map(({ subject }) => subject)).toEqual(['T 1']);
		expect(await world().sql('select count(*)::int as n from tasks')).toEqual([{ n: 2 }]);
		expect(await breaksInTheChain(world())).toEqual([]);
	});
});

describe('an undo whose answers are lost', () => {
	const deleting = (): { readonly configuration: PairConfiguration } => ({
		configuration: { ...world().configuration, deletePolicy: { remote: { effect: 'delete' }, local: { effect: 'none' }, versusUpdate: 'edit_wins' } },
	});

	it('leaves the links on hold, and the next run finds out what took effect', async () => {
		await addTasks(world(), 2);
		const run = await world().run('full_sync', deleting());
		const disarm = world().server.faults.add({ method: 'DELETE', fault: { kind: 'resetAfterEffect' } });
		await world().run('incremental', { ...undoing(run.run), ...deleting(), ...everything });
		disarm();
		expect(world().server.store.count).toBe(0);
		expect(await world().sql(`select distinct state from batch_sync.link`)).toEqual([{ state: 'held' }]);
		expect(await world().run('full_sync', { ...deleting(), ...everything })).toMatchObject({ status: 'done', written: { local: 0, remote: 0 }, heldCount: 2 });
		expect(world().server.store.count).toBe(0);
		await world().run('incremental', { ...releasing('take_up'), ...deleting(), ...everything });
		expect(await world().run('incremental', { ...deleting(), ...everything })).toMatchObject({ status: 'done', written: { remote: 2 } });
		expect(await differencesBetween(world())).toEqual([]);
	});

	it('makes a deleted work package again once, though nobody heard of it', async () => {
		await addTask(world(), 'Row');
		await world().run('full_sync', deleting());
		await world().sql('delete from tasks');
		const run = await world().run('incremental', { ...deleting(), ...everything });
		const disarm = world().server.faults.add({ method: 'POST', path: /work_packages$/, fault: { kind: 'resetAfterEffect' } });
		await world().run('incremental', { ...undoing(run.run), ...deleting(), ...everything });
		disarm();
		expect(await world().run('full_sync', { ...deleting(), ...everything })).toMatchObject({ status: 'done', written: { local: 0, remote: 0 }, heldCount: 1 });
		expect(world().server.store.count).toBe(1);
		expect(await world().sql('select 1 from tasks')).toEqual([]);
		await world().run('incremental', { ...releasing('accept'), ...deleting(), ...everything });
		expect(await world().run('full_sync', { ...deleting(), ...everything })).toMatchObject({ written: { local: 0, remote: 0 } });
		expect(world().server.store.count).toBe(1);
	});
});

describe('an undo that cannot be', () => {
	async function refused(run: string, pattern: RegExp, more: object = {}): Promise<void> {
		const was = await versionsOf(world());
		await expect(world().run('incremental', { ...undoing(run), ...more })).rejects.toMatchObject({ code: 'CONFIGURATION', message: expect.stringMatching(pattern) as string });
		expect(await versionsOf(world())).toEqual(was);
	}

	it('is refused in a sentence', async () => {
		await addTasks(world(), 40);
		const first = await world().run('full_sync');
		await refused('77', /There is no run 77/);
		await refused('x', /'x' is not a run ID/);
		await refused((await world().run('incremental')).run, /changed nothing/);
		await refused((await world().run('incremental', { preview: true })).run, /never applied \(it ended as 'previewed'\)/);
		await world().sql(`delete from tasks where task_id_display > 'T-0010'`);
		await refused((await world().run('incremental')).run, /never applied \(it ended as 'stopped_by_guard'\)/);
		await refused(first.run, /another table, project, key, filter or mapping/, { configuration: { ...world().configuration, fields: world().configuration.fields.slice(1) } });
		await world().sql('update batch_sync.run set images_cleaned_at = now() where id = $1', [first.run]);
		await refused(first.run, /can no longer be undone.*cleaned away/);
		await expect(world().run('incremental', releasing('accept'))).rejects.toMatchObject({ message: expect.stringMatching(/has no links on hold/) as string });
		await expect(world().run('incremental', releasing('accept', { run: first.run }))).rejects.toMatchObject({ message: expect.stringMatching(/undid nothing/) as string });
	});

	it('is refused for a run that goes on', async () => {
		await addTasks(world(), 60);
		world().server.latencyMs = 100;
		const running = world().run('full_sync');
		const runningId = async (): Promise<string | undefined> => (await world().sql<{ id: string }>(`select id::text from batch_sync.run where status = 'running'`).catch(() => []))[0]?.id;
		let id: string | undefined;
		while (id === undefined) id = await runningId();
		world().server.latencyMs = 10;
		await expect(world().run('incremental', undoing(id))).rejects.toMatchObject({ code: 'CONFIGURATION', message: expect.stringMatching(/still going on\. Cancel it/) as string }).finally(() => running);
	});
});
