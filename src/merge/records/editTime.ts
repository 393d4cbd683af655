import { BatchSyncError } from '../../errors';
import { isDecimal, parseInstantIn, parseWallClock, valueAt } from '../../record';
import type { ClockZone, Json, JsonObject } from '../../record';

/** From where on a number stands for milliseconds, microseconds, and nothing any more; below the first for seconds (1973 to 5138). */
const [SECONDS, MILLISECONDS, MICROSECONDS, TOO_LARGE] = [1e8, 1e11, 1e14, 1e17] as const;
const EXPECTED = 'Give e.g. 2026-03-30T14:05:00Z, or seconds or milliseconds since 1970';

/**
 * When a record was last edited, in milliseconds since the epoch; null where it does not say. Seconds, milliseconds and microseconds since 1970
 * may be text, as bigint columns are. A time without zone is of `zone`. Throws a BatchSyncError with code `NOT_AN_INSTANT`.
 */
export function editTimeOf(record: JsonObject, field: string | null, zone: ClockZone | null): number | null {
	const value = field === null ? undefined : valueAt(record, field);
	if (value === undefined || value === null || value === '') return null;
	const shown = `Field '${field}' is ${JSON.stringify(value).slice(0, 60)}`;
	const number = numberIn(value);
	if (number !== null) return sinceEpoch(number, shown);
	if (typeof value !== 'string') throw refusal(`${shown}, which is not a time. ${EXPECTED}.`);
	const text = value.trim();
	const instant = parseInstantIn(text, zone);
	if (instant !== null) return instant.ms;
	if (parseWallClock(text) !== null) throw refusal(`${shown}, a time without zone. Name its Time Zone, or give the time with one, e.g. 2026-03-30T14:05:00Z.`);
	throw refusal(`${shown}, which is not a time. ${EXPECTED}.`);
}

function numberIn(value: Json): number | null {
	if (typeof value === 'number') return value;
	return typeof value === 'string' && isDecimal(value.trim()) ? Number(value.trim()) : null;
}

function sinceEpoch(number: number, shown: string): number {
	const size = Math.abs(number);
	if (size >= SECONDS && size < MILLISECONDS) return number * 1000;
	if (size >= MILLISECONDS && size < MICROSECONDS) return number;
	if (size >= MICROSECONDS && size < TOO_LARGE) return number / 1000;
	const guess = size >= 1 && size < 100_000 ? ' It may be a day as spreadsheets count them; turn it into a time first.' : '';
	throw refusal(`${shown}, which is no number of seconds, milliseconds or microseconds since 1970 of an edit after 1973.${guess} ${EXPECTED}.`);
}

function refusal(message: string): BatchSyncError {
	return new BatchSyncError('NOT_AN_INSTANT', message);
}
