import type { JsonObject } from '../record';
import { wentBackSentence } from './wentBack';
import type { WentBack } from './wentBack';

export type GuardName = 'mass_delete' | 'empty_side' | 'mass_change' | 'both_populated' | 'scope_changed' | 'mapping_changed' | 'went_back';

/** What the guards measure, all counted before anything is written. */
export interface GuardMeasures {
	/** Links whose both records were there when last agreed. */
	readonly liveLinks: number;
	/** Records the plan deletes or sets to the deletion status, descendants included. */
	readonly deletes: number;
	/** Links the plan updates on either side; creates do not count. */
	readonly updates: number;
	readonly localRecords: number;
	readonly remoteRecords: number;
	/** Links that hold both records. */
	readonly pairedLinks: number;
	/** Whether this pair has ever agreed on anything. */
	readonly hasAgreedBefore: boolean;
	readonly isScopeChanged: boolean;
	/** Names of fields whose mapping changed (not those newly added). */
	readonly changedFields: readonly string[];
	readonly plannedWrites: number;
	readonly noBaseConflicts: number;
	/** Sides that are in an older state than they were. */
	readonly wentBack: readonly WentBack[];
}

export interface GuardLimits {
	readonly maxDeletes: number;
	readonly maxDeletePercent: number;
	readonly maxChangePercent: number;
	readonly letThrough: readonly GuardName[];
}

export interface GuardFinding {
	readonly guard: GuardName;
	readonly message: string;
	readonly measured: number;
	readonly limit: number;
}

/** Below this many live links a high share of updates is everyday work. */
const FEWEST_LINKS_FOR_SHARE = 20;

/** The guards that stop a plan; empty when it may go ahead. */
export function evaluateGuards(measures: GuardMeasures, limits: GuardLimits): readonly GuardFinding[] {
	const findings = [wentBack(measures), massDelete(measures, limits), emptySide(measures), massChange(measures, limits), bothPopulated(measures), scopeChanged(measures), mappingChanged(measures)];
	return findings.filter((finding): finding is GuardFinding => finding !== null && !limits.letThrough.includes(finding.guard));
}

function massDelete({ deletes, liveLinks }: GuardMeasures, limits: GuardLimits): GuardFinding | null {
	const share = liveLinks === 0 ? 0 : (deletes / liveLinks) * 100;
	const isOver = deletes > limits.maxDeletes || (deletes > 0 && share > limits.maxDeletePercent);
	if (!isOver) return null;
	return {
		guard: 'mass_delete',
		measured: deletes,
		limit: Math.min(limits.maxDeletes, Math.floor((liveLinks * limits.maxDeletePercent) / 100)),
		message: `The plan deletes ${deletes} of ${liveLinks} linked records (${share.toFixed(1)} %); allowed are ${limits.maxDeletes} records and ${limits.maxDeletePercent} %. Look at the plan; if the deletions are meant, approve it with Apply Plan, or let the guard 'mass_delete' through once.`,
	};
}

function emptySide({ liveLinks, localRecords, remoteRecords }: GuardMeasures): GuardFinding | null {
	if (liveLinks === 0 || (localRecords > 0 && remoteRecords > 0)) return null;
	const side = localRecords === 0 ? 'local table' : 'OpenProject project';
	return {
		guard: 'empty_side',
		measured: 0,
		limit: liveLinks,
		message: `The ${side} shows no record at all, but ${liveLinks} records were linked before. Row-level security, a wrong filter or a lost permission look like this. Check them; if it is really empty, let the guard 'empty_side' through once.`,
	};
}

function massChange({ liveLinks, updates }: GuardMeasures, limits: GuardLimits): GuardFinding | null {
	const share = liveLinks === 0 ? 0 : (updates / liveLinks) * 100;
	if (liveLinks < FEWEST_LINKS_FOR_SHARE || share < limits.maxChangePercent) return null;
	return {
		guard: 'mass_change',
		measured: updates,
		limit: Math.floor((liveLinks * limits.maxChangePercent) / 100),
		message: `The plan updates ${updates} of ${liveLinks} linked records (${share.toFixed(1)} %); from ${limits.maxChangePercent} % on a person has to look first. If the bulk edit is meant, let the guard 'mass_change' through once.`,
	};
}

function bothPopulated({ hasAgreedBefore, localRecords, remoteRecords, pairedLinks }: GuardMeasures): GuardFinding | null {
	const smaller = Math.min(localRecords, remoteRecords);
	if (hasAgreedBefore || smaller === 0 || pairedLinks * 2 >= smaller) return null;
	return {
		guard: 'both_populated',
		measured: pairedLinks,
		limit: Math.ceil(smaller / 2),
		message: `Both sides hold records (${localRecords} rows, ${remoteRecords} work packages) but only ${pairedLinks} belong together by stored id or provenance key. A sync now would copy each side to the other. If that is meant, let the guard 'both_populated' through once; if not, fill in the stored work package ids first.`,
	};
}

function scopeChanged({ isScopeChanged, hasAgreedBefore }: GuardMeasures): GuardFinding | null {
	if (!isScopeChanged || !hasAgreedBefore) return null;
	return {
		guard: 'scope_changed',
		measured: 1,
		limit: 0,
		message: `The table, key, project, type or filter of this pair is not what it was in its last run. Records that no longer belong are set aside, not deleted. Look at the plan and let the guard 'scope_changed' through once, or use another pair name.`,
	};
}

function mappingChanged({ changedFields, plannedWrites, noBaseConflicts }: GuardMeasures): GuardFinding | null {
	if (changedFields.length === 0 || plannedWrites + noBaseConflicts === 0) return null;
	return {
		guard: 'mapping_changed',
		measured: changedFields.length,
		limit: 0,
		message: `The mapping of ${changedFields.join(', ')} is not what it was: the plan would make ${plannedWrites} writes and raise ${noBaseConflicts} conflicts. Look at the plan and let the guard 'mapping_changed' through once.`,
	};
}

function wentBack({ wentBack: sides }: GuardMeasures): GuardFinding | null {
	if (sides.length === 0) return null;
	return { guard: 'went_back', measured: sides.reduce((sum, { records }) => sum + records, 0), limit: 0, message: wentBackSentence(sides) };
}

/** Findings as plain JSON for storing with the run. */
export function guardsAsJson(findings: readonly GuardFinding[]): readonly JsonObject[] {
	return findings.map(({ guard, message, measured, limit }) => ({ guard, message, measured, limit }));
}
