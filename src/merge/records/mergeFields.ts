import { valueAt } from '../../record';
import type { Json, JsonObject, Side } from '../../record';
import { mergeField } from '../mergeField';
import type { FieldMerge, MergeSettings } from '../types';
import type { SameValue } from '../value/mergeValue';
import { sameValueOf } from './sameValue';
import { authorityOf } from './authorityOf';
import { editTimeOf } from './editTime';
import { mergePresence } from './mergePresence';
import { sidesOfField, type FieldSides } from './sidesOfField';
import type { FieldOutcome, NotKept, RecordConflict, RecordOutcome, RecordRules, RecordSides, TextMergeNote } from './types';

/** A record that both sides have. */
export interface Present {
	readonly local: JsonObject;
	readonly remote: JsonObject;
}

/** Merges a record that both sides have, field by field. Throws a BatchSyncError for a time that is none and for operations that do not fit. */
export function mergeFields(sides: RecordSides, { local, remote }: Present, rules: RecordRules): RecordOutcome {
	const base = sides.base ?? null;
	const settings = settingsFor(sides, { local, remote }, rules);
	const draft = new Draft(sameValueOf(rules));
	for (const name of namesOf([local, remote, base], rules)) {
		const field = sidesOfField(name, { base, local, remote }, rules);
		draft.add(name, field, mergeOne(name, field, { ...settings, noBasePolicies: noBasePoliciesOf(name, base !== null, rules) }, rules));
	}
	return draft.finish(base);
}

function settingsFor(sides: RecordSides, { local, remote }: Present, rules: RecordRules): MergeSettings {
	const authority = authorityOf(sides, rules);
	return {
		localEditedAtMs: editTimeOf(local, rules.editedAt.local, rules.timeZone),
		remoteEditedAtMs: editTimeOf(remote, rules.editedAt.remote, rules.timeZone),
		tieMs: rules.tieMs,
		timeZone: rules.timeZone,
		isEqual: sameValueOf(rules),
		noBasePolicies: [],
		valueOf: (side, field) => valueAt(side === 'local' ? local : remote, field),
		...(authority === undefined ? {} : { authority }),
	};
}

/** A field that both sides added to a record they agreed on goes by its policies; a record never agreed on only where that is asked for. */
function noBasePoliciesOf(name: string, hasBase: boolean, rules: RecordRules): MergeSettings['noBasePolicies'] {
	return hasBase || rules.policiesWithoutBase ? rules.policiesOf(name) : [];
}

function namesOf(records: ReadonlyArray<JsonObject | null>, { ignored }: RecordRules): string[] {
	return [...new Set(records.flatMap((record) => Object.keys(record ?? {})))].filter((name) => !ignored.has(name));
}

/** What became of a field; `value` is undefined where the result lacks it. */
interface Merged {
	readonly outcome: FieldOutcome;
	readonly value: Json | undefined;
	readonly merge?: FieldMerge;
}

function mergeOne(name: string, field: FieldSides, settings: MergeSettings, rules: RecordRules): Merged {
	const { base, local, remote } = field;
	const isSame = sameValueOf(rules);
	if (isSame(local, remote)) return { outcome: { winner: isSame(base, local) ? 'unchanged' : 'both' }, value: local };
	if (isSame(base, local)) return { outcome: { winner: 'remote' }, value: remote };
	if (isSame(base, remote)) return { outcome: { winner: 'local' }, value: local };
	const policies = rules.policiesOf(name);
	if (local === undefined || remote === undefined) return mergedOf(field, mergePresence(name, field, policies, settings));
	const { operations } = field;
	const state = { name, base, local, remote, localChanged: true, remoteChanged: true, owner: 'both' as const, policies, group: null };
	return mergedOf(field, mergeField({ ...state, ...(operations === undefined ? {} : { operations }) }, settings));
}

function mergedOf(field: FieldSides, merge: FieldMerge): Merged {
	if (merge.status !== 'resolved') return { outcome: { winner: null }, value: undefined, merge };
	return { outcome: { winner: merge.winner, policy: merge.policy }, value: merge.winner === 'merged' ? merge.value : field[merge.winner], merge };
}

/** The merged record as it grows. */
class Draft {
	private readonly merged: Array<[string, Json]> = [];
	private readonly fields: Array<[string, FieldOutcome]> = [];
	private readonly notKept: NotKept[] = [];
	private readonly textMerges: TextMergeNote[] = [];
	private readonly conflicts: RecordConflict[] = [];
	private isUpdated = false;

	constructor(private readonly isSame: SameValue) {}

	add(name: string, field: FieldSides, { outcome, value, merge }: Merged): void {
		this.fields.push([name, outcome]);
		if (outcome.winner !== null && value !== undefined) this.merged.push([name, value]);
		this.isUpdated ||= outcome.winner === null || !this.isSame(field.base, value);
		if (merge?.status === 'conflicted') this.conflicts.push(conflictOf(name, field, merge));
		if (merge?.status !== 'resolved') return;
		this.notKept.push(...lossesOf(name, field, merge));
		for (const hunk of merge.hunks ?? []) this.textMerges.push({ field: name, ...hunk });
	}

	finish(base: JsonObject | null): RecordOutcome {
		return {
			status: this.conflicts.length === 0 ? 'merged' : 'unresolved',
			change: base === null ? 'created' : this.isUpdated ? 'updated' : 'unchanged',
			merged: Object.fromEntries(this.merged),
			fields: Object.fromEntries(this.fields),
			notKept: this.notKept,
			textMerges: this.textMerges,
			conflicts: this.conflicts,
		};
	}
}

/** A whole side that lost is told from the field itself, where an absent value is null. */
function lossesOf(name: string, field: FieldSides, merge: Extract<FieldMerge, { status: 'resolved' }>): NotKept[] {
	const valueOf = (side: Side): Json => field[side] ?? null;
	return merge.lost.map((lost) => ({ field: name, ...lost, ...(merge.winner === 'merged' ? {} : { value: valueOf(lost.side) }), policy: merge.policy }));
}

function conflictOf(name: string, { base, local, remote }: FieldSides, { kind, refusals = [] }: Extract<FieldMerge, { status: 'conflicted' }>): RecordConflict {
	const marked = refusals.find((refusal) => refusal.marked !== undefined)?.marked;
	return {
		field: name,
		kind,
		reasons: refusals.map(({ reason }) => reason),
		parts: refusals.flatMap(({ parts }) => parts),
		...(marked === undefined ? {} : { marked }),
		values: valuesOf({ base, local, remote }),
	};
}

function valuesOf(values: Readonly<Record<string, Json | undefined>>): JsonObject {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as JsonObject;
}
