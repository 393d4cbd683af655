import { decideUnit } from './decideUnit';
import { describeOutcome } from './describeOutcome';
import { mergeField } from './mergeField';
import type { FieldMerge, FieldState, MergeSettings, RecordMerge } from './types';

/**
 * Merges a record field by field. Fields of one group are merged as one value: a side changed if any member did,
 * the sides agree only if all members do, and a policy or a conflict for one is for all. The answer has one entry
 * per state, in the order given.
 */
export function mergeRecord(states: readonly FieldState[], settings: MergeSettings): RecordMerge {
	const merged = new Map<string, FieldMerge>();
	const groups = groupsOf(states);
	const decided = new Map<string, ReturnType<typeof decideUnit>>();
	for (const state of states) {
		if (state.group === null) {
			merged.set(state.name, mergeField(state, settings));
			continue;
		}
		const outcome = decided.get(state.group) ?? decideUnit({ states: groups.get(state.group) ?? [state], isGroup: true }, settings);
		decided.set(state.group, outcome);
		merged.set(state.name, describeOutcome(state, outcome));
	}
	return merged;
}

function groupsOf(states: readonly FieldState[]): ReadonlyMap<string, readonly FieldState[]> {
	const groups = new Map<string, FieldState[]>();
	for (const state of states) {
		if (state.group === null) continue;
		const members = groups.get(state.group);
		if (members === undefined) groups.set(state.group, [state]);
		else members.push(state);
	}
	return groups;
}
