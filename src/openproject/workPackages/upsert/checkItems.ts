import { isId } from '../../ids';
import { isNothing } from '../formValue';
import { failure } from '../outcome';
import type { Outcome } from '../outcome';
import { shownIdIn } from '../shownId';
import { familyOrder } from './familyOrder';
import { keyTextOf, positionsByKey } from './keys';
import type { UpsertItem } from './types';

/** What can be said of items before anything is asked of OpenProject. */
export interface CheckedItems {
	readonly keys: readonly (string | null)[];
	/** Items that are refused already. */
	readonly verdicts: ReadonlyMap<number, Outcome>;
	/** Positions with parents first. */
	readonly order: readonly number[];
	/** Position of the item each is to be below; null where that is none of them. */
	readonly parents: readonly (number | null)[];
}

/** Refuses items without a key, with a key that cannot be one, with the key of another item, and those below themselves. */
export function checkItems(items: readonly UpsertItem[], rules: { readonly by: 'id' | 'customField'; readonly createWithoutId: boolean; readonly isWholeNumber: boolean }): CheckedItems {
	const keys = items.map((item) => keyOf(item.key, rules.by));
	const positions = positionsByKey(keys);
	const parents = items.map((item) => {
		const given = rules.by === 'id' ? item.fields.get('parent') : item.parentKey;
		const found = isNothing(given) ? undefined : positions.get(keyOf(given, rules.by) ?? '');
		return found?.length === 1 ? (found[0] as number) : null;
	});
	const { order, circles } = familyOrder(parents);
	const verdicts = new Map<number, Outcome>();
	for (const [position, item] of items.entries()) {
		const message = keyProblem(item, keys[position] ?? null, { ...rules, positions }) ?? circleProblem(circles.get(position), keys);
		if (message !== null) verdicts.set(position, failure(message));
	}
	return { keys, verdicts, order, parents };
}

/** Ids also as OpenProject shows them, with a hash or as an address. */
function keyOf(key: unknown, by: 'id' | 'customField'): string | null {
	const text = keyTextOf(key);
	return by === 'id' && text !== null ? (shownIdIn(text) ?? text) : text;
}

function keyProblem(item: UpsertItem, key: string | null, rules: { readonly by: 'id' | 'customField'; readonly createWithoutId: boolean; readonly isWholeNumber: boolean; readonly positions: ReadonlyMap<string, readonly number[]> }): string | null {
	const what = rules.by === 'id' ? 'ID' : 'key';
	if (key === null) {
		if (rules.by === 'id' && rules.createWithoutId && isNothing(item.key)) return null;
		if (!isNothing(item.key) && typeof item.key !== 'string') return `The ${what} of this item is ${JSON.stringify(item.key) ?? 'no value'}. Give text or a number.`;
		return rules.by === 'id' ? 'This item has no ID. Give the ID of a work package, or switch on Create Items Without ID.' : 'This item has no key, so its work package can be neither found nor made only once. Give a key that stays the same.';
	}
	if (rules.by === 'id' && !isId(key)) return `'${key}' cannot be the ID of a work package: a whole number from 1 is expected${/^[A-Za-z]\w*-\d+$/.test(key) ? ', also where OpenProject shows ids with the identifier of a project' : ''}.`;
	if (rules.isWholeNumber && !/^-?\d{1,15}$/.test(key)) return `The key '${key}' does not fit the custom field, which holds whole numbers.`;
	const same = rules.positions.get(key) ?? [];
	if (same.length > 1) return `${same.length} items have the ${what} '${key}' (items ${same.slice(0, 5).join(', ')}${same.length > 5 ? ', …' : ''}, counted from 0). None of them was written, since which one is meant cannot be told.`;
	return null;
}

function circleProblem(circle: readonly number[] | undefined, keys: readonly (string | null)[]): string | null {
	if (circle === undefined) return null;
	const names = [...circle, circle[0] as number].map((position) => keys[position] ?? '');
	return `Its parents form a circle: ${names.slice(0, 8).join(' below ')}${names.length > 8 ? ' …' : ''}. Nothing of it was written.`;
}
