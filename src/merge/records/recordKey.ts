import { canonicalJson, valueAt } from '../../record';
import type { Json, JsonObject } from '../../record';

/** The key of a record: its values, and a text that is the same for the same key. */
export interface RecordKey {
	readonly text: string;
	readonly values: JsonObject;
}

/** Reads the key of a record; the name of a key field it lacks where it has none. A number and the text of that number are the same key: systems differ in how they give ids. */
export function recordKeyOf(record: JsonObject, keyFields: readonly string[]): RecordKey | { readonly missing: string } {
	const values: Array<[string, Json]> = [];
	for (const field of keyFields) {
		const value = valueAt(record, field);
		if (value === undefined || value === null) return { missing: field };
		values.push([field, value]);
	}
	return { text: canonicalJson(values.map(([, value]) => textOf(value))), values: Object.fromEntries(values) };
}

function textOf(value: Json): string {
	return typeof value === 'object' ? canonicalJson(value) : String(value);
}
