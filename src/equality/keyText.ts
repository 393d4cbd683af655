import { canonicalJson } from '../record';
import type { Json } from '../record';
import { plainValue } from './plainValue';
import type { KeyRules } from './rules';

/** One part alone is its own key; several are told apart by their lengths, whatever is in them. */
export function joinKey(parts: readonly unknown[], textOf: (value: unknown, position: number) => string | null): string | null {
	if (parts.length === 1) return textOf(parts[0], 0);
	let key = '';
	for (let position = 0; position < parts.length; position += 1) {
		const text = textOf(parts[position], position);
		if (text === null) return null;
		key += `${text.length}:${text}`;
	}
	return key;
}

/** The text of a part of a key, different for different parts; null where it is missing or null. */
export function keyPart(value: unknown, rules: KeyRules): string | null {
	const plain = plainValue(value);
	return plain === undefined || plain === null ? null : partText(plain, rules);
}

function partText(value: unknown, rules: KeyRules): string {
	if (typeof value === 'string') return stringText(value, rules);
	if (typeof value === 'number' || typeof value === 'bigint') return `n${String(value)}`;
	return `j${canonicalJson(value as Json)}`;
}

function stringText(value: string, rules: KeyRules): string {
	let text = rules.trim ? value.trim() : value;
	if (!rules.tellTypesApart && isPrintedNumber(text)) return `n${text}`;
	if (rules.ignoreCase) text = text.toLowerCase();
	return `s${text}`;
}

function isPrintedNumber(text: string): boolean {
	const first = text.charCodeAt(0);
	const isDigit = first >= 48 && first <= 57;
	return (isDigit || first === 45) && String(Number(text)) === text;
}
