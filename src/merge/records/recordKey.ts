import { joinKey, keyPart, type KeyRules } from '../../equality';
import { valueAt } from '../../record';
import type { Json, JsonObject } from '../../record';

/** The key of a record: its values, and a text that is the same for the same key. */
export interface RecordKey {
	readonly text: string;
	readonly values: JsonObject;
}

/** Reads the key of a record; the name of a key field it lacks where it has none. */
export function recordKeyOf(record: JsonObject, keyFields: readonly string[], rules: KeyRules): RecordKey | { readonly missing: string } {
	const values: Array<[string, Json]> = [];
	for (const field of keyFields) {
		const value = valueAt(record, field);
		if (value === undefined || value === null) return { missing: field };
		values.push([field, value]);
	}
	return { text: joinKey(values.map(([, value]) => value), (value) => keyPart(value, rules)) ?? '', values: Object.fromEntries(values) };
}
