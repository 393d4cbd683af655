import { isNothing } from '../formValue';
import type { WorkPackage } from '../workPackage';
import { keyTextOf, severalHold } from './keys';
import type { UpsertItem, UpsertReport } from './types';

/** What the key of a parent comes to. */
export type ParentFound =
	/** The item says nothing of its parent. */
	| { readonly status: 'untouched' }
	| { readonly status: 'given'; readonly id: number | string | null }
	| { readonly status: 'refused'; readonly message: string };

/** The work package an item is to be below, by its key: what became of that item, or what the project holds under that key. */
export function parentByKey(item: UpsertItem, among: UpsertReport | null, present: ReadonlyMap<string, readonly WorkPackage[]>): ParentFound {
	if (item.parentKey === undefined) return { status: 'untouched' };
	if (isNothing(item.parentKey)) return { status: 'given', id: null };
	const key = keyTextOf(item.parentKey) ?? JSON.stringify(item.parentKey);
	if (among !== null) return among.id === null ? { status: 'refused', message: `Its parent, the item with the key '${key}', was not written.` } : { status: 'given', id: among.id };
	const found = present.get(key) ?? [];
	if (found[0] !== undefined && found.length === 1) return { status: 'given', id: found[0].id };
	return { status: 'refused', message: found.length === 0 ? `No item and no work package of the project has the key '${key}' of its parent.` : severalHold(key, found) };
}
