import { compareDecimals, compareInstants, isCalendarDate } from '../../record';
import type { ClockZone, Json } from '../../record';
import type { FieldState } from '../types';
import type { Choice } from '../unit';

/** The side with the larger or smaller value; passes on where the two cannot be compared or are equal. */
export function chooseByOrder(wanted: 'higher' | 'lower', { local, remote }: FieldState, zone: ClockZone | null = null): Choice | null {
	const comparison = compareValues(local, remote, zone);
	if (comparison === null || comparison === 0) return null;
	return { winner: comparison > 0 === (wanted === 'higher') ? 'local' : 'remote' };
}

/** Numbers with numbers, decimal strings with decimal strings (exactly), dates with dates, times with times; null for all else. */
function compareValues(left: Json, right: Json, zone: ClockZone | null): number | null {
	if (typeof left === 'number' && typeof right === 'number') return left - right;
	if (typeof left !== 'string' || typeof right !== 'string') return null;
	const asDecimals = compareDecimals(left, right);
	if (asDecimals !== null) return asDecimals;
	const areDates = [isCalendarDate(left), isCalendarDate(right)];
	if (areDates[0] !== areDates[1]) return null;
	if (areDates[0]) return left < right ? -1 : Number(left > right);
	// Not as text: the normal form drops trailing zeros, and '.' sorts before 'Z'.
	return compareInstants(left, right, zone);
}
