import type { CustomValue } from '../data/model';
import { WRITABLE_NAMES, type Draft, type WritableName } from './values';

/** Names of values that differ. */
export function changedNames(before: Draft, after: Draft): readonly WritableName[] {
	return WRITABLE_NAMES.filter((name) => before[name] !== after[name]);
}

/** Custom fields whose values differ, in order of id. */
export function changedCustomFields(before: Pick<Draft, 'customValues'>, after: Pick<Draft, 'customValues'>): readonly number[] {
	if (before.customValues === after.customValues) return [];
	const ids = [...new Set([...before.customValues.keys(), ...after.customValues.keys()])].sort((a, b) => a - b);
	return ids.filter((id) => !areEqual(before.customValues.get(id), after.customValues.get(id)));
}

function areEqual(a: CustomValue | undefined, b: CustomValue | undefined): boolean {
	return typeof a === 'object' || typeof b === 'object' ? JSON.stringify(a) === JSON.stringify(b) : a === b;
}
