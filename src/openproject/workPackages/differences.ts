import { hoursOf, isEqualJson, storedHours } from '../../record';
import type { Json, JsonObject } from '../../record';
import { extractRecord } from '../extractRecord';
import type { WorkPackage } from './workPackage';

/**
 * The values that a work package does not hold yet. Line ends and white space at the end of texts do not count, since
 * OpenProject changes both; nor does the order of several values, nor how a duration is spelled, nor what of it
 * OpenProject does not store. `linkNames` are those of
 * links whose title alone does not tell which one is meant.
 */
export function differences(wanted: JsonObject, present: WorkPackage, linkNames: ReadonlyMap<string, string> = new Map()): JsonObject {
	const held = extractRecord(present.json, Object.keys(wanted), linkNames);
	return Object.fromEntries(Object.entries(wanted).filter(([property, value]) => !isEqualJson(normal(property, value), normal(property, held[property] ?? null))));
}

function normal(property: string, value: Json): Json {
	if (Array.isArray(value)) return value.map((one: Json) => normal('', one)).sort((a, b) => (String(a) < String(b) ? -1 : 1));
	if (value === null || typeof value !== 'string') return value === null ? '' : value;
	if (property.endsWith('Time')) {
		const hours = hoursOf(value);
		return hours === null ? value : storedHours(hours);
	}
	return value.replace(/\r\n?/g, '\n').trimEnd();
}
