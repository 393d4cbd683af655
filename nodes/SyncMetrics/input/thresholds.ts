import { usualThresholds, type HealthThresholds } from '../../../src/health';
import { numberOf, type Values } from '../../n8n/values';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** The thresholds of a health check from the node's options. */
export function readThresholds(options: Values): HealthThresholds {
	const read = (name: string, label: string, fallback: number, unit = 1): number => numberOf(options[name], label, { min: 0, max: 1_000_000, fallback: fallback / unit }) * unit;
	const usual = usualThresholds;
	return {
		goodRunWarningMs: read('goodRunWarningMinutes', 'Warn After (Minutes)', usual.goodRunWarningMs, MINUTE_MS),
		goodRunCriticalMs: read('goodRunCriticalMinutes', 'Critical After (Minutes)', usual.goodRunCriticalMs, MINUTE_MS),
		recentRuns: numberOf(options['recentRuns'], 'Recent Runs', { min: 1, max: 1000, fallback: usual.recentRuns, whole: true }),
		errorWarningPercent: read('errorWarningPercent', 'Warning Error Rate (Percent)', usual.errorWarningPercent),
		errorCriticalPercent: read('errorCriticalPercent', 'Critical Error Rate (Percent)', usual.errorCriticalPercent),
		runningMs: read('runningMinutes', 'Long Run (Minutes)', usual.runningMs, MINUTE_MS),
		waitingWarningMs: read('waitingWarningMinutes', 'Waiting Changes: Warn After (Minutes)', usual.waitingWarningMs, MINUTE_MS),
		waitingCriticalMs: read('waitingCriticalHours', 'Waiting Changes: Critical After (Hours)', usual.waitingCriticalMs, HOUR_MS),
		failingRecords: read('failingRecords', 'Failing Records', usual.failingRecords),
		openConflicts: read('openConflicts', 'Open Conflicts', usual.openConflicts),
		conflictAgeMs: read('conflictHours', 'Conflict Age (Hours)', usual.conflictAgeMs, HOUR_MS),
		countPercent: read('countPercent', 'Count Difference (Percent)', usual.countPercent),
		clockMs: read('clockSeconds', 'Clock Difference (Seconds)', usual.clockMs, SECOND_MS),
	};
}
