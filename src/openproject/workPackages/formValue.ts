import { durationOf, hoursOf, isCalendarDate } from '../../record';
import type { Json } from '../../record';

/** A value in the words of OpenProject, or a sentence on why the one given cannot be that. */
export type Formed = { readonly status: 'value'; readonly value: Json } | { readonly status: 'refused'; readonly message: string };

type Reader = (given: unknown, field: string) => Formed;

/** Text; numbers and booleans as their digits and words, nothing as the empty text. */
export const readText: Reader = (given, field) => {
	if (given === null || given === undefined) return value('');
	return typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean' ? value(String(given)) : refusedValue(given, field, 'text');
};

/** A subject is text that is not empty, in one line of at most 255 characters. */
export const readSubject: Reader = (given, field) => {
	const text = readText(given, field);
	if (text.status === 'refused') return text;
	const subject = String(text.value);
	if (subject.trim() === '') return { status: 'refused', message: `The ${field} is empty. Give text.` };
	const length = [...subject].length;
	return length > 255 ? { status: 'refused', message: `The ${field} has ${length} characters; OpenProject takes at most 255.` } : text;
};

/** A date as YYYY-MM-DD; nothing takes it away. */
export const readDate: Reader = (given, field) => {
	if (isNothing(given)) return value(null);
	return typeof given === 'string' && isCalendarDate(given.trim()) ? value(given.trim()) : refusedValue(given, field, 'a date as YYYY-MM-DD, without a time');
};

/** Hours as a number, or an ISO 8601 duration. */
export const readHours: Reader = (given, field) => {
	if (isNothing(given)) return value(null);
	const hours = typeof given === 'string' && /^P/.test(given) ? hoursOf(given) : numberIn(given);
	return hours !== null && hours >= 0 ? value(durationOf(hours)) : refusedValue(given, field, 'a number of hours from 0, e.g. 2.5');
};

export const readPercent: Reader = (given, field) => {
	if (isNothing(given)) return value(null);
	const percent = numberIn(given);
	return percent !== null && Number.isInteger(percent) && percent >= 0 && percent <= 100 ? value(percent) : refusedValue(given, field, 'a whole number from 0 to 100');
};

export const readInteger: Reader = (given, field) => {
	if (isNothing(given)) return value(null);
	const number = numberIn(given);
	return number !== null && Number.isSafeInteger(number) ? value(number) : refusedValue(given, field, 'a whole number');
};

export const readNumber: Reader = (given, field) => {
	if (isNothing(given)) return value(null);
	const number = numberIn(given);
	return number !== null ? value(number) : refusedValue(given, field, 'a number');
};

export const readBoolean: Reader = (given, field) => {
	if (isNothing(given)) return value(null);
	if (typeof given === 'boolean') return value(given);
	return given === 'true' || given === 'false' ? value(given === 'true') : refusedValue(given, field, 'true or false');
};

/** A name or an id; null for nothing. */
export function readName(given: unknown, field: string): { readonly status: 'value'; readonly value: string | null } | Extract<Formed, { status: 'refused' }> {
	if (isNothing(given)) return { status: 'value', value: null };
	return typeof given === 'string' || typeof given === 'number' ? { status: 'value', value: String(given).trim() } : refusedValue(given, field, 'a name or an id');
}

export function isNothing(given: unknown): boolean {
	return given === null || given === undefined || given === '';
}

function numberIn(given: unknown): number | null {
	const number = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
	return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function value(given: Json): Extract<Formed, { status: 'value' }> {
	return { status: 'value', value: given };
}

/** The sentence for a value that does not suit a field. */
export function refusedValue(given: unknown, field: string, expected: string): Extract<Formed, { status: 'refused' }> {
	const text = JSON.stringify(given) ?? String(given);
	return { status: 'refused', message: `${text.length > 80 ? `${text.slice(0, 80)}…` : text} cannot be the ${field}: ${expected} is expected.` };
}
