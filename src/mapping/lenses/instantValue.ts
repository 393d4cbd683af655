import { formatInstant, normaliseInstant, parseInstant, parseWallClock } from '../../record';
import type { Json } from '../../record';
import type { LensField } from '../compileLens';
import type { TimeZone } from '../timeZone';
import type { Got } from '../types';
import { failed, found, placeOf, quoteValue } from './pairedLens';

const MIDDAY_MS = 12 * 3_600_000;

/**
 * Normal form of a time: UTC text without trailing zeros. One without zone (a `timestamp` column) stays without: it is what clocks
 * in the field's own zone show. An empty text is null.
 */
export function instantNormal(value: Json): Json {
	if (typeof value !== 'string') return value;
	const text = value.trim();
	if (text === '') return null;
	const clock = parseWallClock(text);
	if (clock !== null) return clock.hasTime ? normaliseInstant(text).slice(0, -1) : clock.day;
	return parseInstant(text) === null ? text : normaliseInstant(text);
}

/** The day a time in normal form falls on in the zone; null for null. */
export function dayOfInstant(normal: Json, zone: TimeZone, field: LensField, column: string): Got {
	if (normal === null) return found(null);
	const clock = typeof normal === 'string' ? parseWallClock(normal) : null;
	if (clock !== null) return found(clock.day);
	const instant = typeof normal === 'string' ? parseInstant(normal) : null;
	const day = instant === null ? null : zone.dayOf(instant.ms);
	if (day !== null) return found(day);
	return failed(`The ${placeOf({ ...field, local: [column] }, 'local')} holds ${quoteValue(normal)}, which is no time that has a date in OpenProject (field '${field.name}'). Change the value.`);
}

/**
 * The same time of day on another day in the zone, microseconds included; midday where there was no time. A time the clocks skip moves
 * forward. A time without zone stays without.
 */
export function moveToDay(current: Json, day: string, zone: TimeZone, field: LensField): Got {
	const clock = typeof current === 'string' ? parseWallClock(current) : null;
	if (clock !== null) return found(`${day}${(current as string).slice(clock.day.length)}`);
	const instant = typeof current === 'string' ? parseInstant(current) : null;
	const ms = zone.instantOf(day, instant === null ? MIDDAY_MS : zone.timeOfDay(instant.ms));
	if (ms === null) return failed(`The day ${day} does not exist in ${zone.name}, so field '${field.name}' cannot hold it. Choose another date.`);
	return found(formatInstant({ ms, micros: instant?.micros ?? 0 }));
}
