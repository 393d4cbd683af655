import type { WorkPackage } from '../data/model';
import type { Instance } from '../instance';
import { recordActivity } from './activities';
import { totalsOf } from './totals';
import type { WritableName } from './values';

/** Changes of a child that can change the sums of what is above it. */
const SUMMED: readonly WritableName[] = ['statusId', 'parentId', 'estimatedHours', 'remainingHours', 'percentageDone'];

export interface Cause {
	readonly userId: number;
	readonly childId: number;
}

/** The sums of these work packages as they are now. Call the answer after the write: it saves those whose sums are others then. */
export function watchTotals(instance: Instance, rows: readonly WorkPackage[], changed: Iterable<WritableName>): (cause: Cause) => void {
	const isOfInterest = [...changed].some((name) => SUMMED.includes(name));
	const before = new Map((isOfInterest ? rows : []).map((row) => [row.id, JSON.stringify(totalsOf(instance.database, row))]));
	return (cause) => {
		for (const [id, totals] of before) {
			const row = instance.database.workPackages.get(id);
			if (row !== undefined && JSON.stringify(totalsOf(instance.database, row)) !== totals) save(instance, row, cause);
		}
	};
}

/** A work package and everything above it, nearest first; none where there is no parent. */
export function withAncestors(instance: Instance, id: number | null): readonly WorkPackage[] {
	const row = id === null ? undefined : instance.database.workPackages.get(id);
	return row === undefined ? [] : [row, ...instance.database.workPackages.ancestorsOf(row)];
}

function save(instance: Instance, row: WorkPackage, { userId, childId }: Cause): void {
	const updatedAt = instance.clock.tick();
	instance.database.workPackages.save({ ...row, lockVersion: row.lockVersion + 1, updatedAt });
	const comment = `_Updated automatically by changing values within child work package #${childId}_`;
	recordActivity(instance, { workPackageId: row.id, userId, comment, cause: null, changes: [], createdAt: updatedAt });
}
