import type { Json } from '../../record';
import type { FieldState, PartConflict, PolicyKind, Refusal } from '../types';
import type { Choice } from '../unit';

/** A policy that merges says why it could not, and the next one is tried. */
export function refuse(policy: PolicyKind, reason: string, parts: readonly PartConflict[] = [], marked?: string): Refusal {
	return { policy, reason, parts, ...(marked === undefined ? {} : { marked }) };
}

export function isRefusal(answer: Choice | Refusal): answer is Refusal {
	return 'reason' in answer;
}

/** Refuses values of another kind than the policy merges, naming the side. */
export function refuseKind(policy: PolicyKind, state: FieldState, wanted: string, fits: (value: Json) => boolean): Refusal | null {
	const sides = [['local', state.local], ['remote', state.remote], ['base', state.base ?? null]] as const;
	const odd = sides.find(([side, value]) => !(fits(value) || (side === 'base' && value === null)));
	if (odd === undefined) return null;
	return refuse(policy, `Field '${state.name}' is ${nameOf(odd[1])} ${odd[0] === 'base' ? 'in base' : `on the ${odd[0]} side`}. The policy '${policy}' merges ${wanted}; pick another policy for this field, or make both sides the same kind of value.`);
}

export function refuseParts(policy: PolicyKind, state: FieldState, parts: readonly PartConflict[], marked?: string): Refusal {
	const places = parts.slice(0, 3).map(({ path }) => path).join(', ');
	const more = parts.length > 3 ? ` and ${parts.length - 3} more` : '';
	return refuse(policy, `Both sides changed field '${state.name}' at ${places}${more}, in different ways. Decide there, or set Conflicting Parts to take one side's.`, parts, marked);
}

function nameOf(value: Json): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'a list';
	switch (typeof value) {
		case 'string': return 'a text';
		case 'number': return 'a number';
		case 'boolean': return 'true or false';
		default: return 'an object';
	}
}
