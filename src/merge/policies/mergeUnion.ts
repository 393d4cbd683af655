import { canonicalJson, sortUnique } from '../../record';
import type { Json } from '../../record';
import type { FieldState } from '../types';
import type { Choice } from '../unit';

/**
 * (local ∪ remote) less what either side removed from base; without base the plain union. Elements are the same where
 * their canonical JSON is. The result is sorted, so that it does not depend on which side is which. Passes on where
 * either side is not an array.
 */
export function mergeUnion({ base, local, remote }: FieldState): Choice | null {
	if (!Array.isArray(local) || !Array.isArray(remote)) return null;
	const inLocal = new Set(local.map(canonicalJson));
	const inRemote = new Set(remote.map(canonicalJson));
	const inBase = new Set((Array.isArray(base) ? (base as readonly Json[]) : []).map(canonicalJson));
	const isRemoved = (element: string): boolean => inBase.has(element) && !(inLocal.has(element) && inRemote.has(element));
	const kept = [...(local as readonly Json[]), ...(remote as readonly Json[])].filter((element) => !isRemoved(canonicalJson(element)));
	return { winner: 'merged', value: sortUnique(kept) };
}
