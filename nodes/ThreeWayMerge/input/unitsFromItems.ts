import type { IExecuteFunctions } from 'n8n-workflow';
import { joinKey, keyPart, type KeyRules } from '../../../src/equality';
import { canonicalJson, valueAt } from '../../../src/record';
import type { Json, JsonObject } from '../../../src/record';
import type { MergeUnit, MergeUnits, UnitProblem } from './mergeUnits';
import { plainValue } from './plainValue';
import type { ItemProperties, MergeNodeSettings } from './settings';

/** Reads items that carry their records as properties. */
export function unitsFromItems(context: IExecuteFunctions, { properties, useAuthority, keyRules }: MergeNodeSettings): MergeUnits {
	const units: MergeUnit[] = [];
	const problems: UnitProblem[] = [];
	const seen = new Map<string, number>();
	context.getInputData().forEach(({ json }, item) => {
		const pairedItem = [{ item }];
		const record = plainValue(json) as JsonObject;
		const key = valueAt(record, properties.key) ?? null;
		const problem = problemOf(record, item, properties, useAuthority) ?? doubleOf(key, item, seen, keyRules);
		if (problem !== null) problems.push({ message: problem, pairedItem });
		else units.push({ key, compare: comparisonOf(record), sides: sidesOf(record, properties, useAuthority), pairedItem });
	});
	return { units, problems };
}

/** How Detect Conflicts compared, where the item comes from there. */
function comparisonOf(record: JsonObject): JsonObject | null {
	const given = valueAt(record, 'compare');
	return typeof given === 'object' && given !== null && !Array.isArray(given) ? (given as JsonObject) : null;
}

function sidesOf(record: JsonObject, properties: ItemProperties, useAuthority: boolean): MergeUnit['sides'] {
	const objectAt = (name: string): JsonObject | null => (valueAt(record, name) ?? null) as JsonObject | null;
	return {
		local: objectAt(properties.local),
		remote: objectAt(properties.remote),
		base: valueAt(record, properties.base) as JsonObject | null | undefined,
		authority: useAuthority ? objectAt(properties.authority) : undefined,
	};
}

function problemOf(record: JsonObject, item: number, properties: ItemProperties, useAuthority: boolean): string | null {
	const named = [properties.local, properties.remote, properties.base, ...(useAuthority ? [properties.authority] : [])];
	const odd = named.find((name) => !isRecordOrNothing(valueAt(record, name)));
	if (odd !== undefined) return `Item ${item}: '${odd}' is no record. Give an object with the fields of the record, or null where there is none.`;
	if (valueAt(record, properties.local) === undefined && valueAt(record, properties.remote) === undefined) {
		return `Item ${item} has neither '${properties.local}' nor '${properties.remote}'. Give both records in each item, or name where they are under Options > Item Properties.`;
	}
	if (useAuthority && valueAt(record, properties.authority) === undefined) return `Item ${item} has no '${properties.authority}', which holds the record of the authority. Give it, null where the authority knows nothing, or turn Use Authority off.`;
	return null;
}

function isRecordOrNothing(value: Json | undefined): boolean {
	return value === undefined || (typeof value === 'object' && !Array.isArray(value));
}

function doubleOf(key: Json, item: number, seen: Map<string, number>, rules: KeyRules): string | null {
	const parts = typeof key === 'object' && key !== null ? Object.keys(key).sort().map((name) => (key as JsonObject)[name]) : [key];
	const text = joinKey(parts, (part) => keyPart(part, rules));
	if (text === null) return null;
	const first = seen.get(text);
	if (first === undefined) {
		seen.set(text, item);
		return null;
	}
	return `Items ${first} and ${item} have the same key ${canonicalJson(key).slice(0, 80)}. Merge each record once: remove one of them.`;
}
