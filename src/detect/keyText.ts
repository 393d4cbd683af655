import { canonicalJson } from '../record';
import type { Json, JsonObject } from '../record';
import { fieldReader } from './fieldReader';
import { plainValue } from './plainValue';
import type { MatchSettings, Source } from './types';

/** The text of a key, different for different keys; null where a part of it is missing or null. */
export type KeyText = (parts: readonly unknown[]) => string | null;

/** Types of key values as bits, so that a side's can be added up. */
const NUMBER = 1;
const TEXT = 2;
const OTHER = 4;

/** Reads the keys of one source's records, and remembers what types they were. */
export interface KeyReader {
	/** Values of the key fields as the record has them. */
	readonly parts: (record: JsonObject) => readonly unknown[];
	readonly text: KeyText;
	/** Per key field, the types of the values seen so far, as bits. */
	readonly typesSeen: readonly number[];
}

/**
 * Compiles how keys of a source become text. Numbers and the texts that JavaScript would print for them are one key,
 * unless types are told apart; so '7' is 7, but '007' and '7.0' are not.
 */
export function compileKeys(source: Source, match: MatchSettings, dotNotation: boolean): KeyReader {
	const readers = match.keys[source].map((name) => fieldReader(name, dotNotation));
	const typesSeen = readers.map(() => 0);
	const textOf = (value: unknown, position: number): string | null => {
		const plain = plainValue(value);
		if (plain === undefined || plain === null) return null;
		const text = partText(plain, match);
		typesSeen[position] = (typesSeen[position] as number) | typeOf(text);
		return text;
	};
	return { parts: (record) => readers.map((read) => read(record)), text: (parts) => joined(parts, textOf), typesSeen };
}

/** One part alone is its own key; several are told apart by their lengths, whatever is in them. */
function joined(parts: readonly unknown[], textOf: (value: unknown, position: number) => string | null): string | null {
	if (parts.length === 1) return textOf(parts[0], 0);
	let key = '';
	for (let position = 0; position < parts.length; position += 1) {
		const text = textOf(parts[position], position);
		if (text === null) return null;
		key += `${text.length}:${text}`;
	}
	return key;
}

function partText(value: unknown, match: MatchSettings): string {
	if (typeof value === 'string') return stringText(value, match);
	if (typeof value === 'number' || typeof value === 'bigint') return `n${String(value)}`;
	return `j${canonicalJson(value as Json)}`;
}

function stringText(value: string, match: MatchSettings): string {
	let text = match.trim ? value.trim() : value;
	if (!match.tellTypesApart && isPrintedNumber(text)) return `n${text}`;
	if (match.ignoreCase) text = text.toLowerCase();
	return `s${text}`;
}

function isPrintedNumber(text: string): boolean {
	const first = text.charCodeAt(0);
	const isDigit = first >= 48 && first <= 57;
	return (isDigit || first === 45) && String(Number(text)) === text;
}

function typeOf(text: string): number {
	const first = text.charCodeAt(0);
	if (first === 110) return NUMBER;
	return first === 115 ? TEXT : OTHER;
}

/** The types of a bit set in words, e.g. 'numbers and text'. */
export function typeWords(types: number): string {
	const words = [types & NUMBER ? 'numbers' : '', types & TEXT ? 'text' : '', types & OTHER ? 'true, false, lists or objects' : ''];
	return words.filter((word) => word !== '').join(' and ');
}
