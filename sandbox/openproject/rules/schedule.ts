import type { Database } from '../data/database';

/** Dates of what lies below a work package. */
export interface ChildDates {
	readonly startDate: string | null;
	readonly dueDate: string | null;
}

/** Earliest and latest date of everything below a work package; null where nothing has a date. */
export function derivedDatesOf(database: Database, id: number): ChildDates {
	return outermost(database.workPackages.descendantsOf(id));
}

/** The same of its children alone. */
export function datesOfChildren(database: Database, id: number): ChildDates {
	return outermost(database.workPackages.childrenOf(id));
}

function outermost(rows: readonly ChildDates[]): ChildDates {
	const dates = rows.flatMap((row) => [row.startDate, row.dueDate]).filter((date) => date !== null).sort();
	return { startDate: dates[0] ?? null, dueDate: dates.at(-1) ?? null };
}
