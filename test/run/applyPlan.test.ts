import { readConfiguration } from '../../src/run';
import type { RunTask } from '../../src/run';
import { breaksInTheChain } from '../support/auditChain';
import { differencesBetween } from '../support/compareFlrts';
import { flrtsConfiguration } from '../support/syncWorld';
import { addTask, addTasks, editTask, letting, packageOf, readTask, useWorld, versionsOf } from './flrtsTasks';

const world = useWorld();

const applying = (plan: string | null, more: Partial<Extract<RunTask, { kind: 'apply_plan' }>> = {}): { readonly task: RunTask } => ({
	task: { kind: 'apply_plan', plan: plan ?? 'none', withholdDeletes: false, pairings: 'leave', pairingsOf: [], ...more },
});
const rejected = (): number => world().server.store.list().filter(({ status }) => status === 'Rejected').length;
const planState = async (run: string): Promise<unknown> => (await world().sql('select plan_state from batch_sync.run where id = $1', [run]))[0];

async function deleteMany(): Promise<readonly string[]> {
	const ids = await addTasks(world(), 40);
	await world().run('full_sync');
	await world().sql(`delete from tasks where task_id_display > 'T-0010'`);
	return ids;
}

describe('a plan that is applied', () => {
	it('E7: carries out what the guard held up, and only once', async () => {
		await deleteMany();
		const stopped = await world().run('incremental');
		expect(stopped).toMatchObject({ status: 'stopped_by_guard', planId: stopped.run, written: { local: 0, remote: 0 } });
		const applied = await world().run('incremental', applying(stopped.planId));
		expect(applied).toMatchObject({ status: 'done', task: 'apply_plan', written: { local: 0, remote: 30 }, movedOnCount: 0, failures: [] });
		expect(applied.message).toMatch(/Plan \d+ was applied/);
		expect(rejected()).toBe(30);
		expect(await planState(stopped.run)).toEqual({ plan_state: 'applied' });
		await expect(world().run('incremental', applying(stopped.planId))).rejects.toMatchObject({ code: 'CONFIGURATION', message: expect.stringMatching(/already applied, by run \d+/) as string });
		expect(await world().run('incremental')).toMatchObject({ status: 'done', written: { local: 0, remote: 0 } });
		expect(await breaksInTheChain(world())).toEqual([]);
	});

	it('carries out a preview exactly: edits made since are left for the next run and reported, other edits are not touched', async () => {
		const [a = '', b = '', c = '', d = ''] = await addTasks(world(), 4);
		await world().run('full_sync');
		await editTask(world(), a, { task_title: 'A here' });
		world().server.store.update((await packageOf(world(), b)).id, { subject: 'B there' });
		await editTask(world(), c, { task_title: 'C here' });
		const preview = await world().run('incremental', { preview: true });
		expect(preview.operations).toHaveLength(3);
		await editTask(world(), c, { task_title: 'C again' });
		await editTask(world(), d, { task_title: 'D later' });
		const late = await addTask(world(), 'Late');
		const applied = await world().run('incremental', applying(preview.planId));
		expect(applied).toMatchObject({ status: 'done', written: { local: 1, remote: 1 }, movedOnCount: 1, movedOn: [{ title: 'C again', message: 'The row was edited since the plan was made.' }] });
		expect(await packageOf(world(), a)).toMatchObject({ subject: 'A here' });
		expect(await readTask(world(), b)).toMatchObject({ task_title: 'B there' });
		expect(await packageOf(world(), c)).toMatchObject({ subject: 'T 3' });
		expect(await packageOf(world(), d)).toMatchObject({ subject: 'T 4' });
		expect((await readTask(world(), late)).openproject_id).toBeNull();
		expect(await world().run('incremental')).toMatchObject({ status: 'done', failures: [], conflicts: [], written: { remote: 3 } });
		expect(await differencesBetween(world())).toEqual([]);
	});

	it('E9: an edit that lands between planning and writing is neither overwritten nor written by the plan', async () => {
		const [a = '', b = ''] = await addTasks(world(), 2);
		await world().run('full_sync');
		await editTask(world(), a, { task_title: 'A here' });
		await editTask(world(), b, { task_title: 'B here' });
		const preview = await world().run('incremental', { preview: true });
		const remote = await packageOf(world(), a);
		let isDone = false;
		world().server.onRequest({ before: ({ method, path }) => {
			if (method !== 'PATCH' || isDone || !path.endsWith(`/${remote.id}`)) return;
			isDone = true;
			world().server.store.update(remote.id, { subject: 'A there' });
		} });
		const applied = await world().run('incremental', applying(preview.planId));
		expect(isDone).toBe(true);
		expect(applied).toMatchObject({ status: 'done', written: { remote: 1 }, movedOnCount: 1 });
		expect(await packageOf(world(), a)).toMatchObject({ subject: 'A there' });
		expect(await readTask(world(), a)).toMatchObject({ task_title: 'A here' });
	});

	it('makes records and the children below them, and writes no parent the plan could not name yet twice', async () => {
		const parent = await addTask(world(), 'Parent');
		await addTask(world(), 'Child', { parent_task_id: parent });
		const preview = await world().run('full_sync', { preview: true });
		const applied = await world().run('incremental', applying(preview.planId));
		expect(applied).toMatchObject({ status: 'done', written: { remote: 2 }, movedOnCount: 0 });
		expect(await differencesBetween(world())).toEqual([]);
		expect(await world().run('incremental')).toMatchObject({ written: { local: 0, remote: 0 } });
	});

	it('withholds the deletions and carries the rest where asked to', async () => {
		const ids = await deleteMany();
		await editTask(world(), ids[0] as string, { task_title: 'Edited' });
		const stopped = await world().run('incremental');
		const applied = await world().run('incremental', applying(stopped.planId, { withholdDeletes: true }));
		expect(applied).toMatchObject({ status: 'done', written: { remote: 1 } });
		expect(await packageOf(world(), ids[0] as string)).toMatchObject({ subject: 'Edited' });
		expect(rejected()).toBe(0);
		expect(await world().run('incremental')).toMatchObject({ status: 'stopped_by_guard', guards: [{ guard: 'mass_delete', measured: 30 }] });
	});

	it('an approval holds across runs: what the run that applies it does not reach is carried by the next, past the guard', async () => {
		await deleteMany();
		const stopped = await world().run('incremental');
		world().server.latencyMs = 100;
		const partial = await world().run('incremental', { ...applying(stopped.planId), settings: { deadlineMs: 1700, workers: 1, batchSize: 5 } });
		expect(partial.status).toBe('partial');
		expect(partial.written.remote).toBeGreaterThan(0);
		expect(partial.written.remote).toBeLessThan(30);
		expect(await planState(stopped.run)).toEqual({ plan_state: 'approved' });
		await expect(world().run('incremental', applying(stopped.planId))).rejects.toMatchObject({ message: expect.stringMatching(/already applied.*stays approved/) as string });
		world().server.latencyMs = 0;
		expect(await world().run('incremental')).toMatchObject({ status: 'done', guards: [], written: { remote: 30 - partial.written.remote } });
		expect(rejected()).toBe(30);
		expect(await planState(stopped.run)).toEqual({ plan_state: 'applied' });
	});

	it('an approval ends for a record that moves on, and what is new answers to the guard', async () => {
		await deleteMany();
		const stopped = await world().run('incremental');
		world().server.latencyMs = 100;
		const partial = await world().run('incremental', { ...applying(stopped.planId), settings: { deadlineMs: 1700, workers: 1, batchSize: 5 } });
		const left = 30 - partial.written.remote;
		world().server.latencyMs = 0;
		await world().sql('delete from tasks');
		const again = await world().run('incremental');
		expect(again).toMatchObject({ status: 'stopped_by_guard', written: { remote: 0 } });
		expect(again.guards.find(({ guard }) => guard === 'mass_delete')?.measured).toBe(10);
		expect(again.plan.remote.delete).toBe(left + 10);
	});

	it('a guard that stops the same plan again leaves it its number; another plan takes its place', async () => {
		await deleteMany();
		const first = await world().run('incremental');
		const second = await world().run('incremental');
		expect(second).toMatchObject({ status: 'stopped_by_guard', planId: first.run, plan: first.plan });
		expect(second.operations).toHaveLength(30);
		expect(second.message).toContain(`plan ${first.run}`);
		await world().sql(`delete from tasks where task_id_display = 'T-0010'`);
		const third = await world().run('incremental');
		expect(third.planId).toBe(third.run);
		await expect(world().run('incremental', applying(first.run))).rejects.toMatchObject({ message: expect.stringMatching(new RegExp(`has been replaced.*plan that waits now is ${third.run}`)) as string });
		expect(await world().run('incremental', applying(third.run))).toMatchObject({ status: 'done', written: { remote: 31 } });
	});

	it('a resync can be looked at first and applied', async () => {
		const [a = ''] = await addTasks(world(), 2);
		await world().run('full_sync');
		await editTask(world(), a, { task_title: 'Edited' });
		await addTask(world(), 'New');
		const preview = await world().run('full_sync', { preview: true, task: { kind: 'resync' } });
		expect(preview).toMatchObject({ status: 'previewed', plan: { remote: { create: 1, delete: 0 } } });
		const applied = await world().run('incremental', applying(preview.planId));
		expect(applied).toMatchObject({ status: 'done', written: { remote: 1 }, conflicts: [{ kind: 'no_base', field: 'subject' }] });
		expect(await breaksInTheChain(world())).toEqual([]);
	});
});

describe('a plan that cannot be applied', () => {
	const before = async (): Promise<unknown> => ({ versions: await versionsOf(world()), operations: await world().sql('select count(*)::int as n from batch_sync.operation') });

	async function refused(plan: string, pattern: RegExp, more: object = {}): Promise<void> {
		const was = await before();
		await expect(world().run('incremental', { ...applying(plan), ...more })).rejects.toMatchObject({ code: 'CONFIGURATION', message: expect.stringMatching(pattern) as string });
		expect(await before()).toEqual(was);
	}

	it('is refused in a sentence, and nothing is written', async () => {
		await addTasks(world(), 3);
		const done = await world().run('full_sync');
		await refused(done.run, /carried out its own plan/);
		await refused('99', /There is no plan 99/);
		await refused('soon', /'soon' is not a plan ID/);
		await addTask(world(), 'New');
		const preview = await world().run('incremental', { preview: true });
		await world().sql(`update batch_sync.run set finished_at = finished_at - interval '3 days' where id = $1`, [preview.run]);
		await refused(preview.run, /too old: it was made 72 hours ago, and a plan may be applied for 24 hours/);
		await world().sql(`update batch_sync.run set finished_at = clock_timestamp() where id = $1`, [preview.run]);
		await refused(preview.run, /made under another configuration/, { configuration: { ...world().configuration, policies: [{ kind: 'remote_wins' }] } });
		const other = flrtsConfiguration(world().server, { name: 'other' });
		await refused(preview.run, /belongs to pair 'flrts', not to 'other'/, { configuration: other });
		expect(await world().run('incremental', applying(preview.run))).toMatchObject({ status: 'done', written: { remote: 1 } });
	});

	it('is refused once a run has changed what the pair is; before that, it carries the change with it', async () => {
		const [id = ''] = await addTasks(world(), 2);
		await world().run('full_sync');
		await editTask(world(), id, { task_title: 'Edited' });
		const changed = { configuration: { ...world().configuration, policies: [{ kind: 'remote_wins' as const }] } };
		const preview = await world().run('incremental', { preview: true });
		const other = await world().run('incremental', { preview: true, ...changed });
		const ports = { database: world().database, schema: 'batch_sync' };
		expect(await readConfiguration(ports, { pair: 'flrts', plan: other.planId })).toEqual(JSON.parse(JSON.stringify(changed.configuration)));
		expect(await readConfiguration(ports, { pair: 'flrts', plan: null })).toEqual(JSON.parse(JSON.stringify(world().configuration)));
		await expect(readConfiguration(ports, { pair: 'nobody', plan: null })).rejects.toMatchObject({ message: expect.stringMatching(/There is no pair 'nobody' yet/) as string });
		expect(await world().run('incremental', { ...applying(other.planId), ...changed })).toMatchObject({ status: 'done', written: { remote: 1 } });
		await refused(preview.run, /made under another configuration: a run since then has changed/);
	});

	it('is refused while another run goes on', async () => {
		await addTasks(world(), 60);
		const preview = await world().run('full_sync', { preview: true });
		world().server.latencyMs = 200;
		const running = world().run('full_sync', letting());
		await new Promise((resolve) => setTimeout(resolve, 600));
		await expect(world().run('incremental', applying(preview.planId))).rejects.toMatchObject({ message: expect.stringMatching(/Apply Plan was not started.*going on since.*Cancel Run/) as string });
		await expect(world().run('full_sync', { task: { kind: 'resync' } })).rejects.toMatchObject({ message: expect.stringMatching(/Resync was not started/) as string });
		expect((await running).status).toBe('done');
	});
});
