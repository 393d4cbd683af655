import { BatchSyncError } from '../../errors';
import { parseInstant, valueAt } from '../../record';
import type { JsonObject } from '../../record';

/** Numbers below this are seconds since the epoch, others milliseconds: 1e11 ms is in 1973, 1e11 s in the year 5138. */
const SMALLEST_MS = 1e11;

/** When a record was last edited, in milliseconds since the epoch; null where it does not say. Throws a BatchSyncError with code `NOT_AN_INSTANT`. */
export function editTimeOf(record: JsonObject, field: string | null): number | null {
	const value = field === null ? undefined : valueAt(record, field);
	if (value === undefined || value === null || value === '') return null;
	if (typeof value === 'number') return Math.abs(value) < SMALLEST_MS ? value * 1000 : value;
	const instant = typeof value === 'string' ? parseInstant(value) : null;
	if (instant === null) throw new BatchSyncError('NOT_AN_INSTANT', `Field '${field}' is ${JSON.stringify(value).slice(0, 60)}, which is not a time. Give e.g. 2026-03-30T14:05:00Z, or seconds or milliseconds since 1970.`);
	return instant.ms;
}
