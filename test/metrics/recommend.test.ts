import fc from 'fast-check';
import { recommend, usualLimits, type MeasuredRun } from '../../src/metrics';
import { runOf } from './figures';

const MINUTE = 60_000;

/** Runs every 15 minutes, newest first. */
function runs(changes: ReadonlyArray<Partial<MeasuredRun> & { readonly processed?: number }>): MeasuredRun[] {
	return changes.map(({ processed = 5, ...change }, index) => runOf({ startedAt: new Date(Date.UTC(2026, 2, 1, 12) - index * 15 * MINUTE).toISOString(), metrics: { processed, requests: 100, retries: 0, batchSize: 50 }, ...change }));
}

describe('the interval', () => {
	it.each([
		['no runs', [], 15 * MINUTE, /No runs are known yet/],
		['no changes in a row of runs', runs([{ processed: 0 }, { processed: 0 }, { processed: 0 }]), 30 * MINUTE, /Nothing changed in the last 3 runs/],
		['5 changes every 15 minutes', runs([{}, {}, {}, {}]), 60 * MINUTE, /20 records change an hour/],
		['80 changes every 15 minutes', runs([{ processed: 80 }, { processed: 80 }]), 4 * MINUTE, /320 records change an hour/],
		['runs that take long', runs([{ processed: 80, durationMs: 5 * MINUTE }, { processed: 80 }]), 20 * MINUTE, /Runs take up to 5 minutes; four times that/],
		['one failure', runs([{ status: 'failed' }, { processed: 80 }]), 30 * MINUTE, /^The last run failed: the interval doubles/],
		['two failures', runs([{ status: 'failed' }, { status: 'failed' }, {}]), 60 * MINUTE, /^The last 2 runs failed/],
		['an outage over hours', runs(Array.from({ length: 9 }, () => ({ status: 'failed' as const }))), 60 * MINUTE, /The last 9 runs failed.*longest interval allowed is 1 hour\./],
		['a storm of changes', runs([{ processed: 5000 }, { processed: 5000 }]), MINUTE, /shortest interval allowed is 1 minute\./],
	])('after %s', (_what, given, intervalMs, reason) => {
		const advice = recommend(given);
		expect(advice.intervalReason).toMatch(reason);
		expect(advice.intervalMs).toBe(intervalMs);
	});

	it('does not count runs that were skipped or only previews', () => {
		expect(recommend(runs([{ status: 'skipped', processed: 0 }, { status: 'previewed', processed: 900 }, { processed: 80 }, { processed: 80 }])).basis).toMatchObject({ runs: 2, failedInARow: 0, changesPerHour: 320 });
	});
});

describe('the batch size', () => {
	it.each([
		['too few records to tell', runs([{ processed: 3 }]), 50, /Too few records were processed/],
		['records that take 50 ms', runs([{ processed: 100, durationMs: 5000 }]), 100, /A record takes 50 ms, so 100 take about 5 s/],
		['records that take 150 ms', runs([{ processed: 100, durationMs: 15_000 }]), 67, /A record takes 150 ms/],
		['records that take 2 s', runs([{ processed: 100, durationMs: 200_000 }]), 25, /A record takes 2000 ms/],
		['requests that are repeated', runs([{ metrics: { processed: 100, requests: 100, retries: 9, batchSize: 80 } }]), 40, /9 % of the requests had to be repeated: half of 80/],
		['runs that do not get to their end', runs([{ status: 'partial' }, { status: 'failed' }, {}]), 25, /66\.67 % of the runs failed or did not get to their end/],
	])('after %s', (_what, given, batchSize, reason) => {
		const advice = recommend(given);
		expect(advice.batchSizeReason).toMatch(reason);
		expect(advice.batchSize).toBe(batchSize);
	});
});

it('always stays within the limits, and gives a sentence', () => {
	const run = fc.record({ status: fc.constantFrom('done', 'failed', 'partial', 'skipped', 'previewed', 'stopped_by_guard', 'cancelled'), durationMs: fc.nat(10_000_000), startedAt: fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString()), metrics: fc.record({ processed: fc.nat(1e6), requests: fc.nat(1e6), retries: fc.nat(1e6), batchSize: fc.integer({ min: 1, max: 10_000 }) }, { requiredKeys: [] }) });
	fc.assert(fc.property(fc.array(run), fc.integer({ min: 1, max: 1e8 }), fc.nat(1e8), fc.integer({ min: 1, max: 5000 }), fc.nat(5000), (given, minIntervalMs, more, minBatchSize, moreSize) => {
		const limits = { minIntervalMs, maxIntervalMs: minIntervalMs + more, minBatchSize, maxBatchSize: minBatchSize + moreSize };
		const advice = recommend(given.map((one) => runOf(one as Partial<MeasuredRun>)), limits);
		expect(advice.intervalMs).toBeGreaterThanOrEqual(limits.minIntervalMs);
		expect(advice.intervalMs).toBeLessThanOrEqual(limits.maxIntervalMs);
		expect(advice.batchSize).toBeGreaterThanOrEqual(limits.minBatchSize);
		expect(advice.batchSize).toBeLessThanOrEqual(limits.maxBatchSize);
		expect(Number.isInteger(advice.batchSize)).toBe(true);
		for (const reason of [advice.intervalReason, advice.batchSizeReason]) expect(reason).toMatch(/^[A-Z0-9][^]*[a-z0-9]\.$/);
	}));
	expect(usualLimits).toEqual({ minIntervalMs: MINUTE, maxIntervalMs: 60 * MINUTE, minBatchSize: 10, maxBatchSize: 500 });
});
