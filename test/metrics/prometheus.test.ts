import fc from 'fast-check';
import { prometheusText, recordRuns } from '../../src/metrics';
import { exposition } from '../../src/metrics/prometheus/exposition';
import { addTasks, editTask, packageOf, useWorld } from '../run/flrtsTasks';
import { parseExposition, type ParsedFamily } from './expositionParser';

const world = useWorld();
const ports = () => ({ database: world().database, schema: 'batch_sync' });
const NASTY = 'a "quoted" \\ back\nslash {x="1"} é';

function valueOf(families: readonly ParsedFamily[], name: string, labels: Record<string, string>): number | undefined {
	const samples = families.flatMap((family) => family.samples).filter((sample) => sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value));
	expect(samples.length).toBeLessThanOrEqual(1);
	return samples[0]?.value;
}

it('tells totals, the last run and how things stand, in the text format of Prometheus', async () => {
	const [id = ''] = await addTasks(world(), 3);
	await world().run('full_sync');
	await editTask(world(), id, { task_title: 'Here' });
	world().server.store.update((await packageOf(world(), id)).id, { subject: 'There' });
	const configuration = { ...world().configuration, fields: world().configuration.fields.map((field) => ({ ...field, policies: [{ kind: 'manual' as const }] })) };
	await world().run('incremental', { configuration });
	world().server.faults.add({ fault: { kind: 'serverError', status: 503 } });
	await expect(world().run('incremental', { configuration })).rejects.toThrow();
	await recordRuns(ports(), [{ name: NASTY, status: 'done', message: '', startedAt: null, finishedAt: null, durationMs: 2500, total: 9, processed: 7, failed: 2, conflictsFound: null, conflictsSettled: null, written: null, requests: null, retries: null }], { keepMs: 1e9, allowSetUp: false });
	const text = await prometheusText(ports());
	const families = parseExposition(text);
	const engine = { name: 'flrts', source: 'engine' };
	const recorded = { name: NASTY, source: 'recorded' };
	expect(families.every(({ name, help }) => name.startsWith('batch_sync_') && help.endsWith('.'))).toBe(true);
	expect(valueOf(families, 'batch_sync_runs_total', { ...engine, status: 'done' })).toBe(2);
	expect(valueOf(families, 'batch_sync_runs_total', { ...engine, status: 'failed' })).toBe(1);
	expect(valueOf(families, 'batch_sync_records_processed_total', engine)).toBe(4);
	expect(valueOf(families, 'batch_sync_records_processed_total', recorded)).toBe(7);
	expect(valueOf(families, 'batch_sync_records_failed_total', recorded)).toBe(2);
	expect(valueOf(families, 'batch_sync_http_retries_total', engine)).toBe(4);
	expect(valueOf(families, 'batch_sync_open_conflicts', engine)).toBe(1);
	expect(valueOf(families, 'batch_sync_last_run_records', recorded)).toBe(9);
	expect(valueOf(families, 'batch_sync_run_duration_seconds_sum', recorded)).toBe(2.5);
	expect(valueOf(families, 'batch_sync_run_duration_seconds_count', engine)).toBe(3);
	expect(valueOf(families, 'batch_sync_run_duration_seconds', { ...recorded, quantile: '0.95' })).toBe(2.5);
	expect(valueOf(families, 'batch_sync_run_in_progress', engine)).toBe(0);
	expect(valueOf(families, 'batch_sync_lag_seconds', engine)).toBe(0);
	expect(valueOf(families, 'batch_sync_last_good_run_age_seconds', engine)).toBeLessThan(60);
	expect(valueOf(families, 'batch_sync_open_conflicts', recorded)).toBeUndefined();
});

it('has counters that do not fall when history is cleaned', async () => {
	await addTasks(world(), 2);
	await world().run('full_sync');
	await world().run('incremental');
	const counters = async (): Promise<ReadonlyMap<string, number>> => new Map(parseExposition(await prometheusText(ports())).filter(({ type }) => type === 'counter').flatMap(({ samples }) => samples.map(({ name, labels, value }) => [JSON.stringify([name, labels]), value] as const)));
	const before = await counters();
	expect(before.size).toBeGreaterThan(5);
	await world().sql(`update batch_sync.run set started_at = started_at - interval '200 days', finished_at = finished_at - interval '200 days'`);
	await world().run('incremental');
	expect(await world().sql('select id from batch_sync.run where id = 1')).toEqual([]);
	const after = await counters();
	for (const [key, value] of before) expect(after.get(key)).toBeGreaterThanOrEqual(value);
});

it('says nothing where nothing has run', async () => {
	await world().run('full_sync', { preview: true });
	await world().sql('delete from batch_sync.run_total');
	const families = parseExposition(await prometheusText(ports()));
	expect(families.filter(({ type }) => type === 'counter')).toEqual([]);
	await expect(prometheusText({ ...ports(), schema: 'elsewhere' })).rejects.toThrow(/not in schema 'elsewhere'/);
});

it('escapes whatever text a label or a help has', () => {
	fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.double(), (label, help, value) => {
		const text = exposition([{ name: 'a_metric', help, type: 'gauge', samples: [{ labels: { one: label, two: help }, value }] }]);
		expect(parseExposition(text)).toEqual([{ name: 'a_metric', type: 'gauge', help, samples: [{ name: 'a_metric', labels: { one: label, two: help }, value: Object.is(value, -0) ? 0 : value }] }]);
	}));
});

it.each([
	['a line without end', '# HELP a b\n# TYPE a gauge\na 1'],
	['a sample without type', 'a 1\n'],
	['lines of a family apart', '# HELP a x\n# TYPE a gauge\na 1\n# HELP b x\n# TYPE b gauge\nb 1\na 2\n'],
	['a sample twice', '# HELP a x\n# TYPE a gauge\na{b="1"} 1\na{b="1"} 2\n'],
	['a quote in a label', '# HELP a x\n# TYPE a gauge\na{b="x"y"} 1\n'],
	['a value that is none', '# HELP a x\n# TYPE a gauge\na null\n'],
])('is held by a parser that refuses %s', (_what, text) => {
	expect(() => parseExposition(text)).toThrow();
});
