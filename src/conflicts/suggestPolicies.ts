import { mergeField, type FieldMerge, type FieldState, type MergeSettings, type PolicySpec } from '../merge';
import type { Json } from '../record';
import { newestReason, TIE_MS } from './newestSide';
import type { PolicyOutcome, SuggestedPolicy } from './types';

/** What of a conflict policies go by. */
export interface OpenConflict {
	readonly field: string;
	readonly fields: readonly string[];
	readonly kind: string;
	readonly base: Json;
	readonly local: Json;
	readonly remote: Json;
	readonly localEditedAtMs: number | null;
	readonly remoteEditedAtMs: number | null;
}

/** Conflicts a policy could have settled; the others are about something else than which value is better. */
export const SETTLED_BY_POLICY = ['both_changed', 'no_base'] as const;

type FieldPolicy = Exclude<SuggestedPolicy, 'edit_wins' | 'delete_wins'>;

const FIELD_POLICIES: readonly FieldPolicy[] = ['local_wins', 'remote_wins', 'newest_wins', 'union', 'text', 'higher', 'lower'];

/** What each usual policy would make of a conflict, found out by the merge itself. Empty for conflicts no policy settles. */
export function suggestPolicies(conflict: OpenConflict): readonly PolicyOutcome[] {
	if (conflict.kind === 'delete_versus_update') return deletionPolicies(conflict);
	if (!(SETTLED_BY_POLICY as readonly string[]).includes(conflict.kind)) return [];
	return FIELD_POLICIES.map((policy) => outcomeOf(policy, conflict));
}

function deletionPolicies({ local }: OpenConflict): readonly PolicyOutcome[] {
	const gone = local === null ? 'row' : 'work package';
	return [
		{ policy: 'edit_wins', settles: true, choice: 'edit', reason: `The edit is kept, and the ${gone} is made again.` },
		{ policy: 'delete_wins', settles: true, choice: 'delete', reason: `The ${gone} stays deleted, and the edit is lost.` },
	];
}

function outcomeOf(policy: FieldPolicy, conflict: OpenConflict): PolicyOutcome {
	const merge = mergeField(stateOf(conflict, { kind: policy }), settingsOf(conflict, { kind: policy }));
	const reason = reasonFor(policy, conflict, merge);
	if (merge.status !== 'resolved') return { policy, settles: false, choice: null, reason };
	return { policy, settles: true, choice: merge.winner, reason, ...(merge.winner === 'merged' ? { value: merge.value } : {}) };
}

function stateOf({ field, base, kind, local, remote }: OpenConflict, policy: PolicySpec): FieldState {
	return { name: field, base: kind === 'no_base' ? undefined : base, local, remote, localChanged: true, remoteChanged: true, owner: 'both', policies: [policy], group: null };
}

function settingsOf({ localEditedAtMs, remoteEditedAtMs }: OpenConflict, policy: PolicySpec): MergeSettings {
	return { localEditedAtMs, remoteEditedAtMs, tieMs: TIE_MS, noBasePolicies: [policy], valueOf: () => undefined };
}

function reasonFor(policy: FieldPolicy, conflict: OpenConflict, merge: FieldMerge): string {
	const isSettled = merge.status === 'resolved';
	switch (policy) {
		case 'local_wins': return "The table's value, whatever the other is.";
		case 'remote_wins': return "OpenProject's value, whatever the other is.";
		case 'newest_wins': return newestReason(conflict);
		case 'union': return isSettled ? 'Everything either list has, less what either side removed.' : 'The values are not lists.';
		case 'text': return isSettled ? 'Both edits fit into one text.' : textReason(conflict);
		case 'higher': return isSettled ? 'The larger number or later date.' : 'The values have no order.';
		case 'lower': return isSettled ? 'The smaller number or earlier date.' : 'The values have no order.';
	}
}

function textReason({ kind, local, remote }: OpenConflict): string {
	if (typeof local !== 'string' || typeof remote !== 'string') return 'The values are not texts.';
	return kind === 'no_base' ? 'The texts were never agreed on, so nothing tells what either side changed.' : 'Both sides changed the same words.';
}
