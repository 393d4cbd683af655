import { isCalendarDate } from '../record';
import type { Json } from '../record';

/** What a value is, as far as one kind cannot stand for another. null is none: every field may be empty. */
export type ValueKind = 'date' | 'text' | 'number' | 'boolean' | 'list' | 'object';

export function kindOfValue(value: Json): ValueKind | null {
	if (value === null) return null;
	if (Array.isArray(value)) return 'list';
	switch (typeof value) {
		case 'string': return isCalendarDate(value) ? 'date' : 'text';
		case 'number': return 'number';
		case 'boolean': return 'boolean';
		default: return 'object';
	}
}

const NAMES: Readonly<Record<ValueKind, string>> = {
	date: 'a date', text: 'text', number: 'a number', boolean: 'true or false', list: 'a list', object: 'an object',
};

const EXAMPLES: Readonly<Record<ValueKind, string>> = {
	date: 'a date, e.g. 2026-03-31', text: 'text', number: 'a number, e.g. 12.5', boolean: 'true or false', list: 'a list, e.g. ["a", "b"]', object: 'an object, e.g. { "a": 1 }',
};

/**
 * Why a value cannot stand where these did, or null where it can. Where all texts are dates, only a date can; where nothing is
 * known, anything can.
 */
export function misfit(field: string, value: Json, known: readonly Json[]): string | null {
	const given = kindOfValue(value);
	if (given === null) return null;
	const kinds = new Set(known.map(kindOfValue).filter((kind) => kind !== null));
	if (kinds.size === 0 || kinds.has(given) || (given === 'date' && kinds.has('text'))) return null;
	const wanted = [...kinds].map((kind) => EXAMPLES[kind]).join(', or ');
	return `Field '${field}' cannot hold ${shown(value)}, which is ${NAMES[given]}. Give ${wanted}, or null to empty it.`;
}

function shown(value: Json): string {
	const text = JSON.stringify(value);
	return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
