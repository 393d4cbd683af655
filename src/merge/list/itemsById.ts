import { canonicalJson, valueAt } from '../../record';
import type { Json } from '../../record';
import { isPlainObject } from '../value/isPlainObject';

/** The items of a list by the text of their id, in order; or what is wrong with one of them, as the end of a sentence. */
export type ItemsById = { readonly items: ReadonlyMap<string, Json> } | { readonly problem: string };

/** Reads a list as items with ids. Without an id field an item is its own id. */
export function itemsById(list: readonly Json[], idField: string | null): ItemsById {
	const items = new Map<string, Json>();
	for (const [index, item] of list.entries()) {
		const id = idField === null ? item : isPlainObject(item) ? valueAt(item, idField) : undefined;
		if (id === undefined || id === null) return { problem: `item ${index} has no ${idField === null ? 'value' : `'${idField}'`}` };
		const text = canonicalJson(id);
		if (items.has(text)) return { problem: `two items have the id ${text.slice(0, 60)}` };
		items.set(text, item);
	}
	return { items };
}
