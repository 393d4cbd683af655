import type { Json, JsonObject } from '../../src/record';
import { InputError } from './InputError';

/** Parameter values as n8n gives them: expressions resolved, types not guaranteed. */
export type Values = Readonly<Record<string, unknown>>;

/** A value as an object; absent or anything else is an empty one. */
export function valuesOf(value: unknown): Values {
	return isObject(value) ? value : {};
}

/** The list under a key; absent or anything else is an empty one. */
export function listOf(values: Values, key: string): readonly Values[] {
	const list = values[key];
	return Array.isArray(list) ? list.map(valuesOf) : [];
}

/** Text without surrounding space; numbers (from expressions) count as text. The fallback stands for absent and empty. */
export function textOf(value: unknown, parameter: string, fallback: string): string {
	if (value === undefined || value === null) return fallback;
	if (typeof value !== 'string' && typeof value !== 'number') throw new InputError(parameter, value, 'Give text.');
	const text = String(value).trim();
	return text === '' ? fallback : text;
}

/** Text without surrounding space, null where it is absent or empty. */
export function textOrNull(value: unknown, parameter: string): string | null {
	const text = textOf(value, parameter, '');
	return text === '' ? null : text;
}

/** Text that must not be empty. */
export function requiredText(value: unknown, parameter: string, expected: string): string {
	const text = textOf(value, parameter, '');
	if (text === '') throw new InputError(parameter, value, expected);
	return text;
}

/** A number from min to max; text that reads as one (from expressions) counts. */
export function numberOf(value: unknown, parameter: string, limits: { readonly min: number; readonly max: number; readonly fallback: number; readonly whole?: boolean }): number {
	if (value === undefined || value === null) return limits.fallback;
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	const fits = typeof number === 'number' && Number.isFinite(number) && number >= limits.min && number <= limits.max && (limits.whole !== true || Number.isInteger(number));
	if (!fits) throw new InputError(parameter, value, `Give a ${limits.whole === true ? 'whole ' : ''}number from ${limits.min} to ${limits.max}.`);
	return number;
}

/** true or false; anything but a boolean is refused. */
export function booleanOf(value: unknown, parameter: string, fallback: boolean): boolean {
	if (value === undefined || value === null) return fallback;
	if (typeof value !== 'boolean') throw new InputError(parameter, value, 'Give true or false.');
	return value;
}

/** One of a fixed list of words. */
export function wordOf<T extends string>(value: unknown, parameter: string, words: readonly T[], fallback?: T): T {
	if ((value === undefined || value === null || value === '') && fallback !== undefined) return fallback;
	const word = words.find((candidate) => candidate === value);
	if (word === undefined) throw new InputError(parameter, value, `Pick one of: ${words.join(', ')}.`);
	return word;
}

/** A list of texts, given as an array, as JSON array text, or separated by commas. Empty ones are dropped. */
export function textsOf(value: unknown, parameter: string): readonly string[] {
	if (value === undefined || value === null) return [];
	const given = typeof value === 'string' && value.trim().startsWith('[') ? jsonOf(value, parameter) : value;
	const list = Array.isArray(given) ? given : String(textOf(given, parameter, '')).split(',');
	return list.map((entry: unknown) => textOf(entry, parameter, '')).filter((entry) => entry !== '');
}

/** JSON given as text or already as a value. */
export function jsonOf(value: unknown, parameter: string): Json {
	if (typeof value !== 'string') return value as Json;
	try {
		return JSON.parse(value) as Json;
	} catch (cause) {
		const reason = cause instanceof Error ? cause.message : String(cause);
		return refuse(parameter, value, `Give valid JSON (${reason}).`);
	}
}

/** A JSON object given as text or already as a value; absent and empty text are the fallback. */
export function jsonObjectOf(value: unknown, parameter: string, fallback: JsonObject): JsonObject {
	if (value === undefined || value === null || value === '') return fallback;
	const json = jsonOf(value, parameter);
	if (!isObject(json)) throw new InputError(parameter, value, 'Give a JSON object, e.g. { "a": "b" }.');
	return json as JsonObject;
}

function refuse(parameter: string, given: unknown, expected: string): never {
	throw new InputError(parameter, given, expected);
}

function isObject(value: unknown): value is Values {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
