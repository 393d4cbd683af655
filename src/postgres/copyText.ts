import { BatchSyncError } from '../errors';
import { arrayLiteral } from './arrayLiteral';
import { jsonText } from './jsonText';
import { momentOf } from './momentOf';
import { UnstorableValue } from './unstorableValue';

export interface CopyColumn {
	readonly name: string;
	/** As format_type prints it ('numeric(10,2)', 'text[]', 'jsonb'), or the type's bare name. */
	readonly type: string;
}

/** A line for COPY's text format, its end included. Values in the order of the columns. */
export type EncodeCopyRow = (values: readonly unknown[]) => string;

type EncodeValue = (value: unknown) => string;

const NULL = '\\N';

/** Characters with a meaning in the format, NUL, and surrogates, which have to come in pairs. */
const NEEDS_CARE = /[\\\t\n\r\0\ud800-\udfff]/;
const ESCAPES = [['\\', '\\\\'], ['\n', '\\n'], ['\r', '\\r'], ['\t', '\\t']] as const;

/**
 * Prepares an encoder for COPY … FROM STDIN in text format (PostgreSQL manual, COPY, "Text Format"). Values by column:
 *
 * - json, jsonb: any JSON value, encoded as JSON; a string is a JSON string. (Declare the column as 'text' to pass JSON text.)
 * - arrays ('…[]'): an array, nested for more dimensions, null for NULL elements.
 * - others: string (PostgreSQL's own text form of any type), number, bigint, boolean, Buffer, Date or Luxon's DateTime (as ISO 8601). An UnstorableValue is thrown.
 * - null is NULL everywhere, and so never a JSON null.
 *
 * Throws a BatchSyncError VALUE_NOT_STORABLE that names column and row (counted from 1 per encoder) for what no column
 * can hold: NUL in text, half a surrogate pair, undefined, an object where no JSON is expected.
 */
export function createCopyEncoder(columns: readonly CopyColumn[]): EncodeCopyRow {
	const encoders = columns.map(({ type }) => encoderFor(type));
	let row = 0;
	return (values) => {
		row++;
		let line = '';
		let index = 0;
		try {
			for (; index < encoders.length; index++) {
				const value = values[index];
				const text = value === null ? NULL : (encoders[index] as EncodeValue)(value);
				line = index === 0 ? text : `${line}\t${text}`;
			}
		} catch (error) {
			throw located(error, columns[index]?.name ?? '', row);
		}
		return `${line}\n`;
	};
}

/** One row, encoded on its own. For many rows prepare an encoder. */
export function encodeCopyRow(values: readonly unknown[], types: readonly string[]): string {
	return createCopyEncoder(types.map((type, index) => ({ name: String(index + 1), type })))(values);
}

function located(error: unknown, column: string, row: number): unknown {
	if (!(error instanceof UnstorableValue)) return error;
	return new BatchSyncError('VALUE_NOT_STORABLE', `Column '${column}' of row ${row} cannot be stored: ${error.message}.`, { data: { column, row }, cause: error.cause });
}

function encoderFor(type: string): EncodeValue {
	if (/^jsonb?$/i.test(type)) return (value) => encodeText(jsonText(value));
	if (type.endsWith('[]')) {
		const isJson = /^jsonb?\[\]$/i.test(type);
		return (value) => (Array.isArray(value) ? encodeText(arrayLiteral(value, isJson)) : encodeScalar(value));
	}
	return encodeScalar;
}

function encodeScalar(value: unknown): string {
	if (typeof value === 'string') return NEEDS_CARE.test(value) ? encodeCarefully(value) : value;
	return encodeText(scalarText(value));
}

function encodeText(text: string): string {
	return NEEDS_CARE.test(text) ? encodeCarefully(text) : text;
}

function encodeCarefully(text: string): string {
	if (text.includes('\0')) throw new UnstorableValue('its text contains a NUL character, which PostgreSQL cannot hold');
	// UTF-8 has no half pairs; they would silently become replacement characters.
	if (!text.isWellFormed()) throw new UnstorableValue('its text contains half a surrogate pair, which is no character');
	let escaped = text;
	// The backslash first: the others are escaped with it.
	for (const [character, escape] of ESCAPES) if (escaped.includes(character)) escaped = escaped.replaceAll(character, escape);
	return escaped;
}

function scalarText(value: unknown): string {
	switch (typeof value) {
		case 'number':
			return Object.is(value, -0) ? '-0' : String(value);
		case 'bigint':
		case 'boolean':
			return String(value);
		default:
			return objectText(value);
	}
}

function objectText(value: unknown): string {
	if (value instanceof Uint8Array) return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`;
	if (value instanceof UnstorableValue) throw value;
	const moment = momentOf(value);
	if (moment !== null) return moment.text;
	if (Array.isArray(value)) return arrayLiteral(value, false);
	throw new UnstorableValue(`${describeKind(value)} was given; it takes text, a number, true or false${value === undefined ? ', or null for NULL' : ''}`);
}

function describeKind(value: unknown): string {
	if (value === undefined) return 'no value (undefined)';
	return value instanceof Date ? 'an invalid date' : `a value of type ${typeof value}`;
}
