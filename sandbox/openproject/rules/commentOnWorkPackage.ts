import type { Activity, WorkPackage } from '../data/model';
import type { Instance } from '../instance';
import { recordActivity } from './activities';
import { touchWorkPackage } from './updateWorkPackage';

/** Adds a comment: updatedAt moves, lockVersion does not. */
export function commentOnWorkPackage(instance: Instance, row: WorkPackage, { userId, comment }: { userId: number; comment: string }): Activity {
	const { updatedAt } = touchWorkPackage(instance, row);
	return recordActivity(instance, { workPackageId: row.id, userId, comment, cause: null, changes: [], createdAt: updatedAt });
}
