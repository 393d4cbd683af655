import { compileEquality, own, plainValue, type IsEqual } from '../equality';
import type { JsonObject } from '../record';
import { fieldReader } from './fieldReader';
import { skipTreeOf, type SkipTree } from './skipTree';
import type { DetectSettings, Source } from './types';

/** The fields in which two records differ, in code unit order; always the same empty list where there are none. */
export type DifferingFields = (before: JsonObject, after: JsonObject) => readonly string[];

/** What is compared: everything either record has, or only what the first one has. */
export type Extent = 'both' | 'first';

export const NO_FIELDS: readonly string[] = Object.freeze([]);

/**
 * Compiles which fields are compared, and how, into one function that allocates nothing for equal records. Key fields
 * of the given sources, and the names in `apart`, are not compared. Comparing throws what `compileEquality` throws.
 */
export function compileDifference(settings: DetectSettings, options: { readonly keysOf: readonly Source[]; readonly apart?: readonly string[]; readonly extent?: Extent }): DifferingFields {
	const { fields, dotNotation } = settings;
	const isEqual = compileEquality(settings.rules);
	const keys = options.keysOf.flatMap((source) => settings.match.keys[source]);
	const apart = [...keys, ...(options.apart ?? [])];
	const extent = options.extent ?? 'both';
	if (fields.kind === 'only') return compareNamed(fields.names.filter((name) => !apart.includes(name)), dotNotation, isEqual, extent);
	const skip = skipTreeOf(fields.kind === 'except' ? [...apart, ...fields.names] : apart, dotNotation);
	return (before, after) => sorted(differenceOf(before, after, skip, isEqual, extent));
}

function compareNamed(names: readonly string[], dotNotation: boolean, isEqual: IsEqual, extent: Extent): DifferingFields {
	const readers = [...new Set(names)].sort().map((name) => ({ name, read: fieldReader(name, dotNotation) }));
	return (before, after) => {
		let differing: string[] | null = null;
		for (const { name, read } of readers) {
			const value = read(before);
			if (isEqual(value, read(after)) || (extent === 'first' && value === undefined)) continue;
			(differing ??= []).push(name);
		}
		return differing ?? NO_FIELDS;
	};
}

function differenceOf(before: JsonObject, after: JsonObject, skip: SkipTree, isEqual: IsEqual, extent: Extent): string[] | null {
	let differing: string[] | null = null;
	for (const name in before) {
		const value = before[name];
		// The common case first: the same primitive on both sides.
		if (value === after[name] || !Object.hasOwn(before, name) || skip.whole.has(name)) continue;
		if (!isEqualApartFrom(value, own(after, name), skip.within.get(name), isEqual)) (differing ??= []).push(name);
	}
	if (extent === 'first') return differing;
	for (const name in after) {
		const value = after[name];
		if (value === before[name] || Object.hasOwn(before, name) || !Object.hasOwn(after, name) || skip.whole.has(name)) continue;
		if (!isEqualApartFrom(undefined, value, skip.within.get(name), isEqual)) (differing ??= []).push(name);
	}
	return differing;
}

/** Compares two values but for the parts to skip. An object that has nothing else is as good as missing. */
function isEqualApartFrom(left: unknown, right: unknown, skip: SkipTree | undefined, isEqual: IsEqual): boolean {
	if (skip === undefined) return isEqual(left, right);
	const [a, b] = [plainValue(left), plainValue(right)];
	const [whole, other] = [a === undefined ? {} : a, b === undefined ? {} : b];
	return isObject(whole) && isObject(other) ? differenceOf(whole, other, skip, isEqual, 'both') === null : isEqual(a, b);
}

function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(names: string[] | null): readonly string[] {
	return names === null ? NO_FIELDS : names.sort();
}
