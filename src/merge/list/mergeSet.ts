import { canonicalJson, sortUnique } from '../../record';
import type { Json } from '../../record';

/**
 * A set with what either side added and without what either side removed. Elements are the same where their canonical JSON
 * is. Base's elements keep their order, added ones follow sorted, so that it does not matter which side is which.
 */
export function mergeSet(base: readonly Json[], local: readonly Json[], remote: readonly Json[]): Json[] {
	const [inBase, inLocal, inRemote] = [textsOf(base), textsOf(local), textsOf(remote)];
	const kept = new Map<string, Json>();
	for (const element of base) {
		const text = canonicalJson(element);
		if (inLocal.has(text) && inRemote.has(text)) kept.set(text, element);
	}
	const added = [...local, ...remote].filter((element) => !inBase.has(canonicalJson(element)));
	return [...kept.values(), ...sortUnique(added)];
}

function textsOf(elements: readonly Json[]): ReadonlySet<string> {
	return new Set(elements.map(canonicalJson));
}
