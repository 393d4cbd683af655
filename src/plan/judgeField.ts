import type { CompiledField } from '../mapping';
import { isEqualJson, partOf } from '../record';
import type { JsonObject } from '../record';

/**
 * What a table made of a field that was written to it: it holds what was sent; it kept what was there; it holds nothing in its
 * place; it holds another value than either.
 */
export type FieldVerdict = 'held' | 'kept' | 'emptied' | 'changed';

/** Judges one field by the row before the write (null: there was none), the values sent and the row afterwards. */
export function judgeField(field: CompiledField, row: { readonly before: JsonObject | null; readonly sent: JsonObject; readonly after: JsonObject }): FieldVerdict {
	const normal = (record: JsonObject): JsonObject => field.lens.normalise('local', partOf(record, field.local));
	const nothing = Object.fromEntries(field.local.map((name) => [name, null]));
	const before = normal(row.before ?? nothing);
	const wanted = normal({ ...(row.before ?? nothing), ...partOf(row.sent, field.local) });
	const after = normal(row.after);
	if (isEqualJson(after, wanted)) return 'held';
	if (isEqualJson(after, normal(nothing))) return 'emptied';
	return row.before !== null && isEqualJson(after, before) ? 'kept' : 'changed';
}
