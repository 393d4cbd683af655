import type { ColumnDescription } from '../describeColumns';
import { jsonText } from '../jsonText';
import { UnstorableValue } from '../unstorableValue';
import type { BinaryPiece, WriteValue } from './binaryPiece';
import { writeNumeric } from './writeNumeric';
import { writeDate, writeTimestamp } from './writeTimes';

/**
 * Writers of values for COPY … FROM STDIN (FORMAT binary), by column; null where a column is of a type that is sent as text only.
 * PostgreSQL reads binary values in about half the time of text, and stores the same. Values are those of createCopyEncoder: what is
 * spelled in a way that PostgreSQL is better asked about, or cannot be stored at all, is left to that one. A row is the number of its
 * values (int16), and the values or nothing.
 */
export function binaryWriters(columns: ReadonlyArray<Pick<ColumnDescription, 'category' | 'typeName'>>): readonly WriteValue[] | null {
	const writers: WriteValue[] = [];
	for (const column of columns) {
		const write = writerFor(column);
		if (write === null) return null;
		writers.push(write);
	}
	return writers;
}

/** By what the column holds and the name of its type, since anybody may give a type of their own the name of a built-in one. */
function writerFor({ category, typeName }: Pick<ColumnDescription, 'category' | 'typeName'>): WriteValue | null {
	switch (`${category} ${typeName}`) {
		case 'text text':
		case 'text varchar':
		case 'text bpchar': return writeText;
		case 'number int2': return wholeNumber(2, 0x7fff);
		case 'number int4': return wholeNumber(4, 0x7fff_ffff);
		case 'number int8': return wholeNumber(8, Number.MAX_SAFE_INTEGER);
		case 'number float8': return writeFloat;
		case 'number numeric': return writeNumeric;
		case 'boolean bool': return writeBoolean;
		case 'uuid uuid': return writeUuid;
		case 'date date': return writeDate;
		case 'date timestamptz': return (to, value) => writeTimestamp(to, value, true);
		case 'date timestamp': return (to, value) => writeTimestamp(to, value, false);
		case 'json json': return (to, value) => writeJson(to, value, undefined);
		case 'json jsonb': return (to, value) => writeJson(to, value, JSONB_VERSION);
		case 'binary bytea': return writeBytes;
		default: return category === 'enum' ? writeText : null;
	}
}

const writeText: WriteValue = (to, value) => typeof value === 'string' && to.text(value);

const JSONB_VERSION = 1;

function writeJson(to: BinaryPiece, value: unknown, version: number | undefined): boolean {
	try {
		return to.text(jsonText(value), version);
	} catch (error) {
		if (error instanceof UnstorableValue) return false;
		throw error;
	}
}

/** Digits that a number holds exactly, and those that 64 bits do. */
const [SAFE_INTEGER, LONG_INTEGER] = [/^-?\d{1,15}$/, /^-?\d{1,18}$/];

function wholeNumber(bytes: 2 | 4 | 8, largest: number): WriteValue {
	return (to, value) => {
		if (bytes === 8 && typeof value === 'string' && value.length > 15 && LONG_INTEGER.test(value)) {
			to.int32(8);
			to.bigint64(BigInt(value));
			return true;
		}
		const number = typeof value === 'number' ? value : typeof value === 'string' && SAFE_INTEGER.test(value) ? Number(value) : NaN;
		if (!Number.isInteger(number) || number > largest || number < -largest) return false;
		to.int32(bytes);
		if (bytes === 2) to.int16(number);
		else if (bytes === 4) to.int32(number);
		else to.int64(number);
		return true;
	};
}

const writeFloat: WriteValue = (to, value) => {
	if (typeof value !== 'number') return false;
	to.int32(8);
	to.float64(value);
	return true;
};

const writeBoolean: WriteValue = (to, value) => {
	if (typeof value !== 'boolean') return false;
	to.int32(1);
	to.byte(value ? 1 : 0);
	return true;
};

const writeBytes: WriteValue = (to, value) => {
	if (!(value instanceof Uint8Array)) return false;
	to.blob(value);
	return true;
};

const UUID_LENGTH = 36;
const HYPHEN = 0x2d;

/** In the usual spelling, in lower or upper case. */
const writeUuid: WriteValue = (to, value) => {
	if (typeof value !== 'string' || value.length !== UUID_LENGTH) return false;
	if (value.charCodeAt(8) !== HYPHEN || value.charCodeAt(13) !== HYPHEN || value.charCodeAt(18) !== HYPHEN || value.charCodeAt(23) !== HYPHEN) return false;
	to.int32(16);
	return to.hex(value, 0, 8) && to.hex(value, 9, 13) && to.hex(value, 14, 18) && to.hex(value, 19, 23) && to.hex(value, 24, UUID_LENGTH);
};
