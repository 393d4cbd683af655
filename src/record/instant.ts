import { BatchSyncError } from '../errors';
import { isCalendarDate } from './isCalendarDate';

/** A point in time with microseconds. */
export interface Instant {
	/** Whole milliseconds since the epoch, rounded down. */
	readonly ms: number;
	/** Microseconds beyond that, 0 to 999. */
	readonly micros: number;
}

const INSTANT = /^([+-]?\d{4,6})-(\d{2})-(\d{2})(?:[Tt ]+(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*([Zz]|[+-]\d{2}(?::?\d{2}(?::?\d{2})?)?)?( BC)?$/;

/**
 * An ISO 8601 time or PostgreSQL's text of a timestamp in one form: UTC, 'YYYY-MM-DDTHH:MM:SS[.ffffff]Z', fraction without
 * trailing zeros. Separator 'T' or space, offsets 'Z', '+02', '+02:00', '+0530'; no offset means UTC (the engine's
 * sessions run in UTC); digits beyond microseconds are dropped. 'infinity' and '-infinity' stay as they are.
 * Throws a BatchSyncError with code `NOT_AN_INSTANT`.
 */
export function normaliseInstant(text: string): string {
	if (text === 'infinity' || text === '-infinity') return text;
	const instant = parseInstant(text);
	if (instant === null) throw new BatchSyncError('NOT_AN_INSTANT', `'${text.slice(0, 60)}' is not a time. Give e.g. 2026-03-30T14:05:00Z.`);
	return formatInstant(instant);
}

/** The instant a text stands for, or null where it stands for none ('infinity' included). */
export function parseInstant(text: string): Instant | null {
	const match = INSTANT.exec(text);
	if (match === null) return null;
	const year = match[9] === undefined ? Number(match[1]) : 1 - Number(match[1]);
	const [month, day, hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0), Number(match[5] ?? 0), Number(match[6] ?? 0)];
	const isEndOfDay = hour === 24 && minute === 0 && second === 0;
	if ((hour > 23 && !isEndOfDay) || minute > 59 || second > 60) return null;
	const midnight = new Date(0);
	midnight.setUTCFullYear(year, month - 1, day);
	if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return null;
	const offset = offsetSeconds(match[8]);
	if (offset === null) return null;
	const micros = Number((match[7] ?? '').padEnd(6, '0').slice(0, 6));
	const ms = midnight.getTime() + (hour * 3600 + minute * 60 + second - offset) * 1000 + Math.floor(micros / 1000);
	return Number.isNaN(new Date(ms).getTime()) ? null : { ms, micros: micros % 1000 };
}

/** What clocks on a wall show: a time without zone, or a date, which has none either. */
export interface WallClock {
	/** 'YYYY-MM-DD'. */
	readonly day: string;
	/** Microseconds since midnight. */
	readonly micros: number;
	readonly hasTime: boolean;
}

/** A time or date that names no zone, years 0001 to 9999; null for anything else. */
export function parseWallClock(text: string): WallClock | null {
	const match = INSTANT.exec(text);
	const instant = match === null || match[8] !== undefined ? null : parseInstant(text);
	if (match === null || instant === null) return null;
	const written = formatInstant(instant);
	const day = written.slice(0, 10);
	const midnight = parseInstant(day);
	if (midnight === null || !isCalendarDate(day)) return null;
	return { day, micros: (instant.ms - midnight.ms) * 1000 + instant.micros, hasTime: match[4] !== undefined };
}

/** Clocks that show UTC. */
const UTC: ClockZone = { instantOf: (day, timeOfDayMs) => Date.parse(`${day}T00:00:00Z`) + timeOfDayMs };

/** A zone that knows when its clocks show a time of a day. */
export interface ClockZone {
	instantOf(day: string, timeOfDayMs: number): number | null;
}

/** The same of a text that may name no zone: it is then what clocks of `zone` show, and a date is its first moment there. null without one. */
export function parseInstantIn(text: string, zone: ClockZone | null): Instant | null {
	const clock = parseWallClock(text);
	if (clock === null) return parseInstant(text);
	const ms = zone?.instantOf(clock.day, Math.floor(clock.micros / 1000)) ?? null;
	return ms === null ? null : { ms, micros: clock.micros % 1000 };
}

/** The instant as text in UTC, without trailing zeros; years before 1 and after 9999 with sign and six digits. */
export function formatInstant({ ms, micros }: Instant): string {
	const text = new Date(ms).toISOString();
	const tail = text.slice(-4, -1) + String(micros).padStart(3, '0');
	const start = text.slice(0, -5);
	if (tail === '000000') return `${start}Z`;
	let end = tail.length;
	while (tail[end - 1] === '0') end -= 1;
	return `${start}.${tail.slice(0, end)}Z`;
}

/**
 * Compares two times exactly: below 0, 0 or above 0. null where either is not a time. Those that name no zone are of `zone`, by default UTC;
 * with `zone` null they have an order among themselves only.
 */
export function compareInstants(left: string, right: string, zone: ClockZone | null = UTC): number | null {
	if (zone === null && (parseWallClock(left) === null) !== (parseWallClock(right) === null)) return null;
	const a = parseInstantIn(left, zone ?? UTC);
	const b = parseInstantIn(right, zone ?? UTC);
	if (a === null || b === null) return null;
	return a.ms === b.ms ? a.micros - b.micros : a.ms - b.ms;
}

function offsetSeconds(text: string | undefined): number | null {
	if (text === undefined || text === 'Z' || text === 'z') return 0;
	const digits = text.slice(1).replaceAll(':', '');
	const [hours, minutes, seconds] = [Number(digits.slice(0, 2)), Number(digits.slice(2, 4)), Number(digits.slice(4, 6))];
	if (hours > 15 || minutes > 59 || seconds > 59) return null;
	return (text.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds);
}
