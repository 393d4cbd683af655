import { ConfigurationError } from '../errors';

/** Arithmetic in one time zone. Times are milliseconds since the epoch; days are 'YYYY-MM-DD', years 0001 to 9999. */
export interface TimeZone {
	readonly name: string;
	/** The day an instant falls on; null outside the years 1 to 9999. */
	dayOf(ms: number): string | null;
	/** Milliseconds since local midnight by the clock on the wall. */
	timeOfDay(ms: number): number;
	/**
	 * The instant at which the wall clock shows this time of that day. A time shown twice is the first of the two; a time
	 * the clocks skip moves forward by the gap. null where the day itself does not exist there.
	 */
	instantOf(day: string, timeOfDayMs: number): number | null;
}

const DAY_MS = 86_400_000;
const FIRST_MS = Date.parse('0001-01-02T00:00:00Z');
const LAST_MS = Date.parse('9999-12-30T23:59:59Z');
const SHOWN = /^(\d+)\/(\d+)\/(\d+), (\d+):(\d+):(\d+)$/;

/** A time zone by its IANA name, e.g. 'America/New_York'. Throws a ConfigurationError for a name this machine does not know. */
export function compileTimeZone(name: string, fieldName: string): TimeZone {
	const format = formatterOf(name, fieldName);
	/** How far the wall clock is ahead of UTC; whole seconds. */
	const offsetAt = (ms: number): number => wallClock(format, ms) - Math.floor(ms / 1000) * 1000;
	const dayOf = (ms: number): string | null => (ms < FIRST_MS || ms > LAST_MS ? null : new Date(ms + offsetAt(ms)).toISOString().slice(0, 10));
	return {
		name,
		dayOf,
		timeOfDay(ms) {
			const local = ms + offsetAt(ms);
			return local - Math.floor(local / DAY_MS) * DAY_MS;
		},
		instantOf(day, timeOfDayMs) {
			const local = Date.parse(`${day}T00:00:00Z`) + timeOfDayMs;
			if (local - DAY_MS < FIRST_MS || local + DAY_MS > LAST_MS) return null;
			const before = offsetAt(local - DAY_MS);
			const after = offsetAt(local + DAY_MS);
			const shown = [local - before, local - after].filter((ms) => ms + offsetAt(ms) === local);
			// Skipped by the clocks: with the offset from before the gap it lies after it. Where that is another day, before the gap.
			const candidates = shown.length > 0 ? [Math.min(...shown)] : [local - before, local - after];
			return candidates.find((ms) => dayOf(ms) === day) ?? null;
		},
	};
}

function formatterOf(name: string, fieldName: string): Intl.DateTimeFormat {
	if (typeof name === 'string' && name !== '') {
		try {
			return new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
				timeZone: name, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
			});
		} catch (cause) {
			throw unknownZone(name, fieldName, cause);
		}
	}
	throw unknownZone(name, fieldName);
}

function unknownZone(name: string, fieldName: string, cause?: unknown): ConfigurationError {
	return new ConfigurationError(`Field '${fieldName}' names the time zone '${String(name)}', which is not known here. Give an IANA name, e.g. America/New_York or Europe/Berlin.`, { cause });
}

/** What the wall clock shows, as if it were UTC; whole seconds. */
function wallClock(format: Intl.DateTimeFormat, ms: number): number {
	const match = SHOWN.exec(format.format(ms));
	if (match === null) throw new ConfigurationError(`This machine formats times in a way that cannot be read: '${format.format(ms)}'. Use a Node.js with full ICU data.`);
	const [month, day, year, hour, minute, second] = match.slice(1).map(Number) as [number, number, number, number, number, number];
	const shown = new Date(0);
	shown.setUTCFullYear(year, month - 1, day);
	return shown.setUTCHours(hour, minute, second);
}
