import type { WorkPackage } from '../data/model';
import type { Instance } from '../instance';

/** Makes the parent of a first child automatic, where the server does that; from then on it has the dates of its children. */
export function adopt({ database, behaviour }: Instance, child: WorkPackage): void {
	const { workPackages } = database;
	const parent = child.parentId === null ? undefined : workPackages.get(child.parentId);
	if (!behaviour.firstChildMakesAutomatic || parent?.scheduleManually !== true || workPackages.childrenOf(parent.id).length > 1) return;
	workPackages.save({ ...parent, scheduleManually: false });
}
