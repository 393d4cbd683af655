import type { WorkPackage } from '../data/model';
import type { Database } from '../data/database';
import { percentageOf, type Progress } from './progress';

const NOTHING: Progress = { estimatedHours: null, remainingHours: null, percentageDone: null };

/** Sums over a work package and everything below it; nothing where there is nothing below. Rejected ones do not count. */
export function totalsOf(database: Database, row: WorkPackage): Progress {
	if (!database.workPackages.hasChildren(row.id)) return NOTHING;
	const counted = [row, ...database.workPackages.descendantsOf(row.id)].filter(({ statusId }) => database.statuses.get(statusId)?.excludedFromTotals !== true);
	const estimatedHours = sumOf(counted.map((member) => member.estimatedHours));
	const remainingHours = sumOf(counted.map((member) => member.remainingHours));
	return { estimatedHours, remainingHours, percentageDone: percentageOf(estimatedHours, remainingHours) };
}

function sumOf(hours: readonly (number | null)[]): number | null {
	const known = hours.filter((value) => value !== null);
	return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
