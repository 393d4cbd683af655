import type { CompiledMapping } from '../mapping';
import { mergeField, type FieldMerge, type FieldState, type MergeSettings, type PolicySpec } from '../merge';
import type { Json } from '../record';
import { fitValue } from './fitValue';
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

/**
 * What each usual policy would make of a conflict, found out by the merge itself. Empty for conflicts no policy settles. A value made of
 * both is offered only where the field could hold it, and a merged text only for a field whose lens says that it is free text.
 */
export function suggestPolicies(conflict: OpenConflict, mapping: CompiledMapping | null): readonly PolicyOutcome[] {
	if (conflict.kind === 'delete_versus_update') return deletionPolicies(conflict);
	if (!(SETTLED_BY_POLICY as readonly string[]).includes(conflict.kind)) return [];
	return FIELD_POLICIES.map((policy) => outcomeOf(policy, conflict, mapping));
}

function deletionPolicies({ local }: OpenConflict): readonly PolicyOutcome[] {
	const gone = local === null ? 'row' : 'work package';
	return [
		{ policy: 'edit_wins', settles: true, choice: 'edit', reason: `The edit is kept, and the ${gone} is made again.` },
		{ policy: 'delete_wins', settles: true, choice: 'delete', reason: `The ${gone} stays deleted, and the edit is lost.` },
	];
}

/** What one policy would make of a conflict about values. */
export function outcomeOf(policy: FieldPolicy, conflict: OpenConflict, mapping: CompiledMapping | null): PolicyOutcome {
	const passesOn = (reason: string): PolicyOutcome => ({ policy, settles: false, choice: null, reason });
	const kept = policy === 'text' ? keptWhole(conflict, mapping) : null;
	if (kept !== null) return passesOn(kept);
	const merge = mergeField(stateOf(conflict, { kind: policy }), settingsOf(conflict, { kind: policy }));
	const reason = reasonFor(policy, conflict, merge);
	if (merge.status !== 'resolved') return passesOn(reason);
	if (merge.winner !== 'merged') return { policy, settles: true, choice: merge.winner, reason };
	const fit = fitValue(conflict, merge.value, mapping);
	return fit.status === 'misfit' ? passesOn(`Both edits together do not fit: ${fit.reason}`) : { policy, settles: true, choice: 'merged', reason, value: fit.value };
}

/** Why two edits of a field are never put together as texts; null where they may be. */
function keptWhole({ field }: OpenConflict, mapping: CompiledMapping | null): string | null {
	if (mapping === null) return 'The mapping of the pair cannot be read, so it is not known whether this is free text.';
	const isFree = mapping.fields.some((one) => one.name === field && one.isFreeText);
	return isFree ? null : 'The field is not free text: its values are taken whole.';
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
		case 'text': return isSettled ? 'Both edits fit into one text.' : textReason(conflict, merge);
		case 'higher': return isSettled ? 'The larger number or later date.' : 'The values have no order.';
		case 'lower': return isSettled ? 'The smaller number or earlier date.' : 'The values have no order.';
	}
}

function textReason({ kind, local, remote }: OpenConflict, merge: FieldMerge): string {
	if (typeof local !== 'string' || typeof remote !== 'string') return 'The values are not texts.';
	if (kind === 'no_base') return 'The texts were never agreed on, so nothing tells what either side changed.';
	const hasParts = merge.status === 'conflicted' && merge.refusals?.some(({ parts }) => parts.length > 0) === true;
	return hasParts ? 'Both sides changed the same words.' : 'Not written in words (a date, a number, a code or the like), so the values are taken whole.';
}
