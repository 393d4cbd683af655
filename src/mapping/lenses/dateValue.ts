import { isCalendarDate } from '../../record';
import type { Json, Side } from '../../record';
import type { LensField } from '../compileLens';
import type { Got } from '../types';
import { failed, found, placeOf, quoteValue } from './pairedLens';

const MIDNIGHT = /^(\d{4}-\d{2}-\d{2})[T ]00:00(?::00(?:\.0+)?)?$/;

/** Normal form of a date: an empty text is null, and a timestamp without time zone at midnight is its date. */
export function dateNormal(value: Json): Json {
	if (typeof value !== 'string') return value;
	const text = value.trim();
	if (text === '') return null;
	return MIDNIGHT.exec(text)?.[1] ?? text;
}

/** The canonical value of a date in normal form: 'YYYY-MM-DD' or null. */
export function readDate(normal: Json, side: Side, field: LensField, name = field[side][0] ?? field.name): Got {
	if (normal === null || (typeof normal === 'string' && isCalendarDate(normal))) return found(normal);
	return failed(`The ${placeOf({ ...field, [side]: [name] }, side)} holds ${quoteValue(normal)}, which is not a date like 2026-03-30 (field '${field.name}'). Change the value, or map it with another lens.`);
}

/** What to write for a date. */
export function writeDate(canonical: Json, field: LensField): Got {
	const date = dateNormal(canonical);
	if (date === null || (typeof date === 'string' && isCalendarDate(date))) return found(date);
	return failed(`${quoteValue(canonical)} is not a date like 2026-03-30, so field '${field.name}' cannot hold it.`);
}
