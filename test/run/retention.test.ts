import { breaksInTheChain } from '../support/auditChain';
import { addTask, addTasks, editTask, letting, packageOf, readTask, useWorld } from './flrtsTasks';

const world = useWorld();
const everything = letting('mass_delete', 'mass_change', 'both_populated');

/** Makes everything recorded so far older by so many days. */
async function age(days: number): Promise<void> {
	const back = `make_interval(days => ${days})`;
	await world().sql(`update batch_sync.run set started_at = started_at - ${back}, finished_at = finished_at - ${back}, plan_confirmed_at = plan_confirmed_at - ${back}`);
	await world().sql(`update batch_sync.operation set created_at = created_at - ${back}, finished_at = finished_at - ${back}`);
}

const countOf = async (table: string, where = 'true'): Promise<number> => (await world().sql<{ n: number }>(`select count(*)::int as n from batch_sync.${table} where ${where}`))[0]?.n ?? -1;

async function history(): Promise<readonly string[]> {
	const ids = await addTasks(world(), 5);
	await world().run('full_sync');
	for (let n = 1; n <= 4; n += 1) {
		await editTask(world(), ids[n % 5] as string, { task_title: `Edited ${n}` });
		world().server.store.update((await packageOf(world(), ids[(n + 1) % 5] as string)).id, { dueDate: `2026-12-0${n}` });
		await world().run('incremental', everything);
	}
	return ids;
}

describe('retention', () => {
	it('pitfall 27, E17: folds old history into one operation per link, and the audit trail still comes to base', async () => {
		const ids = await history();
		const operations = await countOf('operation');
		await age(100);
		await editTask(world(), ids[0] as string, { task_title: 'New edit' });
		const run = await world().run('incremental', everything);
		expect(run).toMatchObject({ status: 'done', written: { remote: 1 } });
		expect(await countOf('operation')).toBeLessThan(operations);
		expect(await countOf('operation', `kind = 'snapshot'`)).toBe(5);
		expect(await countOf('run')).toBeLessThanOrEqual(2);
		expect(await breaksInTheChain(world())).toEqual([]);
		await age(100);
		await editTask(world(), ids[0] as string, { task_title: 'Newer edit' });
		await world().run('incremental', everything);
		expect(await countOf('operation', `kind = 'snapshot'`)).toBe(5);
		expect(await breaksInTheChain(world())).toEqual([]);
	});

	it('E16: what is younger than promised can still be undone after older history was folded', async () => {
		const ids = await history();
		await age(100);
		await editTask(world(), ids[0] as string, { task_title: 'Recent' });
		const run = await world().run('incremental', everything);
		await age(20);
		await world().run('incremental', everything);
		const undo = await world().run('incremental', { task: { kind: 'undo', run: run.run }, ...everything });
		expect(undo).toMatchObject({ status: 'done', written: { remote: 1 }, conflicts: [] });
		expect((await packageOf(world(), ids[0] as string)).subject).not.toBe('Recent');
		expect(await breaksInTheChain(world())).toEqual([]);
	});

	it('pitfall 12: images go first; then the run is told to be past undoing', async () => {
		const ids = await history();
		const [last] = await world().sql<{ id: string }>('select max(id)::text as id from batch_sync.run');
		await age(40);
		await world().run('incremental', everything);
		expect(await countOf('operation', 'before_image is not null or after_image is not null')).toBe(0);
		expect(await countOf('operation', `kind <> 'snapshot' and values_sent is not null`)).toBeGreaterThan(0);
		await expect(world().run('incremental', { task: { kind: 'undo', run: last?.id ?? '' } })).rejects.toMatchObject({ message: expect.stringMatching(/can no longer be undone.*Keep for Undo/) as string });
		expect((await readTask(world(), ids[4] as string)).task_title).toBe('Edited 4');
	});

	it('keeps as many runs as it is told to, and never the trail of a plan that waits', async () => {
		await addTasks(world(), 2);
		await world().run('full_sync');
		await addTask(world(), 'Planned');
		const preview = await world().run('incremental', { preview: true });
		const retention = { ...world().settings.retention, maxRuns: 3 };
		for (let n = 0; n < 6; n += 1) await world().run('delta_sync', { ids: ['1'], preview: n < 5, settings: { retention } });
		expect(await countOf('run', `plan_state = 'open' and id = ${preview.run}`)).toBe(1);
		expect(await countOf('operation', `run = ${preview.run} and status = 'planned'`)).toBe(1);
		expect(await breaksInTheChain(world())).toEqual([]);
	});

	it('closes plans nobody applied, with their operations, and what a sweep that never ended left behind', async () => {
		await addTasks(world(), 3);
		await world().run('full_sync');
		await addTask(world(), 'Planned');
		const preview = await world().run('incremental', { preview: true });
		await world().sql('insert into batch_sync.sweep (pair, run, remote_id) values (1, 1, 77)');
		await age(2);
		await world().run('incremental');
		expect(await countOf('sweep')).toBe(0);
		expect(await countOf('operation', `run = ${preview.run}`)).toBe(0);
		await expect(world().run('incremental', { task: { kind: 'apply_plan', plan: preview.run, withholdDeletes: false, pairings: 'leave', pairingsOf: [] } })).rejects.toMatchObject({ message: expect.stringMatching(/too old/) as string });
	});

	it('is bounded in time, and goes on in the next run', async () => {
		await history();
		await age(100);
		const settings = { ...everything.settings, retention: { ...world().settings.retention, budgetMs: 0 } };
		await world().run('incremental', { settings });
		expect(await countOf('operation', `kind = 'snapshot'`)).toBe(0);
		await world().run('incremental', everything);
		expect(await countOf('operation', `kind = 'snapshot'`)).toBe(5);
	});
});
