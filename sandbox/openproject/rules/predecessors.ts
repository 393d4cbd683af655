import type { WorkPackage } from '../data/model';
import type { Instance } from '../instance';
import { calendarOf } from './dates';
import type { Draft } from './values';

type Scheduled = Pick<Draft, 'id' | 'parentId' | 'ignoreNonWorkingDays'>;

/** The first day on which a work package can begin, given what it and everything above it follows; null where it follows nothing. */
export function soonestStartOf(instance: Instance, row: Scheduled): string | null {
	const calendar = calendarOf(instance, row);
	const days = relationsOf(instance, row).flatMap(({ predecessor, lag }) => {
		const end = predecessor.dueDate ?? predecessor.startDate;
		return end === null ? [] : [calendar.soonestAfter(end, lag)];
	});
	return days.sort().at(-1) ?? null;
}

function relationsOf({ database }: Instance, row: Scheduled): readonly { readonly predecessor: WorkPackage; readonly lag: number }[] {
	const { workPackages } = database;
	const parent = row.parentId === null ? undefined : workPackages.get(row.parentId);
	const followers = new Set([row.id, ...(parent === undefined ? [] : [parent.id, ...workPackages.ancestorsOf(parent).map(({ id }) => id)])]);
	return [...database.relations.values()].flatMap((relation) => {
		const predecessor = relation.type === 'follows' && followers.has(relation.fromId) ? workPackages.get(relation.toId) : undefined;
		return predecessor === undefined ? [] : [{ predecessor, lag: relation.lag ?? 0 }];
	});
}
