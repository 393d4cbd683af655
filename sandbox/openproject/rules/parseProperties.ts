import { formatError } from '../http/apiError';
import type { Behaviour } from '../behaviour';
import { isDate } from './calendar';
import { parseHours } from './durations';
import type { WritableValues } from './values';

/** A JSON object as a client sent it. */
export type Body = Readonly<Record<string, unknown>>;

/** The values of all properties (not links) that were sent. Throws PropertyFormatError. */
export function parseProperties(body: Body, behaviour: Behaviour): Partial<WritableValues> {
	const date = 'date' in body ? parseDate('date', body.date) : undefined;
	return {
		...('subject' in body ? { subject: storedText(parseText('subject', body.subject), behaviour) } : {}),
		...('description' in body ? { description: storedText(parseFormattable('description', body.description), behaviour) } : {}),
		...('scheduleManually' in body ? { scheduleManually: parseBoolean('scheduleManually', body.scheduleManually) } : {}),
		...('ignoreNonWorkingDays' in body ? { ignoreNonWorkingDays: parseBoolean('ignoreNonWorkingDays', body.ignoreNonWorkingDays) } : {}),
		...('startDate' in body ? { startDate: parseDate('startDate', body.startDate) } : {}),
		...('dueDate' in body ? { dueDate: parseDate('dueDate', body.dueDate) } : {}),
		...(date === undefined ? {} : { startDate: date, dueDate: date }),
		...('duration' in body ? { durationDays: parseDays('duration', body.duration) } : {}),
		...('estimatedTime' in body ? { estimatedHours: parseDuration('estimatedTime', body.estimatedTime) } : {}),
		...('remainingTime' in body ? { remainingHours: parseDuration('remainingTime', body.remainingTime) } : {}),
		...('percentageDone' in body ? { percentageDone: parseInteger('percentageDone', body.percentageDone) } : {}),
	};
}

/** The `raw` of a formattable; `format` and `html` are ignored, null is the empty text. */
export function parseFormattable(property: string, value: unknown): string {
	if (value === null) return '';
	if (typeof value !== 'object' || Array.isArray(value)) throw formatError(property, '{ "raw": "..." }', JSON.stringify(value));
	const raw = 'raw' in value ? value.raw : null;
	return raw === null || raw === undefined ? '' : parseText(property, raw);
}

export function parseText(property: string, value: unknown): string {
	if (value === null) return '';
	if (typeof value === 'object') throw formatError(property, 'a string', JSON.stringify(value));
	const text = String(value);
	// The database cannot store NUL; the request ends in an internal error there.
	if (text.includes('\0')) throw new Error(`The text of '${property}' contains a null byte.`);
	return text;
}

export function parseDate(property: string, value: unknown): string | null {
	if (value === null || value === '') return null;
	if (typeof value !== 'string' || !isDate(value)) throw formatError(property, 'YYYY-MM-DD (ISO 8601 date only)', value);
	return value;
}

export function parseInteger(property: string, value: unknown): number | null {
	if (value === null || value === '') return null;
	const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
	if (!Number.isInteger(number)) throw formatError(property, 'an integer', JSON.stringify(value));
	return number;
}

export function parseBoolean(property: string, value: unknown): boolean {
	if (typeof value !== 'boolean') throw formatError(property, 'true or false', JSON.stringify(value));
	return value;
}

function parseDuration(property: string, value: unknown): number | null {
	if (value === null || value === '') return null;
	const hours = typeof value === 'string' ? parseHours(value) : null;
	if (hours === null) throw formatError(property, 'ISO 8601 duration', value);
	return hours;
}

function parseDays(property: string, value: unknown): number | null {
	const hours = parseDuration(property, value);
	return hours === null ? null : Math.floor(hours / 24);
}

/** The text as the server keeps it. */
export function storedText(text: string, behaviour: Pick<Behaviour, 'normalizesLineEnds' | 'trimsText'>): string {
	const lines = behaviour.normalizesLineEnds ? text.replace(/\r\n?/g, '\n') : text;
	return behaviour.trimsText ? lines.trimEnd() : lines;
}
