import { ConfigurationError } from '../errors';
import { USUAL_PATIENCE } from '../postgres';
import type { RunRequest, RunSettings, RunTask } from './types';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The settings of a run that says nothing else. */
export const defaultSettings: RunSettings = {
	lockMs: USUAL_PATIENCE.lockMs,
	batchSize: 50,
	workers: 3,
	guards: { maxDeletes: 25, maxDeletePercent: 10, maxChangePercent: 90, letThrough: [] },
	deadlineMs: 15 * MINUTE_MS,
	cadenceMs: 15 * MINUTE_MS,
	completeEveryMs: 24 * 60 * MINUTE_MS,
	overlapMs: 10 * MINUTE_MS,
	tieMs: 2 * MINUTE_MS,
	leaseMs: 75_000,
	heartbeatMs: 1000,
	requestDeadlineMs: MINUTE_MS,
	createMarginMs: 5000,
	narrowFromRows: 50_000,
	reportLimit: 1000,
	planMaxAgeMs: DAY_MS,
	retention: { imagesMs: 30 * DAY_MS, historyMs: 90 * DAY_MS, maxRuns: 10_000, budgetMs: 2000 },
};

/** Refuses settings a run cannot keep, each by name, with what was given and what is allowed. */
export function checkSettings(settings: RunSettings): void {
	inRange('Lock wait (ms)', settings.lockMs, 1, MINUTE_MS);
	inRange('Batch size', settings.batchSize, 1, 10_000);
	inRange('Workers', settings.workers, 1, 10);
	inRange('Max deletes', settings.guards.maxDeletes, 0, Number.MAX_SAFE_INTEGER);
	inRange('Max delete percent', settings.guards.maxDeletePercent, 0, 100);
	inRange('Max change percent', settings.guards.maxChangePercent, 0, 1000);
	inRange('Deadline (ms)', settings.deadlineMs, 1000, 7 * 24 * 60 * MINUTE_MS);
	inRange('Report limit', settings.reportLimit, 1, 100_000);
	inRange('Plan age (ms)', settings.planMaxAgeMs, 1000, 365 * DAY_MS);
	inRange('Keep for undo (ms)', settings.retention.imagesMs, 0, 3650 * DAY_MS);
	inRange('Keep history (ms)', settings.retention.historyMs, settings.retention.imagesMs, 3650 * DAY_MS);
	inRange('Runs kept', settings.retention.maxRuns, 1, 10_000_000);
	if (settings.leaseMs <= settings.requestDeadlineMs) {
		throw new ConfigurationError(`The lease time (${settings.leaseMs} ms) must exceed the request deadline (${settings.requestDeadlineMs} ms), or a run could lose its lease in the middle of a request.`);
	}
	if (settings.heartbeatMs * 3 > settings.leaseMs) throw new ConfigurationError(`The heartbeat (${settings.heartbeatMs} ms) must be at most a third of the lease time (${settings.leaseMs} ms).`);
}

function inRange(name: string, value: number, least: number, most: number): void {
	if (Number.isFinite(value) && value >= least && value <= most) return;
	throw new ConfigurationError(`${name} is ${value}; it must be a number from ${least} to ${most}.`);
}

export function checkRequest(request: RunRequest): void {
	const task = taskOf(request);
	if (task.kind === 'resync' && request.mode !== 'full_sync') throw new ConfigurationError(`A resync needs the mode full_sync; ${request.mode} was given.`);
	if (task.kind === 'apply_plan') requireRunId(task.plan, 'plan');
	if (task.kind === 'undo') requireRunId(task.run, 'run');
	if (task.kind === 'release' && task.run !== null) requireRunId(task.run, 'run');
	if (request.ids !== undefined && request.ids.length > 0 && request.mode !== 'delta_sync') throw new ConfigurationError(`Ids were given, but the mode is ${request.mode}. Choose delta_sync, or leave the ids empty.`);
	for (const id of request.ids ?? []) {
		if (id.trim() === '') throw new ConfigurationError('One of the ids to sync is empty. Give work package ids or row keys, without empty entries.');
	}
}

/** The task of a request; a sync where it names none. */
export function taskOf(request: RunRequest): RunTask {
	return request.task ?? { kind: 'sync' };
}

/** Refuses what cannot be the number of a run or of a plan (a plan has the number of the run that made it). */
export function requireRunId(id: string, what: 'run' | 'plan'): void {
	if (/^\d{1,18}$/.test(id)) return;
	throw new ConfigurationError(`'${id}' is not a ${what} ID. ${what === 'run' ? 'Run' : 'Plan'} IDs are whole numbers, as shown in the summary of a run.`);
}
