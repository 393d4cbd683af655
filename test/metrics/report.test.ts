import { conflictsByField, recentRuns, recordRuns, runReport, type GivenRun } from '../../src/metrics';
import { everyRun } from '../../src/metrics/everyRun';
import { reportStatement } from '../../src/metrics/report/reportStatement';
import { tablesIn } from '../../src/postgres/stores/tables';
import { createSyncWorld, type SyncWorld } from '../support/syncWorld';
import { addTasks } from '../run/flrtsTasks';

let world: SyncWorld;
const ports = () => ({ database: world.database, schema: 'batch_sync' });
const options = { keepMs: 365 * 86_400_000, allowSetUp: true };

beforeAll(async () => {
	world = await createSyncWorld();
	await addTasks(world, 1);
	await world.run('full_sync');
	await world.sql(`update batch_sync.run set started_at = '2020-01-01', finished_at = '2020-01-01 00:00:01'`);
});
afterAll(async () => await world.close());
beforeEach(async () => {
	await world.sql('delete from batch_sync.recorded_run');
	await world.sql('delete from batch_sync.run_total where source = $1', ['recorded']);
});

function given(startedAt: string, durationMs: number, change: Partial<GivenRun> = {}): GivenRun {
	return { name: 'Import', status: 'done', message: '', startedAt, finishedAt: null, durationMs, total: null, processed: null, failed: null, conflictsFound: null, conflictsSettled: null, written: null, requests: null, retries: null, ...change };
}

describe('a report', () => {
	it('sums, averages and ranks the runs of each period, and of all of them', async () => {
		await recordRuns(ports(), [
			...[100, 200, 300, 400].map((ms) => given('2026-03-01T08:00:00Z', ms, { total: 10, processed: 4, failed: 1 })),
			given('2026-03-03T23:59:59.999Z', 1000, { processed: 0, conflictsFound: 2, conflictsSettled: 1, status: 'failed' }),
		], options);
		const report = await runReport(ports(), { name: 'Import', by: 'day', from: '2026-03-01T00:00:00Z', to: '2026-03-05T00:00:00Z', timeZone: 'UTC' });
		expect(report.periods.map(({ label, runs }) => [label, runs])).toEqual([['2026-03-01', 4], ['2026-03-02', 0], ['2026-03-03', 1], ['2026-03-04', 0]]);
		expect(report.periods[0]).toMatchObject({ start: '2026-03-01T00:00:00.000Z', end: '2026-03-02T00:00:00.000Z', total: 10, processed: 16, failed: 4, itemMs: 62.5, rate: 16, failedPercent: 0, duration: { sum: 1000, average: 250, p50: 250, p95: 385, max: 400 } });
		expect(report.periods[1]).toMatchObject({ runs: 0, failedPercent: null, rate: null, itemMs: null, duration: { sum: 0, average: null, p50: null, p95: null, max: null } });
		expect(report.summary).toMatchObject({ runs: 5, byStatus: { done: 4, failed: 1 }, failedPercent: 20, processed: 16, failed: 4, conflictsFound: 2, conflictsSettled: 1, duration: { p50: 300, p95: 880, max: 1000 } });
	});

	it('lets a day begin where people are, also when it has 23 or 25 hours', async () => {
		await recordRuns(ports(), [given('2026-03-29T21:59:00Z', 1), given('2026-03-29T22:01:00Z', 1), given('2026-03-28T22:59:00Z', 1), given('2026-03-28T23:01:00Z', 1)], options);
		const report = await runReport(ports(), { name: 'Import', by: 'day', from: '2026-03-28T12:00:00Z', to: '2026-03-30T12:00:00Z', timeZone: 'Europe/Berlin' });
		expect(report.periods.map(({ start, label, runs }) => [start, label, runs])).toEqual([['2026-03-27T23:00:00.000Z', '2026-03-28', 1], ['2026-03-28T23:00:00.000Z', '2026-03-29', 2], ['2026-03-29T22:00:00.000Z', '2026-03-30', 1]]);
	});

	it.each([
		['hour', '2026-03-29T00:30:00Z', '2026-03-29T03:30:00Z', ['2026-03-29 01:00', '2026-03-29 03:00', '2026-03-29 04:00', '2026-03-29 05:00']],
		['week', '2026-03-25T00:00:00Z', '2026-04-08T00:00:00Z', ['2026-03-23', '2026-03-30', '2026-04-06']],
	] as const)('by %s has every period once, empty ones too', async (by, from, to, labels) => {
		await recordRuns(ports(), [given('2026-03-29T01:30:00Z', 5)], options);
		const report = await runReport(ports(), { name: 'Import', by, from, to, timeZone: 'Europe/Berlin' });
		expect(report.periods.map(({ label }) => label)).toEqual(labels);
		expect(report.periods.filter(({ runs }) => runs === 1).map(({ label }) => label)).toEqual([by === 'hour' ? labels[1] : labels[0]]);
	});

	it('tells pairs and recorded runs apart by name, and together under none', async () => {
		await recordRuns(ports(), [given('2026-03-01T08:00:00Z', 100), given('2026-03-01T09:00:00Z', 100, { name: 'Export' })], options);
		const query = { by: 'day', from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z', timeZone: 'UTC' } as const;
		expect((await runReport(ports(), { ...query, name: 'flrts' })).summary).toMatchObject({ runs: 1, total: 1, requests: expect.any(Number) as number });
		expect((await runReport(ports(), { ...query, name: 'Import' })).summary.runs).toBe(0);
		expect((await runReport(ports(), { ...query, name: null, by: 'week', to: '2026-04-01T00:00:00Z' })).summary.runs).toBe(3);
		expect((await recentRuns(ports(), { name: null, limit: 2 })).map(({ name, source }) => [name, source])).toEqual([['Export', 'recorded'], ['Import', 'recorded']]);
		expect(await recentRuns(ports(), { name: 'flrts', limit: 10 })).toMatchObject([{ name: 'flrts', source: 'engine', status: 'done' }]);
	});

	it('over no runs is one without runs', async () => {
		const report = await runReport(ports(), { name: null, by: 'hour', from: null, to: null, timeZone: 'UTC' });
		expect(report.periods.length).toBeGreaterThanOrEqual(48);
		expect(report.summary).toMatchObject({ runs: 0, duration: { p50: null }, rate: null });
		expect(await conflictsByField(ports(), { name: null, from: report.from, to: report.to })).toEqual([]);
	});

	it.each([
		['a name nobody has', { name: 'flrtz' }, /Nothing has run under the name 'flrtz'. Pick one of: flrts/],
		['no time at all', { from: '2026-03-02T00:00:00Z', to: '2026-03-02T00:00:00Z' }, /no time at all/],
		['too many periods', { by: 'hour' as const, from: '2020-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }, /more than 2000 periods/],
		['a time that is none', { from: 'yesterday' }, /start of the report is 'yesterday', which is no time/],
		['a zone that is none', { timeZone: 'Mars/Olympus' }, /Time Zone.*Mars\/Olympus/s],
	])('refuses %s in a sentence', async (_what, change, message) => {
		await expect(runReport(ports(), { name: 'flrts', by: 'day', from: null, to: null, timeZone: 'UTC', ...change })).rejects.toMatchObject({ code: 'CONFIGURATION', message: expect.stringMatching(message) as string });
	});

	it('reads only the runs of its pair and time, by index', async () => {
		const tables = tablesIn('batch_sync');
		const plan = await world.database.transaction(async (tx) => {
			await tx.execute({ text: `insert into batch_sync.run (pair, mode, effective_mode, trigger, started_by, status, started_at, finished_at, metrics) select 1, 'incremental', 'incremental', 'test', 'test', 'done', '2010-01-01'::timestamptz + n * interval '15 minutes', '2010-01-01'::timestamptz + n * interval '15 minutes', '{"durationMs": 5}' from generate_series(1, 20000) n` });
			await tx.execute({ text: 'analyze batch_sync.run' });
			const query = { name: 'flrts', by: 'day', from: null, to: null, timeZone: 'UTC' } as const;
			const statement = reportStatement(tables, query, { from: '2010-03-01T00:00:00Z', to: '2010-03-03T00:00:00Z' });
			const rows = await tx.query<{ 'QUERY PLAN': string }>({ text: `explain ${statement.text}`, values: statement.values ?? [] });
			await tx.execute({ text: 'delete from batch_sync.run where started_at < $1', values: ['2020-01-01'] });
			return rows.map((row) => row['QUERY PLAN']).join('\n');
		});
		expect(plan).toMatch(/run_started/);
		expect(everyRun(tables, { name: '$1', where: 'true' })).toContain('$1');
	});
});

describe('recording runs', () => {
	it('takes start and duration, end and duration, or both ends; gives ids in order', async () => {
		const runs = await recordRuns(ports(), [given('2026-03-01T08:00:00Z', 1500), { ...given('2026-03-01T08:00:00Z', 0), startedAt: null, finishedAt: '2026-03-01T09:00:00Z', durationMs: 60_000 }, { ...given('2026-03-01T08:00:00Z', 0), finishedAt: '2026-03-01T08:00:30Z', durationMs: null }], options);
		expect(runs).toMatchObject([
			{ startedAt: '2026-03-01T08:00:00.000Z', finishedAt: '2026-03-01T08:00:01.500Z', durationMs: 1500 },
			{ startedAt: '2026-03-01T08:59:00.000Z', finishedAt: '2026-03-01T09:00:00.000Z', durationMs: 60_000 },
			{ startedAt: '2026-03-01T08:00:00.000Z', finishedAt: '2026-03-01T08:00:30.000Z', durationMs: 30_000 },
		]);
		const stored = await world.sql<{ id: string; ms: number }>(`select id, (metrics ->> 'durationMs')::float8 as ms from batch_sync.recorded_run order by id`);
		expect(stored.map(({ id, ms }) => [id, ms])).toEqual(runs.map(({ run, durationMs }) => [run, durationMs]));
	});

	it('keeps 0 apart from nothing, and half milliseconds whole', async () => {
		await recordRuns(ports(), [given('2026-03-01T08:00:00Z', 0.5, { processed: 0, failed: null })], options);
		expect(await world.sql('select metrics from batch_sync.recorded_run')).toEqual([{ metrics: { processed: 0, durationMs: 1, itemMs: null, rate: 0 } }]);
	});

	it('refuses the name of a pair and an end before the start, and records none of them then', async () => {
		await expect(recordRuns(ports(), [given('2026-03-01T08:00:00Z', 1), given('2026-03-01T08:00:00Z', 1, { name: 'flrts' })], options)).rejects.toThrow("'flrts' is the name of a pair of Batch Sync, whose runs record themselves.");
		await expect(recordRuns(ports(), [given('2026-03-01T08:00:00Z', 1), { ...given('2026-03-01T08:00:00Z', 1), finishedAt: '2026-03-01T07:00:00Z' }], options)).rejects.toThrow(/ends before that/);
		expect(await world.sql('select id from batch_sync.recorded_run')).toEqual([]);
	});

	it('deletes what is past its time, of the same name only, while totals stay', async () => {
		const old = new Date(Date.now() - 100 * 86_400_000).toISOString();
		await recordRuns(ports(), [given(old, 1), given(old, 1, { name: 'Export' })], options);
		await recordRuns(ports(), [given(new Date().toISOString(), 1)], { ...options, keepMs: 90 * 86_400_000 });
		expect(await world.sql('select name from batch_sync.recorded_run order by id')).toEqual([{ name: 'Export' }, { name: 'Import' }]);
		expect(await world.sql(`select name, runs from batch_sync.run_total where source = 'recorded' order by name`)).toEqual([{ name: 'Export', runs: '1' }, { name: 'Import', runs: '2' }]);
	});

	it('takes many at once', async () => {
		const many = Array.from({ length: 5000 }, (_, index) => given(new Date(Date.UTC(2026, 2, 1) + index * 1000).toISOString(), index, { processed: index }));
		const recorded = await recordRuns(ports(), many, options);
		expect(recorded.map(({ durationMs }) => durationMs)).toEqual(many.map(({ durationMs }) => durationMs));
		expect(await world.sql(`select runs, processed from batch_sync.run_total where name = 'Import'`)).toEqual([{ runs: '5000', processed: '12497500' }]);
	});
});
