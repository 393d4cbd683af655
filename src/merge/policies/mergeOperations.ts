import type { Json, Side } from '../../record';
import { otherSide } from '../../record';
import { applyOperations, deriveOperations, overruled, transformOperations, type FieldOperations } from '../transform';
import type { FieldState, PolicySpec, Refusal } from '../types';
import type { Choice } from '../unit';
import { refuse } from './refuse';
import { refuseWholeValue } from './refuseWholeValue';

/**
 * Both sides' operations on base: those of side `first`, then the other's, transformed against them. What one side says of itself
 * (`FieldState.operations`) is used, else its value is compared with base. Where only one operation can hold, the first side's does, and the other's
 * is lost.
 */
export function mergeOperations(policy: Extract<PolicySpec, { kind: 'operations' }>, state: FieldState): Choice | Refusal {
	const { base } = state;
	if (base === undefined || base === null) return refuse('operations', `Field '${state.name}' has no base for operations to start from. Give a base, or pick a policy that chooses a side.`);
	const whole = refuseGuesses(state, base);
	if (whole !== null) return whole;
	const [first, second] = [operationsOf(policy.first, base, state), operationsOf(otherSide(policy.first), base, state)];
	if (first === null || second === null) return refuse('operations', `Field '${state.name}' is not the same kind of value in base and on both sides. The policy 'operations' merges texts, lists and objects.`);
	const value = applyOperations(applyOperations(base, first), transformOperations(second, first, 'second'));
	const lost = overruled(base, first, second).map(({ by, ...part }) => ({ ...part, side: by === 'first' ? otherSide(policy.first) : policy.first }));
	return { winner: 'merged', value, lost };
}

/** What was done to a date or a code is not found out by comparing: both would be done to parts of it. */
function refuseGuesses({ name, local, remote, operations }: FieldState, base: Json): Refusal | null {
	const isSaid = operations?.local !== undefined && operations.remote !== undefined;
	if (isSaid || typeof base !== 'string' || typeof local !== 'string' || typeof remote !== 'string') return null;
	return refuseWholeValue('operations', name, { base, local, remote });
}

function operationsOf(side: Side, base: Json, state: FieldState): FieldOperations | null {
	return state.operations?.[side] ?? deriveOperations(base, state[side]);
}
