import { durationWords } from '../../metrics';
import { countOf, judged, severityOf } from '../judge';
import type { RunFacts } from '../read/readRunFacts';
import type { HealthCheck, HealthThresholds } from '../types';

/** Failures in a row that are an outage, however many good runs came before. */
const OUTAGE_RUNS = 3;

/** Time since the last good run: what alone notices that nothing runs any more. */
export function judgeLastGoodRun({ goodAgeMs, knownMs }: RunFacts, { goodRunWarningMs, goodRunCriticalMs }: HealthThresholds): HealthCheck {
	const ageMs = goodAgeMs ?? knownMs;
	const severity = severityOf(ageMs, goodRunWarningMs, goodRunCriticalMs);
	const finding = goodAgeMs === null ? `No run has been good yet, ${durationWords(ageMs)} after the first.` : `The last good run ended ${durationWords(ageMs)} ago.`;
	return judged('last_good_run', severity, {
		finding, value: Math.round(ageMs), threshold: severity === 'critical' ? goodRunCriticalMs : goodRunWarningMs,
		whatToDo: severity === 'ok' ? null : 'Check that the workflow with the schedule is active and n8n is running. If runs do start, look at what the other checks say about them.',
	});
}

/** How many of the newest runs failed. */
export function judgeErrorRate({ recent }: RunFacts, { errorWarningPercent, errorCriticalPercent }: HealthThresholds): HealthCheck {
	if (recent.length === 0) return judged('error_rate', 'unknown', { finding: 'No run has ended yet.', threshold: errorWarningPercent });
	const failed = recent.filter(({ status }) => status === 'failed');
	const percent = Math.round((failed.length * 1000) / recent.length) / 10;
	const firstGood = recent.findIndex(({ status }) => status !== 'failed');
	const inARow = firstGood === -1 ? recent.length : firstGood;
	const isOutage = inARow >= OUTAGE_RUNS;
	// Of one or two runs a share says little, and where the newest did not fail the trouble is on its way out: neither is an alarm.
	const byShare = severityOf(percent, errorWarningPercent, recent.length >= OUTAGE_RUNS && inARow > 0 ? errorCriticalPercent : undefined);
	const severity = isOutage ? 'critical' : failed.length === 0 ? 'ok' : byShare;
	const row = inARow > 1 ? `, the last ${inARow} in a row` : '';
	const reason = failed[0] === undefined ? '' : ` The newest failure: ${failed[0].message}`;
	return judged('error_rate', severity, {
		finding: failed.length === 0 ? `None of the last ${countOf(recent.length, 'run')} failed.` : `${failed.length} of the last ${countOf(recent.length, 'run')} failed${row}.${reason}`,
		value: percent, threshold: severity === 'critical' ? errorCriticalPercent : errorWarningPercent,
		whatToDo: severity === 'ok' ? null : 'Do what the newest failure asks for. Nothing is lost meanwhile: the next run that gets through goes on where the last one stopped.',
	});
}
