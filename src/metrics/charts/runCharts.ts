import { durationWords } from '../durationWords';
import type { PeriodFigures, Report } from '../types';
import { emptyFrame } from './frame';
import { lines } from './lines';
import { shortDuration, shortNumber, ticksUpTo, timeTicksUpTo } from './scale';
import { stackedBars } from './stackedBars';

const NO_RUNS = 'No runs in this time.';

type Charted = Pick<Report, 'periods' | 'summary'>;

/** Runs over time by how they ended. */
export function runsChart({ periods, summary }: Charted): string {
	const title = 'Runs';
	if (summary.runs + summary.byStatus.skipped === 0) return emptyFrame(title, NO_RUNS);
	return stackedBars({
		title, description: `${summary.runs} runs, ${summary.byStatus.failed} of them failed.`,
		series: [{ name: 'done', colour: 'good' }, { name: 'preview', colour: 'first' }, { name: 'partial, stopped, cancelled', colour: 'notice' }, { name: 'failed', colour: 'bad' }, { name: 'skipped', colour: 'quiet' }],
		bars: periods.map(({ label, byStatus }) => ({ label, values: [byStatus.done, byStatus.previewed, byStatus.partial + byStatus.stopped_by_guard + byStatus.cancelled, byStatus.failed, byStatus.skipped] })),
	});
}

/** Records processed a second of running time. */
export function throughputChart({ periods, summary }: Charted): string {
	const title = 'Throughput (records a second)';
	if (summary.runs === 0) return emptyFrame(title, NO_RUNS);
	if (summary.rate === null) return emptyFrame(title, 'The runs of this time had no records to process.');
	return lines({
		title, description: `${summary.processed} records, ${shortNumber(summary.rate)} a second.`, series: [{ name: 'records a second', colour: 'first' }],
		ticks: ticksUpTo(largestOf(periods, ({ rate }) => rate)), tickText: shortNumber, points: periods.map(({ label, rate }) => ({ label, values: [rate] })),
	});
}

/** How long runs took: the middle one, and the one that only a twentieth exceeded. */
export function durationsChart({ periods, summary }: Charted): string {
	const title = 'Duration of runs';
	if (summary.runs === 0) return emptyFrame(title, NO_RUNS);
	return lines({
		title, description: `Half of the runs took at most ${durationWords(summary.duration.p50 ?? 0)}, 95 % at most ${durationWords(summary.duration.p95 ?? 0)}.`,
		series: [{ name: 'median (p50)', colour: 'first' }, { name: 'p95', colour: 'second' }],
		ticks: timeTicksUpTo(largestOf(periods, ({ duration }) => duration.p95)), tickText: shortDuration, points: periods.map(({ label, duration }) => ({ label, values: [duration.p50, duration.p95] })),
	});
}

/** Records that failed, and runs that failed whole. */
export function failuresChart({ periods, summary }: Charted): string {
	const title = 'Failures';
	if (summary.runs === 0) return emptyFrame(title, NO_RUNS);
	if (summary.failed + summary.byStatus.failed === 0) return emptyFrame(title, 'Nothing failed in this time.');
	return stackedBars({
		title, description: `${summary.failed} failures of records, ${summary.byStatus.failed} failed runs.`, series: [{ name: 'records that failed', colour: 'notice' }, { name: 'runs that failed', colour: 'bad' }],
		bars: periods.map(({ label, failed, byStatus }) => ({ label, values: [failed, byStatus.failed] })),
	});
}

/** Age of the oldest change that waited when runs ended. */
export function lagChart({ periods, summary }: Charted): string {
	const title = 'Lag (oldest change not carried over)';
	if (summary.runs === 0) return emptyFrame(title, NO_RUNS);
	if (summary.lagMs === null) return emptyFrame(title, 'No change waited at the end of a run in this time.');
	return lines({
		title, description: `At most ${durationWords(summary.lagMs)}.`, series: [{ name: 'oldest change', colour: 'notice' }],
		ticks: timeTicksUpTo(summary.lagMs), tickText: shortDuration, points: periods.map(({ label, runs, lagMs }) => ({ label, values: [runs === 0 ? null : (lagMs ?? 0)] })),
	});
}

function largestOf(periods: readonly PeriodFigures[], value: (period: PeriodFigures) => number | null): number {
	return periods.reduce((largest, period) => Math.max(largest, value(period) ?? 0), 0);
}
