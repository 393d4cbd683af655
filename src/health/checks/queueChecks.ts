import { durationWords } from '../../metrics';
import { countOf, judged, severityOf } from '../judge';
import type { PairFacts } from '../read/readPairFacts';
import type { HealthCheck, HealthThresholds } from '../types';

/** A heartbeat is late when it is three overdue, and not before this time. */
const LEAST_LATE_MS = 10_000;

/** The run going on, its heartbeat, and runs whose process was gone. */
export function judgeLease({ lease, takenOver }: Pick<PairFacts, 'lease' | 'takenOver'>, { runningMs }: HealthThresholds): HealthCheck {
	if (lease !== null) {
		const since = `Run ${lease.run} has been going on for ${durationWords(lease.sinceMs)}`;
		const silent = `has not been heard of for ${durationWords(lease.heartbeatAgeMs)}`;
		const lateMs = Math.max(LEAST_LATE_MS, lease.heartbeatMs * 3);
		if (lease.isExpired) {
			return judged('lease', 'warning', { finding: `Run ${lease.run} ${silent} and its lease has run out: its process is gone.`, value: Math.round(lease.heartbeatAgeMs), threshold: lateMs, whatToDo: 'Start a run: it takes over and goes on. Then look why n8n was stopped or ran out of memory.' });
		}
		if (lease.heartbeatAgeMs > lateMs) return judged('lease', 'warning', { finding: `${since} and ${silent}.`, value: Math.round(lease.heartbeatAgeMs), threshold: lateMs, whatToDo: 'Wait two minutes: if its process is gone, its lease runs out and the next run takes over.' });
		if (lease.sinceMs >= runningMs) return judged('lease', 'warning', { finding: `${since} and is alive.`, value: Math.round(lease.sinceMs), threshold: runningMs, whatToDo: 'See what it is doing with Get Run of Batch Sync, or stop it with Cancel Run. Runs that are due meanwhile are skipped.' });
		if (takenOver === 0) return judged('lease', 'ok', { finding: `${since} and is alive.`, value: Math.round(lease.sinceMs), threshold: runningMs });
	}
	if (takenOver > 0) {
		return judged('lease', 'warning', { finding: `${countOf(takenOver, 'run')} of the last 24 hours ended without a report and ${takenOver === 1 ? 'was' : 'were'} taken over by the next.`, value: takenOver, threshold: 1, whatToDo: 'Look why their process ended: n8n restarted, or out of memory. What they did is recorded, and nothing is lost.' });
	}
	return judged('lease', 'ok', { finding: 'No run is going on, and none ended without a report in the last 24 hours.', value: 0, threshold: 1 });
}

/** A plan that a guard stopped, or a person asked for, and that nobody has applied. */
export function judgeWaitingPlan({ plan }: Pick<PairFacts, 'plan'>): HealthCheck {
	if (plan === null) return judged('waiting_plan', 'ok', { finding: 'No plan waits for a person.' });
	return judged('waiting_plan', 'warning', { finding: `The plan of run ${plan.run} has waited for ${durationWords(plan.waitsMs)}. ${plan.message}`, value: plan.run, whatToDo: `Look at it, then carry it out with Apply Plan (plan ${plan.run}) of Batch Sync, or change what it is about.` });
}

/** Changes that were seen and not carried over. */
export function judgeWaitingChanges({ waiting }: Pick<PairFacts, 'waiting'>, { waitingWarningMs, waitingCriticalMs }: HealthThresholds): HealthCheck {
	const ageMs = waiting.oldestMs;
	if (ageMs === null) return judged('waiting_changes', 'ok', { finding: 'No change waits to be carried over.', value: 0, threshold: waitingWarningMs });
	const severity = severityOf(ageMs, waitingWarningMs, waitingCriticalMs);
	return judged('waiting_changes', severity, {
		finding: `${countOf(waiting.count, 'record')} ${waiting.count === 1 ? 'has' : 'have'} changes that were seen and not carried over, the oldest for ${durationWords(ageMs)}.`,
		value: Math.round(ageMs), threshold: severity === 'critical' ? waitingCriticalMs : waitingWarningMs,
		whatToDo: severity === 'ok' ? null : 'Look whether a plan waits or runs do not get to their end: a longer Deadline or more Workers let a run carry more.',
	});
}

/** Records that a side refuses. */
export function judgeFailingRecords({ failing }: Pick<PairFacts, 'failing'>, { failingRecords }: HealthThresholds): HealthCheck {
	const severity = severityOf(failing, Math.max(1, failingRecords));
	return judged('failing_records', severity, {
		finding: failing === 0 ? 'No record is failing.' : `${countOf(failing, 'record')} ${failing === 1 ? 'is' : 'are'} failing; the others are synced all the same.`, value: failing, threshold: failingRecords,
		whatToDo: severity === 'ok' ? null : 'See the Failures output of Batch Sync: each says which field was refused and why.',
	});
}

/** Conflicts that nobody decides. */
export function judgeConflicts({ conflicts }: Pick<PairFacts, 'conflicts'>, { openConflicts, conflictAgeMs }: HealthThresholds): HealthCheck {
	const { count, oldestMs } = conflicts;
	if (count === 0 || oldestMs === null) return judged('conflicts', 'ok', { finding: 'No conflict waits for a person.', value: 0, threshold: openConflicts });
	const isOld = oldestMs >= conflictAgeMs;
	const isMany = count >= Math.max(1, openConflicts);
	return judged('conflicts', isOld || isMany ? 'warning' : 'ok', {
		finding: `${countOf(count, 'conflict')} ${count === 1 ? 'waits' : 'wait'} for a person, the oldest for ${durationWords(oldestMs)}.`,
		value: isOld && !isMany ? Math.round(oldestMs) : count, threshold: isOld && !isMany ? conflictAgeMs : openConflicts,
		whatToDo: isOld || isMany ? 'Decide them, or give the fields they are about a conflict policy. Until then both values are kept where they are.' : null,
	});
}
