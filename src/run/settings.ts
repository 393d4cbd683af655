import { ConfigurationError } from '../errors';
import type { RunRequest, RunSettings } from './types';

const MINUTE_MS = 60_000;

/** The settings of a run that says nothing else. */
export const defaultSettings: RunSettings = {
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
	narrowFromRows: 500_000,
	reportLimit: 1000,
};

/** Refuses settings a run cannot keep, each by name, with what was given and what is allowed. */
export function checkSettings(settings: RunSettings): void {
	inRange('Batch size', settings.batchSize, 1, 10_000);
	inRange('Workers', settings.workers, 1, 10);
	inRange('Max deletes', settings.guards.maxDeletes, 0, Number.MAX_SAFE_INTEGER);
	inRange('Max delete percent', settings.guards.maxDeletePercent, 0, 100);
	inRange('Max change percent', settings.guards.maxChangePercent, 0, 1000);
	inRange('Deadline (ms)', settings.deadlineMs, 1000, 7 * 24 * 60 * MINUTE_MS);
	inRange('Report limit', settings.reportLimit, 1, 100_000);
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
	if (request.resync === true && request.mode !== 'full_sync') throw new ConfigurationError(`A resync needs the mode full_sync; ${request.mode} was given.`);
	if (request.ids !== undefined && request.ids.length > 0 && request.mode !== 'delta_sync') throw new ConfigurationError(`Ids were given, but the mode is ${request.mode}. Choose delta_sync, or leave the ids empty.`);
	for (const id of request.ids ?? []) {
		if (id.trim() === '') throw new ConfigurationError('One of the ids to sync is empty. Give work package ids or row keys, without empty entries.');
	}
}
