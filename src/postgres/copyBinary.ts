import type { ColumnDescription } from './describeColumns';
import { jsonText } from './jsonText';
import { UnstorableValue } from './unstorableValue';

/** Appends a value other than null. Answers false where it has to be sent as text: then what was appended is to be cut off. */
export type WriteValue = (to: BinaryPiece, value: unknown) => boolean;

const [HYPHEN, PLUS, POINT, COLON, SPACE, LETTER_T, LETTER_Z] = [0x2d, 0x2b, 0x2e, 0x3a, 0x20, 0x54, 0x5a];

/** A piece is sent when it holds about so many bytes. */
const PIECE_BYTES = 32 * 1024;
/** Room for the row that fills a piece. */
const ROOM_BYTES = PIECE_BYTES / 4;
/** Characters of a short text. */
const SHORT = 24;
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');

const NO_DIGIT = 0x100;
/** Hexadecimal digits of either case by their character code. */
const HEX = Int16Array.from({ length: 0x80 }, (_, code) => {
	const digit = parseInt(String.fromCharCode(code), 16);
	return Number.isNaN(digit) ? NO_DIGIT : digit;
});

/**
 * Bytes of a COPY in binary format (PostgreSQL manual, COPY, "Binary Format"), taken out piece by piece. Numbers are in network
 * order.
 */
export class BinaryPiece {
	private bytes = Buffer.allocUnsafeSlow(PIECE_BYTES + ROOM_BYTES);
	private view = viewOf(this.bytes);
	private at = 0;

	get length(): number {
		return this.at;
	}

	get isFull(): boolean {
		return this.at >= PIECE_BYTES;
	}

	/** What was appended since the last time. */
	take(): Buffer {
		const taken = this.bytes.subarray(0, this.at);
		this.bytes = Buffer.allocUnsafeSlow(PIECE_BYTES + ROOM_BYTES);
		this.view = viewOf(this.bytes);
		this.at = 0;
		return taken;
	}

	/** Forgets what was appended behind `length`. */
	cut(length: number): void {
		this.at = length;
	}

	start(): void {
		this.reserve(SIGNATURE.length + 8);
		this.at += SIGNATURE.copy(this.bytes, this.at);
		// No flags, and no extension of the header.
		this.int32(0);
		this.int32(0);
	}

	end(): void {
		this.int16(-1);
	}

	byte(value: number): void {
		this.reserve(1);
		this.bytes[this.at++] = value;
	}

	/** NULL. */
	nothing(): void {
		this.int32(-1);
	}

	int16(value: number): void {
		this.reserve(2);
		this.view.setInt16(this.at, value);
		this.at += 2;
	}

	int32(value: number): void {
		this.reserve(4);
		this.view.setInt32(this.at, value);
		this.at += 4;
	}

	/** A whole number between -2^53 and 2^53. */
	int64(value: number): void {
		const high = Math.floor(value / 0x1_0000_0000);
		this.int32(high);
		this.int32((value - high * 0x1_0000_0000) | 0);
	}

	bigint64(value: bigint): void {
		this.reserve(8);
		this.view.setBigInt64(this.at, value);
		this.at += 8;
	}

	float64(value: number): void {
		this.reserve(8);
		this.view.setFloat64(this.at, value);
		this.at += 8;
	}

	blob(value: Uint8Array): void {
		this.int32(value.length);
		this.reserve(value.length);
		this.bytes.set(value, this.at);
		this.at += value.length;
	}

	/**
	 * Text as UTF-8, with its length in bytes before it, which counts a `version` byte before the text. Answers whether it is text: UTF-8
	 * has no half of a surrogate pair. (PostgreSQL itself refuses NUL.)
	 */
	text(value: string, version?: number): boolean {
		this.reserve(5 + (value.length < PIECE_BYTES ? 3 * value.length : Buffer.byteLength(value)));
		const start = this.at;
		this.at += 4;
		if (version !== undefined) this.bytes[this.at++] = version;
		const written = value.length > SHORT ? this.bytes.write(value, this.at, 'utf8') : this.shortText(value);
		this.at += written;
		this.view.setInt32(start, this.at - start - 4);
		// What takes a byte for each character is ASCII.
		return written === value.length || value.isWellFormed();
	}

	/** Character by character, which is faster than a call into native code as long as it is ASCII. Answers the number of bytes. */
	private shortText(value: string): number {
		const { bytes, at } = this;
		for (let index = 0; index < value.length; index += 1) {
			const code = value.charCodeAt(index);
			if (code > 0x7f) return bytes.write(value, at, 'utf8');
			bytes[at + index] = code;
		}
		return value.length;
	}

	/** Bytes given as pairs of hexadecimal digits, from `start` up to `end`. Answers whether they are. */
	hex(text: string, start: number, end: number): boolean {
		this.reserve((end - start) >> 1);
		const { bytes } = this;
		let { at } = this;
		let all = 0;
		for (let index = start; index < end; index += 2) {
			const byte = ((HEX[text.charCodeAt(index)] ?? NO_DIGIT) << 4) | (HEX[text.charCodeAt(index + 1)] ?? NO_DIGIT);
			all |= byte;
			bytes[at++] = byte;
		}
		this.at = at;
		return all < 0x100;
	}

	private reserve(count: number): void {
		if (this.at + count <= this.bytes.length) return;
		const larger = Buffer.allocUnsafeSlow(Math.max(2 * this.bytes.length, this.at + count));
		this.bytes.copy(larger, 0, 0, this.at);
		this.bytes = larger;
		this.view = viewOf(larger);
	}
}

function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
	return new DataView(buffer, byteOffset, length);
}

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

/** In the usual spelling, in lower or upper case. */
const writeUuid: WriteValue = (to, value) => {
	if (typeof value !== 'string' || value.length !== UUID_LENGTH) return false;
	if (value.charCodeAt(8) !== HYPHEN || value.charCodeAt(13) !== HYPHEN || value.charCodeAt(18) !== HYPHEN || value.charCodeAt(23) !== HYPHEN) return false;
	to.int32(16);
	return to.hex(value, 0, 8) && to.hex(value, 9, 13) && to.hex(value, 14, 18) && to.hex(value, 19, 23) && to.hex(value, 24, UUID_LENGTH);
};

/** Digits of a numeric are stored four by four, from the decimal point on to both sides. */
const GROUP = 4;
const LONGEST_NUMERIC = 300;
const NEGATIVE = 0x4000;

/** '-12.50', or a number that is spelled like that. The digits behind the point are kept as given. */
const writeNumeric: WriteValue = (to, value) => {
	const text = typeof value === 'number' ? String(value) : value;
	if (typeof text !== 'string' || text.length > LONGEST_NUMERIC) return false;
	const first = text.charCodeAt(0) === HYPHEN ? 1 : 0;
	const dot = text.indexOf('.', first);
	const whole = (dot < 0 ? text.length : dot) - first;
	const scale = dot < 0 ? 0 : text.length - dot - 1;
	if (whole === 0 || (dot >= 0 && scale === 0)) return false;
	const wholeGroups = Math.ceil(whole / GROUP);
	const groups = wholeGroups + Math.ceil(scale / GROUP);
	to.int32(8 + 2 * groups);
	to.int16(groups);
	to.int16(wholeGroups - 1);
	to.int16(first === 1 ? NEGATIVE : 0);
	to.int16(scale);
	return writeDigits(to, text, first, first + whole, wholeGroups * GROUP - whole) && (scale === 0 || writeDigits(to, text, dot + 1, text.length, 0));
};

/** Digits from `start` up to `end` in groups, with `missing` zeros before them and as many as it takes behind them. */
function writeDigits(to: BinaryPiece, text: string, start: number, end: number, missing: number): boolean {
	let group = 0;
	let filled = missing;
	for (let index = start; index < end; index += 1) {
		const digit = text.charCodeAt(index) - 0x30;
		if (digit < 0 || digit > 9) return false;
		group = group * 10 + digit;
		filled += 1;
		if (filled < GROUP) continue;
		to.int16(group);
		group = 0;
		filled = 0;
	}
	if (filled > 0) to.int16(group * 10 ** (GROUP - filled));
	return true;
}

const DAY_MS = 86_400_000;
/** PostgreSQL counts from 2000-01-01. */
const EPOCH_MS = Date.UTC(2000, 0, 1);
/** Years whose microseconds a number holds exactly. */
const [FIRST_YEAR, LAST_YEAR] = [1800, 2200];
const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Days since 2000-01-01 of the 'YYYY-MM-DD' that a text begins with; null where it does not, or there is no such day. */
function daysIn(text: string): number | null {
	const year = numberAt(text, 0, 4);
	const month = numberAt(text, 5, 2);
	const day = numberAt(text, 8, 2);
	if (!(year >= FIRST_YEAR && year <= LAST_YEAR && month >= 1 && month <= 12 && day >= 1) || text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN) return null;
	const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
	if (day > (DAYS_OF_MONTH[month - 1] as number) + (isLeap && month === 2 ? 1 : 0)) return null;
	return (Date.UTC(year, month - 1, day) - EPOCH_MS) / DAY_MS;
}

/** The digits from a position on as a number; NaN where there are others between them. */
function numberAt(text: string, start: number, count: number): number {
	let number = 0;
	for (let index = start; index < start + count; index += 1) {
		const digit = text.charCodeAt(index) - 0x30;
		if (!(digit >= 0 && digit <= 9)) return NaN;
		number = number * 10 + digit;
	}
	return number;
}

const writeDate: WriteValue = (to, value) => {
	const days = typeof value === 'string' && value.length === 10 ? daysIn(value) : null;
	if (days === null) return false;
	to.int32(4);
	to.int32(days);
	return true;
};

/** A Date, or a text in ISO 8601 down to the second. A column without time zone passes over the zone, so that only UTC means the same. */
function writeTimestamp(to: BinaryPiece, value: unknown, hasZone: boolean): boolean {
	const micros = value instanceof Date ? microsOfDate(value) : typeof value === 'string' ? microsOfText(value, hasZone) : null;
	if (micros === null) return false;
	to.int32(8);
	to.int64(micros);
	return true;
}

function microsOfDate(date: Date): number | null {
	const year = date.getUTCFullYear();
	return year >= FIRST_YEAR && year <= LAST_YEAR ? (date.getTime() - EPOCH_MS) * 1000 : null;
}

function microsOfText(text: string, hasZone: boolean): number | null {
	const days = daysIn(text);
	const separator = text.charCodeAt(10);
	if (days === null || (separator !== LETTER_T && separator !== SPACE) || text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return null;
	const hours = numberAt(text, 11, 2);
	const minutes = numberAt(text, 14, 2);
	const seconds = numberAt(text, 17, 2);
	if (!(hours <= 23 && minutes <= 59 && seconds <= 59)) return null;
	const zoneAt = text.charCodeAt(19) === POINT ? endOfDigits(text, 20) : 19;
	const fraction = zoneAt === 19 ? 0 : zoneAt > 20 && zoneAt <= 26 ? numberAt(text, 20, zoneAt - 20) * 10 ** (26 - zoneAt) : NaN;
	const zone = zoneMinutes(text, zoneAt);
	if (Number.isNaN(fraction) || zone === null || (zone !== 0 && !hasZone)) return null;
	return (days * DAY_MS + ((hours * 60 + minutes - zone) * 60 + seconds) * 1000) * 1000 + fraction;
}

function endOfDigits(text: string, start: number): number {
	let end = start;
	while (isDigit(text.charCodeAt(end))) end += 1;
	return end;
}

function isDigit(code: number): boolean {
	return code >= 0x30 && code <= 0x39;
}

/** Minutes east of UTC of a zone at the end of a text: none (UTC), 'Z', '+02', '+0200' or '+02:00'; null for another spelling. */
function zoneMinutes(text: string, start: number): number | null {
	const first = text.charCodeAt(start);
	if (text.length === start || (first === LETTER_Z && text.length === start + 1)) return 0;
	const isColon = text.charCodeAt(start + 3) === COLON;
	const hasMinutes = text.length === start + (isColon ? 6 : 5);
	if ((first !== PLUS && first !== HYPHEN) || (!hasMinutes && text.length !== start + 3)) return null;
	const hours = numberAt(text, start + 1, 2);
	const minutes = hasMinutes ? numberAt(text, start + (isColon ? 4 : 3), 2) : 0;
	if (!(hours <= 14 && minutes <= 59)) return null;
	return (first === HYPHEN ? -1 : 1) * (hours * 60 + minutes);
}
