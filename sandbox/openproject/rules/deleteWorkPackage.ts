import type { WorkPackage } from '../data/model';
import type { Instance } from '../instance';
import { watchTotals } from './ancestors';

/** Deletes the work package, all its descendants wherever they are, and their time entries. Answers with the ids. */
export function deleteWorkPackage(instance: Instance, row: WorkPackage, userId: number): readonly number[] {
	const { workPackages } = instance.database;
	const family = [row, ...workPackages.descendantsOf(row.id)];
	const settleTotals = watchTotals(instance, workPackages.ancestorsOf(row), ['parentId']);
	for (const member of [...family].reverse()) {
		workPackages.remove(member);
		instance.database.dropBelongings(member.id);
	}
	settleTotals({ userId, childId: row.id });
	return family.map((member) => member.id);
}
