import { joinKey, keyPart } from '../equality';
import type { JsonObject } from '../record';
import { fieldReader } from './fieldReader';
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
		const text = keyPart(value, match);
		if (text === null) return null;
		typesSeen[position] = (typesSeen[position] as number) | typeOf(text);
		return text;
	};
	return { parts: (record) => readers.map((read) => read(record)), text: (parts) => joinKey(parts, textOf), typesSeen };
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
