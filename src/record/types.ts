/** A JSON value. Numbers are finite; numeric and bigint columns travel as decimal strings. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/**
 * A JSON object. Build it with `Object.fromEntries` or a spread, and read it with `valueAt`, so that a
 * column named `__proto__` or `constructor` is a column like any other.
 */
export interface JsonObject {
	readonly [key: string]: Json;
}

/** The two sides of a pair: `local` is the PostgreSQL table, `remote` the OpenProject project. */
export type Side = 'local' | 'remote';

/** The other side. */
export function otherSide(side: Side): Side {
	return side === 'local' ? 'remote' : 'local';
}

/** The value of an own property, or undefined where the record does not have it. */
export function valueAt(record: JsonObject | null | undefined, key: string): Json | undefined {
	return record !== null && record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

/** The part of a record under the given keys; keys the record lacks stay absent. */
export function partOf(record: JsonObject | null | undefined, keys: readonly string[]): JsonObject {
	const entries: Array<[string, Json]> = [];
	for (const key of keys) {
		const value = valueAt(record, key);
		if (value !== undefined) entries.push([key, value]);
	}
	return Object.fromEntries(entries);
}

/** The record without these keys. */
export function withoutNames(record: JsonObject, names: readonly string[]): JsonObject {
	return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}
