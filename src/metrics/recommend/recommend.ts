import type { MeasuredRun } from '../types';
import { adviseBatchSize } from './adviseBatchSize';
import { adviseInterval } from './adviseInterval';
import { paceOfRuns, type Pace } from './paceOfRuns';

/** Between which values advice may lie; times in milliseconds. */
export interface AdviceLimits {
	readonly minIntervalMs: number;
	readonly maxIntervalMs: number;
	readonly minBatchSize: number;
	readonly maxBatchSize: number;
}

/** One minute to one hour, 10 to 500 records. */
export const usualLimits: AdviceLimits = { minIntervalMs: 60_000, maxIntervalMs: 3_600_000, minBatchSize: 10, maxBatchSize: 500 };

/** When to run next and with which batch size, and why. */
export interface Recommendation {
	readonly intervalMs: number;
	readonly intervalReason: string;
	readonly batchSize: number;
	readonly batchSizeReason: string;
	/** What it was judged by. */
	readonly basis: Pace;
}

/** Advice from the newest runs of one pair (newest first); pure. */
export function recommend(runs: readonly MeasuredRun[], limits: AdviceLimits = usualLimits): Recommendation {
	const basis = paceOfRuns(runs);
	const interval = adviseInterval(basis, limits);
	const batch = adviseBatchSize(basis, limits);
	return { intervalMs: interval.value, intervalReason: interval.reason, batchSize: batch.value, batchSizeReason: batch.reason, basis };
}
