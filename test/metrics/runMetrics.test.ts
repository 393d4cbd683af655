import { recentRuns, runReport } from '../../src/metrics';
import { addTasks, editTask, letting, packageOf, useWorld } from '../run/flrtsTasks';

const world = useWorld();
const ports = () => ({ database: world().database, schema: 'batch_sync' });
const metricsOf = async (): Promise<Record<string, unknown>> => ((await world().sql<{ metrics: Record<string, unknown> }>('select metrics from batch_sync.run order by id desc limit 1'))[0]?.metrics ?? {});
const totals = (): Promise<ReadonlyArray<{ status: string; runs: string; processed: string; requests: string }>> => world().sql(`select status, runs, processed, requests from batch_sync.run_total where name = 'flrts' order by status`);

describe('what a run cost', () => {
	it('is recorded with it, as counted on both sides', async () => {
		await addTasks(world(), 6);
		const before = world().server.requests.entries.length;
		const result = await world().run('full_sync');
		const sent = world().server.requests.entries.slice(before);
		const metrics = await metricsOf();
		expect(metrics).toMatchObject({ total: 6, processed: 6, failed: 0, failing: 0, written: result.written.local + result.written.remote, conflictsFound: 0, conflictsSettled: 0, conflictsOpen: 0, requests: sent.length, retries: 0, lagMs: null, sinceGoodMs: null, batchSize: 50, workers: 3 });
		expect(metrics['bytesSent']).toBe(sent.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0));
		expect(metrics['bytesReceived']).toBeGreaterThan(6 * 200);
		expect(metrics['peakMemoryBytes']).toBe(result.peakMemoryBytes);
		expect(metrics['itemMs']).toBeCloseTo(Number(metrics['durationMs']) / 6, 2);
		expect(metrics['rate']).toBeCloseTo(6000 / Number(metrics['durationMs']), 2);
	});

	it('tells conflicts by what was found and settled in the run itself', async () => {
		const [one = '', two = ''] = await addTasks(world(), 2);
		await world().run('full_sync');
		await editTask(world(), one, { task_title: 'Here' });
		world().server.store.update((await packageOf(world(), one)).id, { subject: 'There' });
		const manual = { ...world().configuration, fields: world().configuration.fields.map((field) => ({ ...field, policies: [{ kind: 'manual' as const }] })) };
		await world().run('incremental', { configuration: manual });
		expect(await metricsOf()).toMatchObject({ conflictsFound: 1, conflictsSettled: 0, conflictsOpen: 1 });
		await world().run('incremental', { configuration: manual });
		expect(await metricsOf()).toMatchObject({ conflictsFound: 0, conflictsSettled: 0, conflictsOpen: 1, processed: 0, itemMs: null, rate: 0, sinceGoodMs: expect.any(Number) as number });
		await editTask(world(), two, { task_title: 'Here' });
		world().server.store.update((await packageOf(world(), two)).id, { subject: 'There' });
		const decided = { ...manual, fields: manual.fields.map((field) => ({ ...field, policies: [{ kind: 'remote_wins' as const }] })) };
		await world().run('incremental', { configuration: decided, ...letting('mass_change') });
		expect(await metricsOf()).toMatchObject({ conflictsFound: 1, conflictsSettled: 1 });
	});

	it('counts a record as failed in the runs that tried it, and as failing until it works', async () => {
		await addTasks(world(), 2);
		await world().run('full_sync');
		const [id = ''] = await addTasks(world(), 1, 'Bad');
		await editTask(world(), id, { status: 'Archived', priority: 'Unheard of' });
		await world().run('incremental');
		expect(await metricsOf()).toMatchObject({ failed: 1, failing: 1, processed: 1 });
		await world().run('incremental');
		expect(await metricsOf()).toMatchObject({ failed: 0, failing: 1 });
	});

	it('of a failed run is told as well, with what the outage cost', async () => {
		await addTasks(world(), 1);
		await world().run('full_sync');
		world().server.faults.add({ fault: { kind: 'serverError', status: 503 } });
		await expect(world().run('incremental')).rejects.toMatchObject({ code: 'REMOTE_UNAVAILABLE' });
		expect(await metricsOf()).toMatchObject({ processed: null, failed: null, requests: 5, retries: 4 });
		const [run] = await recentRuns(ports(), { name: 'flrts', limit: 1 });
		expect(run).toMatchObject({ status: 'failed', metrics: { requests: 5, retries: 4 } });
	});

	it('says how long the oldest change has waited that was not carried over', async () => {
		await addTasks(world(), 1);
		await world().run('full_sync');
		const [id = ''] = await addTasks(world(), 1, 'Bad');
		await editTask(world(), id, { priority: 'Unheard of' });
		await world().run('incremental');
		await world().sql(`update batch_sync.link set pending = '{local}', pending_since = now() - interval '2 hours', next_attempt_at = now() + interval '1 hour' where local_key = $1`, [JSON.stringify([id])]);
		await world().run('incremental');
		expect(Number((await metricsOf())['lagMs'])).toBeGreaterThanOrEqual(7_200_000);
	});
});

describe('totals', () => {
	it('count every run once, by how it ended, and stay when history is cleaned', async () => {
		const ids = await addTasks(world(), 3);
		await world().run('full_sync');
		await editTask(world(), ids[0] as string, { task_title: 'Edited' });
		await world().run('incremental', { preview: true });
		await world().run('incremental');
		world().server.faults.add({ fault: { kind: 'serverError', status: 503 } });
		await expect(world().run('incremental')).rejects.toMatchObject({ code: 'REMOTE_UNAVAILABLE' });
		world().server.faults.clear();
		const before = await totals();
		expect(before).toMatchObject([{ status: 'done', runs: '2' }, { status: 'failed', runs: '1', requests: '5' }, { status: 'previewed', runs: '1' }]);
		await world().sql(`update batch_sync.run set started_at = started_at - interval '200 days', finished_at = finished_at - interval '200 days'`);
		await world().run('incremental');
		expect((await world().sql('select id from batch_sync.run')).length).toBeLessThan(4);
		expect((await totals()).map(({ status, runs }) => [status, runs])).toEqual([['done', '3'], ['failed', '1'], ['previewed', '1']]);
	});

	it('count a run whose process was gone when it is taken over', async () => {
		await addTasks(world(), 1);
		await world().run('full_sync');
		await world().sql(`insert into batch_sync.run (pair, mode, effective_mode, trigger, started_by, status, started_at, fence) select id, 'incremental', 'incremental', 'test', 'test', 'running', now() - interval '10 seconds', 1 from batch_sync.pair`);
		await world().run('incremental');
		expect((await totals()).map(({ status, runs }) => [status, runs])).toEqual([['done', '2'], ['failed', '1']]);
	});

	it('begin with the history there was before there were totals', async () => {
		await addTasks(world(), 1);
		await world().run('full_sync');
		await world().sql('drop table batch_sync.run_total, batch_sync.recorded_run; alter table batch_sync.run drop column metrics; drop index batch_sync.run_started, batch_sync.conflict_run, batch_sync.conflict_found, batch_sync.conflict_applied, batch_sync.conflict_chosen, batch_sync.conflict_superseded; delete from batch_sync.migration where version = 5');
		await world().run('incremental');
		expect((await totals()).map(({ status, runs }) => [status, runs])).toEqual([['done', '2']]);
		const report = await runReport(ports(), { name: 'flrts', by: 'day', from: null, to: null, timeZone: 'UTC' });
		expect(report.summary).toMatchObject({ runs: 2, processed: 0, duration: { max: expect.any(Number) as number } });
	});
});
