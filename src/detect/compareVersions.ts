import { plainValue } from '../equality';
import { compareDecimals, compareInstants, type ClockZone } from '../record';

/**
 * Compares two versions: below 0, 0 or above 0. Numbers and texts that read as numbers are compared as numbers, times as
 * points in time, those without zone as clocks of `zone` show them. null where they cannot be put in order: of other kinds, or not of one kind, and not the same.
 */
export function compareVersions(left: unknown, right: unknown, zone: ClockZone | null = null): number | null {
	const [a, b] = [plainValue(left), plainValue(right)];
	if (a === b) return 0;
	if (!isOrderable(a) || !isOrderable(b)) return null;
	return compareDecimals(String(a), String(b)) ?? compareInstants(String(a), String(b), zone);
}

/** Whether a version is given at all. */
export function hasVersion(value: unknown): boolean {
	const plain = plainValue(value);
	return plain !== undefined && plain !== null && plain !== '';
}

function isOrderable(value: unknown): value is number | string | bigint {
	return typeof value === 'number' || typeof value === 'string' || typeof value === 'bigint';
}
