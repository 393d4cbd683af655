import { canonicalJson } from './canonicalJson';
import type { Json } from './types';

/** The values as a set: each once, in the order of their canonical JSON, so that equal sets are equal arrays. */
export function sortUnique(values: readonly Json[]): Json[] {
	const byText = new Map(values.map((value) => [canonicalJson(value), value]));
	return [...byText].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, value]) => value);
}
