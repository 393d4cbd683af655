import type { WorkPackage } from '../data/model';
import type { Instance } from '../instance';
import { calendarOf } from './dates';
import { derivedDatesOf } from './schedule';
import type { WritableName } from './values';

/** Changes of a child that make OpenProject save its ancestors. */
const CARRIED_UPWARDS: readonly WritableName[] = [
	'statusId',
	'parentId',
	'startDate',
	'dueDate',
	'durationDays',
	'scheduleManually',
	'estimatedHours',
	'remainingHours',
	'percentageDone',
];

export function isCarriedUpwards(changed: Iterable<WritableName>): boolean {
	return [...changed].some((name) => CARRIED_UPWARDS.includes(name));
}

/**
 * Saves all ancestors of these work packages, nearest first: lockVersion and updatedAt move on, and the dates of
 * automatically scheduled ones follow their children.
 */
export function touchAncestors(instance: Instance, children: readonly WorkPackage[], cause: { readonly userId: number; readonly childId: number }): void {
	const ids = new Set(children.flatMap((child) => instance.database.workPackages.ancestorsOf(child).map((row) => row.id)));
	for (const id of ids) touchAncestor(instance, instance.database.workPackages.get(id)!, cause);
}

function touchAncestor(instance: Instance, row: WorkPackage, cause: { readonly userId: number; readonly childId: number }): void {
	const { database, clock } = instance;
	const dates = row.scheduleManually || !database.workPackages.hasChildren(row.id) ? {} : datesFromChildren(instance, row);
	const updatedAt = clock.tick();
	const next = database.workPackages.save({ ...row, ...dates, lockVersion: row.lockVersion + 1, updatedAt });
	const movedDates = (['startDate', 'dueDate'] as const).filter((name) => row[name] !== next[name]);
	database.addActivity({
		workPackageId: row.id,
		userId: cause.userId,
		comment: `_Updated automatically by changing values within child work package #${cause.childId}_`,
		details: movedDates.map((name) => `${name} changed from ${row[name]} to ${next[name]}`),
		createdAt: updatedAt,
	});
}

function datesFromChildren(instance: Instance, row: WorkPackage): Pick<WorkPackage, 'startDate' | 'dueDate' | 'durationDays'> {
	const dates = derivedDatesOf(instance.database, row.id);
	const calendar = calendarOf(instance, row);
	const durationDays = dates.startDate === null || dates.dueDate === null ? null : calendar.countDays(dates.startDate, dates.dueDate);
	return { ...dates, durationDays };
}
