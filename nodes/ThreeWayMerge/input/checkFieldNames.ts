import { closestNames } from '../../../src/closestNames';
import { InputError } from '../../n8n/InputError';
import type { MergeUnit } from './mergeUnits';
import type { MergeNodeSettings } from './settings';

/** Throws an InputError for a field that a parameter names and no record has, with the names most like it. */
export function checkFieldNames({ namedFields }: MergeNodeSettings, units: readonly MergeUnit[]): void {
	if (units.length === 0) return;
	const wanted = new Set(namedFields.map(({ field }) => field));
	const known = new Set<string>();
	for (const { sides } of units) {
		if (wanted.size === 0) return;
		for (const record of [sides.local, sides.remote, sides.base]) {
			for (const name of Object.keys(record ?? {})) {
				known.add(name);
				wanted.delete(name);
			}
		}
	}
	const unknown = namedFields.find(({ field }) => wanted.has(field));
	if (unknown === undefined) return;
	const closest = closestNames(unknown.field, [...known]);
	throw new InputError(unknown.parameter, unknown.field, `No item has a field of this name. ${closest.length === 0 ? `Fields are e.g. ${[...known].slice(0, 5).join(', ')}.` : `Closest: ${closest.join(', ')}.`}`);
}
