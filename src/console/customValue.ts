import type { Json } from '../record';

/** How a value is typed into a page. */
export type InputKind = 'text' | 'lines' | 'number' | 'boolean' | 'list' | 'json';

/** Text typed into a page as a value, or a sentence on why it is none. */
export type TypedValue = { readonly status: 'value'; readonly value: Json } | { readonly status: 'unreadable'; readonly reason: string };

/** How a value for a conflict is typed, by the values there are. */
export function inputKind(values: readonly Json[]): InputKind {
	const present = values.filter((value) => value !== null);
	if (present.length === 0) return 'text';
	if (present.every((value) => typeof value === 'boolean')) return 'boolean';
	if (present.every((value) => typeof value === 'number')) return 'number';
	if (present.every((value) => typeof value === 'string')) return present.some((value) => String(value).includes('\n') || String(value).length > 80) ? 'lines' : 'text';
	if (present.every((value) => Array.isArray(value) && value.every((one) => typeof one === 'string'))) return 'list';
	return 'json';
}

/** Reads what was typed. Browsers send line ends as CR LF; `nothing` stands for no value. */
export function readTyped(kind: InputKind, typed: string): TypedValue {
	const text = typed.replaceAll('\r\n', '\n');
	switch (kind) {
		case 'text':
		case 'lines':
			return { status: 'value', value: text };
		case 'list':
			return { status: 'value', value: text.split('\n').map((line) => line.trim()).filter((line) => line !== '') };
		case 'boolean':
			return text === 'true' || text === 'false' ? { status: 'value', value: text === 'true' } : unreadable('Choose yes or no.');
		case 'number': {
			const number = text.trim() === '' ? NaN : Number(text.trim());
			return Number.isFinite(number) ? { status: 'value', value: number } : unreadable(`'${text.slice(0, 40)}' is not a number.`);
		}
		case 'json':
			return readJson(text);
	}
}

/** A value as it is typed. */
export function typedForm(kind: InputKind, value: Json): string {
	if (value === null) return '';
	if (kind === 'list' && Array.isArray(value)) return value.map(String).join('\n');
	if (kind === 'json' || typeof value === 'object') return JSON.stringify(value, null, 2);
	return String(value);
}

function readJson(text: string): TypedValue {
	try {
		return { status: 'value', value: JSON.parse(text) as Json };
	} catch (error) {
		return unreadable(`That is not JSON (${error instanceof Error ? error.message : String(error)}).`);
	}
}

function unreadable(reason: string): TypedValue {
	return { status: 'unreadable', reason };
}
