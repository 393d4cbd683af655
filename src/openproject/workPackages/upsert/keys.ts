import type { CustomField } from '../../customFields';
import { isSameName } from '../../names';
import type { GivenFields } from '../givenFields';
import type { WorkPackage } from '../workPackage';

/** An item's key as text; null where it has none. Keys that are the same as text are the same. */
export function keyTextOf(key: unknown): string | null {
	if (typeof key === 'number' && Number.isFinite(key)) return String(key);
	if (typeof key === 'boolean') return String(key);
	if (typeof key !== 'string') return null;
	const text = key.trim();
	return text === '' ? null : text;
}

/** Positions of items by key, in the order they come. */
export function positionsByKey(keys: readonly (string | null)[]): ReadonlyMap<string, readonly number[]> {
	const positions = new Map<string, number[]>();
	for (const [position, key] of keys.entries()) {
		if (key === null) continue;
		const before = positions.get(key);
		if (before === undefined) positions.set(key, [position]);
		else before.push(position);
	}
	return positions;
}

/** Why a key that copies share stands for none of them. */
export function severalHold(key: string, found: readonly WorkPackage[]): string {
	return `${found.length} work packages hold the key '${key}': ${found.map((one) => one.id).slice(0, 8).join(', ')}. Work packages are copied with their keys; take it away from all but one.`;
}

/** The key is what the item is found by; it is no field to change. */
export function withoutKey(fields: GivenFields, keyField: CustomField | null): GivenFields {
	return keyField === null ? fields : new Map([...fields].filter(([name]) => name !== keyField.key && !isSameName(name, keyField.name, { anyCase: true })));
}
