import type { Json, Side } from '../../record';
import type { LensField } from '../compileLens';
import type { Got } from '../types';
import { failed, found, placeOf, quoteValue } from './pairedLens';

/** Normal form of text: tidied, null as '', numbers as their digits; anything else as it is (and then unreadable). */
export function textNormal(value: Json, tidy: (text: string) => string): Json {
	if (value === null) return '';
	if (typeof value === 'string') return tidy(value);
	return typeof value === 'number' ? String(value) : value;
}

/** The canonical value of text in normal form. */
export function readText(normal: Json, side: Side, field: LensField): Got {
	if (typeof normal === 'string') return found(normal);
	return failed(`The ${placeOf(field, side)} holds ${quoteValue(normal)}, which is not text (field '${field.name}'). Map it with another lens.`);
}

/** What to write for text. No text is null in a row that has none, '' in a row that had some: its column may refuse null. */
export function writeText(canonical: Json, side: Side, field: LensField, tidy: (text: string) => string, current: Json | undefined): Got {
	const text = textNormal(canonical, tidy);
	if (typeof text !== 'string') return failed(`${quoteValue(canonical)} is not text, so field '${field.name}' cannot hold it.`);
	const isNothing = text === '' && side === 'local' && (current === undefined || current === '');
	return found(isNothing ? null : text);
}
