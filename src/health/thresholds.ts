import { ConfigurationError } from '../errors';
import type { HealthThresholds } from './types';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** For a run every 15 minutes. */
export const usualThresholds: HealthThresholds = {
	goodRunWarningMs: 45 * MINUTE_MS, goodRunCriticalMs: 4 * HOUR_MS,
	recentRuns: 20, errorWarningPercent: 20, errorCriticalPercent: 50,
	runningMs: 30 * MINUTE_MS,
	waitingWarningMs: HOUR_MS, waitingCriticalMs: 24 * HOUR_MS,
	failingRecords: 25,
	openConflicts: 100, conflictAgeMs: 72 * HOUR_MS,
	countPercent: 10,
	clockMs: MINUTE_MS,
};

/** The usual thresholds with those given. Throws a ConfigurationError for a pair that is the wrong way round. */
export function thresholdsOf(given: Partial<HealthThresholds>): HealthThresholds {
	const all = { ...usualThresholds, ...given };
	for (const [name, value] of Object.entries(all)) {
		if (!Number.isFinite(value) || value < 0) throw new ConfigurationError(`The threshold '${name}' is ${String(value)}; it must be a number from 0 on.`);
	}
	for (const [low, high] of [['goodRunWarningMs', 'goodRunCriticalMs'], ['errorWarningPercent', 'errorCriticalPercent'], ['waitingWarningMs', 'waitingCriticalMs']] as const) {
		if (all[low] > all[high]) throw new ConfigurationError(`The threshold '${low}' (${all[low]}) is above '${high}' (${all[high]}). A warning has to come before the alarm.`);
	}
	return all;
}
