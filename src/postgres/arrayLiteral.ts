import { jsonText } from './jsonText';
import { momentOf } from './momentOf';
import { UnstorableValue } from './unstorableValue';

/**
 * An array in PostgreSQL's text form (manual, 8.15.6). Nested arrays are further dimensions, except in an array of
 * JSON, where every element is a JSON value. null is a NULL element.
 */
export function arrayLiteral(values: readonly unknown[], isJson: boolean): string {
	return `{${values.map((value) => elementText(value, isJson)).join(',')}}`;
}

function elementText(value: unknown, isJson: boolean): string {
	if (value === null) return 'NULL';
	if (isJson) return quoted(jsonText(value));
	switch (typeof value) {
		case 'string':
			return quoted(value);
		case 'number':
		case 'bigint':
		case 'boolean':
			return String(value);
		default:
			return objectText(value);
	}
}

function objectText(value: unknown): string {
	if (Array.isArray(value)) return arrayLiteral(value, false);
	if (value instanceof Uint8Array) return `"\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}"`;
	if (value instanceof UnstorableValue) throw value;
	const moment = momentOf(value);
	if (moment !== null) return quoted(moment.text);
	return refuse(value);
}

function quoted(text: string): string {
	return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function refuse(value: unknown): never {
	throw new UnstorableValue(`its array has an element of type ${typeof value}; elements are text, numbers, true, false or null`);
}
