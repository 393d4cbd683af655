import type { Json } from '../../record';
import { itemsById } from '../list/itemsById';
import { mergeOrdered } from '../list/mergeOrdered';
import { mergeSet } from '../list/mergeSet';
import type { FieldState, PolicySpec, Refusal } from '../types';
import type { Choice } from '../unit';
import { partLog } from '../value/mergeValue';
import { refuse, refuseKind, refuseParts } from './refuse';

type ListSpec = Extract<PolicySpec, { kind: 'list' }>;

/** Both edits of a list in one. Without base everything counts as added. As a whole, a side is taken or the policy passes on. */
export function mergeList(policy: ListSpec, state: FieldState): Choice | Refusal {
	const refused = refuseKind('list', state, 'lists', Array.isArray);
	if (refused !== null) return refused;
	switch (policy.as) {
		case 'set': return { winner: 'merged', value: mergeSet(listOf(state.base), listOf(state.local), listOf(state.remote)) };
		case 'ordered': return mergeItems(policy, state);
		case 'whole': return takeWhole(policy, state);
		default: {
			const impossible: never = policy.as;
			return impossible;
		}
	}
}

function mergeItems(policy: ListSpec, state: FieldState): Choice | Refusal {
	const idField = policy.idField ?? null;
	const sides = { base: itemsById(listOf(state.base), idField), local: itemsById(listOf(state.local), idField), remote: itemsById(listOf(state.remote), idField) };
	for (const [side, read] of Object.entries(sides)) {
		if ('problem' in read) return refuse('list', `Field '${state.name}' cannot be merged as an ordered list: ${side === 'base' ? 'in base' : `on the ${side} side`}, ${read.problem}. Give every item an id of its own, or merge the list as a set.`);
	}
	const log = partLog(policy.prefer);
	const itemsOf = (read: (typeof sides)['base']): ReadonlyMap<string, Json> => ('items' in read ? read.items : new Map());
	const value = mergeOrdered(itemsOf(sides.base), itemsOf(sides.local), itemsOf(sides.remote), log);
	return log.conflicts.length > 0 ? refuseParts('list', state, log.conflicts) : { winner: 'merged', value, lost: log.lost };
}

function takeWhole({ prefer }: ListSpec, state: FieldState): Choice | Refusal {
	if (prefer === 'local' || prefer === 'remote') return { winner: prefer };
	return refuse('list', `Both sides changed the list '${state.name}', which is merged as a whole. Decide which one holds, or set Conflicting Parts to take one side's.`);
}

function listOf(value: Json | undefined): readonly Json[] {
	return Array.isArray(value) ? (value as readonly Json[]) : [];
}
