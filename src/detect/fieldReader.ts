import { own } from '../equality';
import type { JsonObject } from '../record';

/** Reads one field of a record; undefined where the record does not have it. */
export type ReadField = (record: JsonObject) => unknown;

/**
 * How to read a field by its name. With dot notation 'a.b' is the field b inside a, and 'tags.0' the first element
 * of tags, unless the record has a field of exactly that name.
 */
export function fieldReader(name: string, dotNotation: boolean): ReadField {
	const path = dotNotation ? name.split('.') : [name];
	if (path.length === 1) return (record) => own(record, name);
	return (record) => (Object.hasOwn(record, name) ? record[name] : walk(record, path));
}

function walk(record: JsonObject, path: readonly string[]): unknown {
	let value: unknown = record;
	for (const step of path) value = own(value, step);
	return value;
}
