import type { IDataObject } from 'n8n-workflow';
import { parseExposition } from '../../metrics/expositionParser';
import { addTasks, editTask } from '../../run/flrtsTasks';
import type { RunOutcome } from '../../support/n8nEngine';
import { createSyncWorld, type SyncWorld } from '../../support/syncWorld';
import { jsonOf, runMetrics, type MetricsRun } from './metricsWorkflow';

let world: SyncWorld;

beforeAll(async () => {
	world = await createSyncWorld();
	await addTasks(world, 3);
	await world.run('full_sync');
	await world.run('incremental');
});
afterAll(async () => await world.close());
beforeEach(() => world.sql(`delete from batch_sync.recorded_run`).then(() => world.sql(`delete from batch_sync.run_total where source = 'recorded'`)));

const run = (parameters: MetricsRun['parameters'], more: Partial<MetricsRun> = {}): Promise<RunOutcome> => runMetrics({ databaseUrl: world.databaseUrl, parameters, ...more });
const withOpenProject = (): Partial<MetricsRun> => ({ openProject: { baseUrl: world.server.url, apiKey: world.server.apiKey } });

describe('Get Report', () => {
	it('tells runs by period in one item, with conflicts by field and the newest runs', async () => {
		const outcome = await run({ operation: 'getReport', name: 'flrts', by: 'day', options: { newestRuns: 1 } });
		expect(outcome.error).toBeUndefined();
		const [report] = jsonOf(outcome);
		expect(report).toMatchObject({ name: 'flrts', by: 'day', timeZone: 'America/New_York', summary: { runs: 2, byStatus: { done: 2 }, processed: 3, duration: { p95: expect.any(Number) as number } }, conflictsByField: [], runs: [{ status: 'done', metrics: { total: 3, processed: 0 } }] });
		expect((report?.['periods'] as IDataObject[]).length).toBeGreaterThanOrEqual(30);
		expect(outcome.itemsOf('Sync Metrics')[0]?.pairedItem).toEqual({ item: 0 });
	});

	it('tells each period in an item of its own, in the zone asked for', async () => {
		const outcome = await run({ operation: 'getReport', name: '', by: 'day', options: { split: 'periods', from: '2026-03-28', to: '2026-03-31', timeZone: 'Europe/Berlin' } });
		expect(jsonOf(outcome)).toMatchObject([{ label: '2026-03-28', runs: 0, start: '2026-03-27T23:00:00.000Z' }, { label: '2026-03-29', end: '2026-03-29T22:00:00.000Z' }, { label: '2026-03-30' }]);
		expect(outcome.itemsOf('Sync Metrics').every(({ pairedItem }) => (pairedItem as { item: number }).item === 0)).toBe(true);
	});

	it('answers for every item, and what is wrong with one is told of that one', async () => {
		const items = [{ pair: 'flrts' }, { pair: 'flrtz' }, { pair: 'flrts' }];
		const parameters = { operation: 'getReport', name: '={{ $json.pair }}', by: 'week' };
		const given = JSON.stringify(items);
		expect((await run(parameters, { items })).error).toMatch(/^Nothing has run under the name 'flrtz'\. Pick one of: flrts\.$/);
		const outcome = await run(parameters, { items, node: { onError: 'continueRegularOutput' } });
		expect(outcome.itemsOf('Sync Metrics')).toMatchObject([{ json: { name: 'flrts' }, pairedItem: { item: 0 } }, { json: { error: expect.stringContaining("'flrtz'") as string }, pairedItem: { item: 1 } }, { json: { name: 'flrts' }, pairedItem: { item: 2 } }]);
		expect(Object.keys(outcome.itemsOf('Sync Metrics')[1]?.json ?? {})).toEqual(['error']);
		const split = await run(parameters, { items, node: { onError: 'continueErrorOutput' } });
		expect(jsonOf(split, 'Errors')).toMatchObject([{ error: expect.stringContaining("'flrtz'") as string }]);
		expect(JSON.stringify(items)).toBe(given);
	});

	it('of no items is nothing', async () => {
		expect(jsonOf(await run({ operation: 'getReport', name: '', by: 'day' }, { items: [] }))).toEqual([]);
	});
});

describe('Record Run', () => {
	const parameters = { operation: 'recordRun', name: 'Import', runsFrom: 'allItems', status: 'done', total: 12, processed: 10, failed: 0 };

	it('keeps one run for all items, which Get Report then tells', async () => {
		const outcome = await run({ ...parameters, options: { startedAt: '2026-03-10T08:00:00Z', durationSeconds: 2.5, conflictsFound: 0, message: 'Fine.' } }, { items: [{ a: 1 }, { a: 2 }] });
		expect(outcome.error).toBeUndefined();
		expect(outcome.itemsOf('Sync Metrics')).toMatchObject([{ json: { name: 'Import', status: 'done', startedAt: '2026-03-10T08:00:00.000Z', finishedAt: '2026-03-10T08:00:02.500Z', durationMs: 2500 }, pairedItem: [{ item: 0 }, { item: 1 }] }]);
		expect(await world.sql('select name, message, metrics from batch_sync.recorded_run')).toEqual([{ name: 'Import', message: 'Fine.', metrics: { total: 12, processed: 10, failed: 0, conflictsFound: 0, durationMs: 2500, itemMs: 250, rate: 4 } }]);
		const [report] = jsonOf(await run({ operation: 'getReport', name: 'Import', by: 'week', options: { from: '2026-03-01', to: '2026-04-01' } }));
		expect(report).toMatchObject({ summary: { runs: 1, processed: 10, failed: 0 } });
	});

	it('keeps a run for each item, and records none where one makes no sense', async () => {
		const items = [{ n: 3 }, { n: -1 }, { n: 0 }];
		const each = { ...parameters, runsFrom: 'eachItem', processed: '={{ $json.n }}' };
		expect((await run(each, { items })).error).toMatch(/^Processed Items is -1\. Give a whole number from 0/);
		expect(await world.sql('select 1 from batch_sync.recorded_run')).toEqual([]);
		const outcome = await run(each, { items, node: { onError: 'continueRegularOutput' } });
		expect(outcome.itemsOf('Sync Metrics').map(({ json, pairedItem }) => [json['name'] ?? json['error'], pairedItem])).toEqual([['Import', { item: 0 }], [expect.stringContaining('Processed Items is -1') as string, { item: 1 }], ['Import', { item: 2 }]]);
		expect(await world.sql(`select (metrics ->> 'processed')::int as n from batch_sync.recorded_run order by id`)).toEqual([{ n: 3 }, { n: 0 }]);
	});

	it('reads times without a zone on the clocks of the workflow, and refuses what is none', async () => {
		const [recorded] = jsonOf(await run({ ...parameters, options: { startedAt: '2026-03-10 08:00', finishedAt: '2026-03-10T13:00:00Z' } }));
		expect(recorded).toMatchObject({ startedAt: '2026-03-10T12:00:00.000Z', durationMs: 3_600_000 });
		expect((await run({ ...parameters, options: { startedAt: 'soon' } })).error).toMatch(/^Started At is 'soon'\. Give a time/);
		expect((await run({ ...parameters, name: 'flrts' })).error).toMatch(/^'flrts' is the name of a pair/);
		expect((await run({ ...parameters, name: ' ' })).error).toMatch(/^Name is empty\./);
	});

	it('makes the tables where there are none, unless it may not', async () => {
		expect((await run({ ...parameters, options: { packageSchema: 'other', allowSetUp: false } })).error).toMatch(/not in schema 'other'/);
		expect((await run({ ...parameters, options: { packageSchema: 'other' } })).error).toBeUndefined();
		expect(await world.sql('select name from other.recorded_run')).toEqual([{ name: 'Import' }]);
	});
});

describe('Check Health', () => {
	it('tells every pair where none is named, with OpenProject asked', async () => {
		const outcome = await run({ operation: 'checkHealth', name: '', options: { compare: 'full' } }, withOpenProject());
		expect(outcome.error).toBeUndefined();
		expect(jsonOf(outcome)).toMatchObject([{ name: 'flrts', state: 'healthy', isHealthy: true, message: "'flrts' is healthy." }]);
		expect((jsonOf(outcome)[0]?.['checks'] as IDataObject[]).map(({ name }) => name)).toEqual(expect.arrayContaining(['openproject', 'clock', 'agreement']));
		expect(JSON.stringify(jsonOf(outcome))).not.toContain(world.server.apiKey);
	});

	it('asks nobody where OpenProject is left out, and goes by the thresholds given', async () => {
		world.server.requests.clear();
		const [report] = jsonOf(await run({ operation: 'checkHealth', name: 'flrts', options: { goodRunWarningMinutes: 0, compare: 'none' } }));
		expect(report).toMatchObject({ state: 'degraded', isHealthy: false });
		expect(world.server.requests.count()).toBe(0);
		expect((await run({ operation: 'checkHealth', name: 'flrts', options: { goodRunWarningMinutes: 500 } })).error).toMatch(/A warning has to come before the alarm/);
	});

	it('is about recorded runs too', async () => {
		await run({ operation: 'recordRun', name: 'Import', runsFrom: 'allItems', status: 'failed', total: 0, processed: 0, failed: 0, options: { message: 'No such file.' } });
		expect(jsonOf(await run({ operation: 'checkHealth', name: 'Import' }, withOpenProject()))).toMatchObject([{ source: 'recorded', state: 'degraded' }]);
	});

	it('without any pair says what to do, and of tables that are missing that they are', async () => {
		expect((await run({ operation: 'checkHealth', name: '', options: { packageSchema: 'nowhere' } })).error).toMatch(/There is no pair yet/);
		expect(jsonOf(await run({ operation: 'checkHealth', name: 'flrts', options: { packageSchema: 'nowhere' } }))).toMatchObject([{ state: 'critical' }]);
	});

	it('of a database that is down fails in a sentence, one for each item', async () => {
		const url = new URL(world.databaseUrl);
		url.port = '1';
		const outcome = await run({ operation: 'checkHealth', name: 'flrts' }, { databaseUrl: url.href, items: [{}, {}], node: { onError: 'continueRegularOutput' } });
		expect(outcome.itemsOf('Sync Metrics')).toMatchObject([{ json: { error: expect.stringContaining('127.0.0.1:1') as string }, pairedItem: { item: 0 } }, { json: { error: expect.any(String) as string }, pairedItem: { item: 1 } }]);
	});
});

describe('the other operations', () => {
	it('give Prometheus what it can read', async () => {
		const [item] = jsonOf(await run({ operation: 'getPrometheusText', output: 'text' }));
		expect(item?.['contentType']).toBe('text/plain; version=0.0.4; charset=utf-8');
		const families = parseExposition(String(item?.['text']));
		expect(families.find(({ name }) => name === 'batch_sync_runs_total')?.samples).toContainEqual({ name: 'batch_sync_runs_total', labels: { name: 'flrts', source: 'engine', status: 'done' }, value: 2 });
	});

	it('render a dashboard as a file, or as text', async () => {
		const outcome = await run({ operation: 'renderDashboard', name: 'flrts', by: 'day', output: 'file', options: { title: 'A <b>', fileName: 'x.html', binaryField: 'page' } }, withOpenProject());
		expect(outcome.error).toBeUndefined();
		const [item] = outcome.itemsOf('Sync Metrics');
		expect(item?.binary?.['page']).toMatchObject({ mimeType: 'text/html', fileName: 'x.html' });
		const html = Buffer.from(item?.binary?.['page']?.data ?? '', 'base64').toString('utf8');
		expect(html).toMatch(/^<!DOCTYPE html>\n<html lang="en">/);
		expect(html).toContain('<h1>A &lt;b&gt;</h1>');
		expect(html).toContain('Health of flrts');
		expect(html).not.toMatch(/<script|javascript:/i);
		const [text] = jsonOf(await run({ operation: 'renderDashboard', name: '', by: 'hour', output: 'text', options: { showHealth: false } }));
		expect(text).toMatchObject({ contentType: 'text/html; charset=utf-8', text: expect.stringMatching(/<h1>Sync metrics<\/h1>/) as string });
		expect(text?.['text']).not.toContain('Health of');
	});

	it('recommend an interval and a batch size within the limits, with reasons', async () => {
		expect(jsonOf(await run({ operation: 'recommend', name: 'flrts', options: { maxIntervalMinutes: 7, minIntervalMinutes: 7, minBatchSize: 33, maxBatchSize: 33 } }))).toMatchObject([{ name: 'flrts', intervalMs: 420_000, intervalMinutes: 7, batchSize: 33, intervalReason: expect.stringMatching(/interval allowed is 7 minutes\.$/) as string, batchSizeReason: expect.stringMatching(/batch allowed is 33\.$/) as string, basis: { runs: 2 } }]);
		expect((await run({ operation: 'recommend', name: 'flrts', options: { minIntervalMinutes: 90 } })).error).toMatch(/^Shortest Interval \(Minutes\) is 90\. Give at most the longest interval, which is 60\.$/);
	});

	it('find a field that diverged', async () => {
		const [row] = await world.sql<{ id: string }>('select id from tasks order by task_title limit 1');
		const id = row?.id ?? '';
		await editTask(world, id, { task_title: 'Other' });
		await world.sql(`update batch_sync.link set base_local = base_local || '{"task_title": "Other"}' where local_key = $1`, [JSON.stringify([id])]);
		const [report] = jsonOf(await run({ operation: 'checkHealth', name: 'flrts', options: { compare: 'full' } }, withOpenProject()));
		expect(report).toMatchObject({ state: 'critical', message: expect.stringContaining("field 'subject'") as string });
	});
});
