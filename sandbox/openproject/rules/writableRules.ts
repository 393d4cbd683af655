import type { Permission } from '../data/model';
import { readOnlyProperty, type ApiError } from '../http/apiError';
import type { Check } from './checks';
import { subjectPatternOf } from './templates';
import { ATTRIBUTE, type WritableName } from './values';

const NEEDS: Partial<Record<WritableName, Permission>> = {
	parentId: 'manage_subtasks',
	statusId: 'change_work_package_status',
	versionId: 'assign_versions',
};

/** Properties that are read-only for this user or in this state. */
export function checkWritable(check: Check): readonly ApiError[] {
	return [
		...[...check.changed].filter((name) => !isWritable(check, name)).map((name) => readOnlyProperty(ATTRIBUTE[name])),
		...(isLockedByStatus(check) ? check.changedCustomFields.map((id) => readOnlyProperty(`customField${id}`)) : []),
	];
}

function isWritable(check: Check, name: WritableName): boolean {
	if (isLockedByStatus(check)) return false;
	if (name === 'startDate' || name === 'dueDate') return !isDatedByChildren(check) || !(name in check.changes.values);
	if (name === 'subject' && 'subject' in check.changes.values && subjectPatternOf(check.instance, check.draft) !== undefined) return !check.instance.rules.refusesGeneratedSubjects;
	if (name === 'percentageDone' && 'percentageDone' in check.changes.values) return check.instance.rules.writesPercentageDone;
	if (name === 'versionId' && check.access !== null && check.draft.projectId !== null) return check.access.may('assign_versions', check.draft.projectId);
	if (check.before === null || check.access === null) return true;
	if (name === 'projectId') return check.access.may('move_work_packages', check.before.projectId);
	const needed = NEEDS[name];
	return needed === undefined || check.access.may(needed, check.before.projectId) || (name === 'statusId' && check.access.may('edit_work_packages', check.before.projectId));
}

/** A read-only status allows nothing but leaving it. */
function isLockedByStatus({ instance, before, changed }: Check): boolean {
	return before !== null && !changed.has('statusId') && instance.database.statuses.get(before.statusId)?.isReadonly === true;
}

/** A parent in automatic scheduling has the dates of its children. */
function isDatedByChildren({ instance, before, draft }: Check): boolean {
	return before !== null && !draft.scheduleManually && instance.database.workPackages.hasChildren(before.id);
}
