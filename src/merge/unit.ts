import { isEqualJson } from '../record';
import type { Json, Side } from '../record';
import type { TextHunk } from './text';
import type { ConflictKind, FieldState, Lost, PolicyKind, Refusal } from './types';

/** What is decided as one: a field, or all fields of a group. Never empty. */
export interface Unit {
	readonly states: readonly FieldState[];
	readonly isGroup: boolean;
}

/** Which sides moved away from their own base. */
export type Moved = 'neither' | 'local' | 'remote' | 'both';

/** What was decided for a unit; `value` only where a policy made a value of its own, which is for single fields. */
export type UnitOutcome =
	| { readonly status: 'unchanged' }
	| { readonly status: 'taken'; readonly from: Side }
	| { readonly status: 'agreed' }
	| { readonly status: 'resolved'; readonly kind: ConflictKind; readonly policy: PolicyKind; readonly choice: Choice }
	| { readonly status: 'conflicted'; readonly kind: ConflictKind; readonly refusals?: readonly Refusal[] };

/** What a policy chose: a side, or a value made of both. */
export type Choice = { readonly winner: Side } | { readonly winner: 'merged'; readonly value: Json; readonly lost?: readonly Lost[]; readonly hunks?: readonly TextHunk[] };

export function movedOf({ states }: Unit): Moved {
	const isLocal = states.some((state) => state.localChanged);
	const isRemote = states.some((state) => state.remoteChanged);
	if (isLocal) return isRemote ? 'both' : 'local';
	return isRemote ? 'remote' : 'neither';
}

export function isEqualUnit({ states }: Unit): boolean {
	return states.every((state) => isEqualJson(state.local, state.remote));
}

/** A group has a base only where every member has one. */
export function hasBase({ states }: Unit): boolean {
	return states.every((state) => state.base !== undefined);
}

/** The owner all members name, else 'both'. */
export function ownerOf({ states }: Unit): Side | 'both' {
	const [first, ...others] = states;
	return first !== undefined && others.every((state) => state.owner === first.owner) ? first.owner : 'both';
}
