import type { Database } from '../data/database';

/** Earliest start and latest due date of what lies below a work package; null where nothing has a date. */
export function derivedDatesOf(database: Database, id: number): { readonly startDate: string | null; readonly dueDate: string | null } {
	const dates = database.workPackages.descendantsOf(id).flatMap((row) => [row.startDate, row.dueDate]).filter((date) => date !== null).sort();
	return { startDate: dates[0] ?? null, dueDate: dates.at(-1) ?? null };
}
