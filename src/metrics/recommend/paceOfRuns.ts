import type { MeasuredRun } from '../types';

const USUAL_GAP_MS = 15 * 60_000;
const USUAL_BATCH_SIZE = 50;
/** A run of fewer records says more about the time it takes to look than about the records. */
const TELLING_COUNT = 20;

/** How a pair has been going lately. Times in milliseconds; null: cannot be told. */
export interface Pace {
	/** Runs judged: those that were neither skipped nor previews. */
	readonly runs: number;
	/** Runs that failed since the last one that did not. */
	readonly failedInARow: number;
	/** Runs that failed or did not get to their end, of all, in percent. */
	readonly troubledPercent: number;
	readonly changesPerHour: number;
	/** Usual time from the start of one run to that of the next. */
	readonly gapMs: number;
	readonly p95DurationMs: number | null;
	readonly itemMs: number | null;
	/** Requests that were repeated, of all, in percent. */
	readonly retryPercent: number;
	/** Batch size of the newest run. */
	readonly batchSize: number;
}

/** What recent runs, newest first, tell of a pair's pace. */
export function paceOfRuns(given: readonly MeasuredRun[]): Pace {
	const runs = given.filter(({ status }) => status !== 'skipped' && status !== 'previewed');
	const starts = runs.map(({ startedAt }) => Date.parse(startedAt));
	const gaps = starts.slice(1).map((start, index) => (starts[index] as number) - start).filter((gap) => gap > 0);
	const gapMs = gaps.length === 0 ? USUAL_GAP_MS : percentile(gaps, 0.5);
	const firstGood = runs.findIndex(({ status }) => status !== 'failed');
	// Each run carries what changed in the gap before it.
	const hours = (runs.length * gapMs) / 3_600_000;
	const telling = runs.filter(({ metrics }) => (metrics.processed ?? 0) >= TELLING_COUNT);
	const sum = (of: readonly MeasuredRun[], value: (run: MeasuredRun) => number): number => of.reduce((total, run) => total + value(run), 0);
	const requests = sum(runs, ({ metrics }) => metrics.requests ?? 0);
	return {
		runs: runs.length,
		failedInARow: firstGood === -1 ? runs.length : firstGood,
		troubledPercent: share(runs.filter(({ status }) => status === 'failed' || status === 'partial').length, runs.length),
		changesPerHour: hours === 0 ? 0 : rounded(sum(runs, ({ metrics }) => metrics.processed ?? 0) / hours),
		gapMs,
		p95DurationMs: runs.length === 0 ? null : percentile(runs.map(({ durationMs }) => durationMs), 0.95),
		itemMs: telling.length === 0 ? null : rounded(sum(telling, ({ durationMs }) => durationMs) / sum(telling, ({ metrics }) => metrics.processed ?? 0)),
		retryPercent: share(sum(runs, ({ metrics }) => metrics.retries ?? 0), requests),
		batchSize: runs.find(({ metrics }) => metrics.batchSize !== undefined)?.metrics.batchSize ?? USUAL_BATCH_SIZE,
	};
}

function share(part: number, whole: number): number {
	return whole === 0 ? 0 : rounded((part * 100) / whole);
}

/** The smallest value that at least so large a part of the values does not exceed. */
function percentile(values: readonly number[], part: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0;
}

function rounded(value: number): number {
	return Math.round(value * 100) / 100;
}
