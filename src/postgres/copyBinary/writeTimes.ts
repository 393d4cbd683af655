import type { BinaryPiece, WriteValue } from './binaryPiece';
import { digitAt, numberAt } from './digits';

const [HYPHEN, PLUS, POINT, COLON, SPACE, LETTER_T, LETTER_Z] = [0x2d, 0x2b, 0x2e, 0x3a, 0x20, 0x54, 0x5a];

/** Where the seconds of 'YYYY-MM-DDTHH:MM:SS' end. */
const SECONDS_END = 19;
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

export const writeDate: WriteValue = (to, value) => {
	const days = typeof value === 'string' && value.length === 10 ? daysIn(value) : null;
	if (days === null) return false;
	to.int32(4);
	to.int32(days);
	return true;
};

/** A Date, or a text in ISO 8601 down to the second. A column without time zone passes over the zone, so that only UTC means the same. */
export function writeTimestamp(to: BinaryPiece, value: unknown, hasZone: boolean): boolean {
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
	const zoneAt = text.charCodeAt(SECONDS_END) === POINT ? endOfDigits(text, SECONDS_END + 1) : SECONDS_END;
	const fraction = microsOfFraction(text, zoneAt);
	const zone = zoneMinutes(text, zoneAt);
	if (fraction === null || zone === null || (zone !== 0 && !hasZone)) return null;
	return (days * DAY_MS + ((hours * 60 + minutes - zone) * 60 + seconds) * 1000) * 1000 + fraction;
}

function endOfDigits(text: string, start: number): number {
	let end = start;
	while (digitAt(text, end) >= 0) end += 1;
	return end;
}

/** Microseconds of a fraction of a second that ends where the zone begins, 0 without one; null for more digits than PostgreSQL keeps, or none. */
function microsOfFraction(text: string, zoneAt: number): number | null {
	if (zoneAt === SECONDS_END) return 0;
	const count = zoneAt - SECONDS_END - 1;
	return count >= 1 && count <= 6 ? numberAt(text, SECONDS_END + 1, count) * 10 ** (6 - count) : null;
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
