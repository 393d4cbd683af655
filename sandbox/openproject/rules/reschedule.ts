import type { WorkPackage } from '../data/model';
import type { Instance } from '../instance';
import { recordActivity } from './activities';
import { calendarOf } from './dates';
import { describeChanges } from './journal';
import { soonestStartOf } from './predecessors';
import { derivedDatesOf } from './schedule';

/** Who moved what; `isNew` where it was created just now. */
export interface Move {
	readonly userId: number;
	readonly movedId: number;
	readonly isNew?: boolean;
}

/**
 * Moves everything that is scheduled automatically after these work packages have moved: what follows them, and the
 * parents above. Seen on 15.4.0, 29 November 2026.
 */
export function reschedule(instance: Instance, ids: readonly number[], move: Move): void {
	const { workPackages } = instance.database;
	const open = [...ids];
	for (let id = open.shift(); id !== undefined; id = open.shift()) {
		const row = workPackages.get(id);
		const parent = row?.parentId === null || row === undefined ? undefined : workPackages.get(row.parentId);
		const hasMoved = parent !== undefined && follow(instance, parent, datesFromBelow(instance, parent), move);
		if (parent !== undefined && (hasMoved || !instance.rules.manualChildrenMoveParents)) open.push(parent.id);
		for (const successor of successorsOf(instance, id)) if (follow(instance, successor, datesFromPredecessors(instance, successor), move)) open.push(successor.id);
	}
}

type Dates = Partial<Pick<WorkPackage, 'startDate' | 'dueDate' | 'durationDays' | 'ignoreNonWorkingDays'>>;

/** An automatic parent spans everything below it, and ignores free days where a child that is scheduled automatically does. */
export function datesFromBelow(instance: Instance, row: WorkPackage): Dates {
	const { workPackages } = instance.database;
	if (row.scheduleManually || !workPackages.hasChildren(row.id)) return {};
	if (!instance.rules.manualChildrenMoveParents && workPackages.descendantsOf(row.id).every(({ scheduleManually }) => scheduleManually)) return {};
	const dates = derivedDatesOf(instance.database, row.id);
	const automatic = workPackages.childrenOf(row.id).filter((child) => !child.scheduleManually);
	const ignoreNonWorkingDays = automatic.length === 0 ? row.ignoreNonWorkingDays : automatic.some((child) => child.ignoreNonWorkingDays);
	const calendar = calendarOf(instance, { ignoreNonWorkingDays });
	const durationDays = dates.startDate === null || dates.dueDate === null ? null : calendar.countDays(dates.startDate, dates.dueDate);
	return { ...dates, durationDays, ignoreNonWorkingDays };
}

/** An automatic successor begins once its predecessors have ended; up to 15 it moves only as far as it must. */
function datesFromPredecessors(instance: Instance, row: WorkPackage): Dates {
	const soonest = row.scheduleManually || instance.database.workPackages.hasChildren(row.id) ? null : soonestStartOf(instance, row);
	if (soonest === null) return {};
	const startDate = instance.rules.successorsFollowClosely || row.startDate === null || row.startDate < soonest ? soonest : row.startDate;
	const calendar = calendarOf(instance, row);
	const end = row.durationDays === null ? row.dueDate : calendar.dueAfter(startDate, row.durationDays);
	const dueDate = end === null || end > startDate ? end : startDate;
	return { startDate, dueDate, durationDays: dueDate === null ? null : calendar.countDays(startDate, dueDate) };
}

function successorsOf({ database }: Instance, id: number): readonly WorkPackage[] {
	const followers = [...database.relations.values()].filter((relation) => relation.type === 'follows' && relation.toId === id);
	return followers.flatMap((relation) => {
		const follower = database.workPackages.get(relation.fromId);
		// What a parent follows, everything below it follows.
		return follower === undefined ? [] : [follower, ...database.workPackages.descendantsOf(follower.id)];
	});
}

/** Saves the dates where they are others; tells whether they were. */
function follow(instance: Instance, row: WorkPackage, dates: Dates, { userId, movedId, isNew = false }: Move): boolean {
	const { database, clock } = instance;
	const moved = { ...row, ...dates };
	const changes = describeChanges(database, row, moved);
	if (changes.length === 0) return false;
	const updatedAt = clock.tick();
	database.workPackages.save({ ...moved, lockVersion: row.lockVersion + 1, updatedAt });
	recordActivity(instance, { workPackageId: row.id, userId, comment: '', cause: isNew ? null : `Dates changed by changes to related #${movedId}`, changes, createdAt: updatedAt });
	return true;
}
