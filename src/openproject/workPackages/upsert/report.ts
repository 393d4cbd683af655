import { stringAt } from '../../json';
import type { Outcome } from '../outcome';
import type { UpsertReport } from './types';

/** An outcome without the work package it holds, so that memory does not grow with what was written. */
export function reportOf(outcome: Outcome, key: string | null): UpsertReport {
	if (outcome.outcome === 'failed' || outcome.outcome === 'unknown') {
		return { outcome: outcome.outcome, key, id: null, subject: null, lockVersion: null, changedFields: [], reason: outcome.reason };
	}
	const { workPackage: { id, lockVersion, json }, changedFields, heldOtherwise } = outcome;
	return { outcome: outcome.outcome, key, id: Number(id), subject: stringAt(json, 'subject'), lockVersion, changedFields, ...(heldOtherwise === undefined ? {} : { heldOtherwise }), reason: null };
}
