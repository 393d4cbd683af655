import { possibleAssignees } from '../data/access';
import { violation, type ApiError } from '../http/apiError';
import type { Check, Rule } from './checks';

const NOT_ALLOWED = 'is not set to one of the allowed values.';

const checkProject: Rule = ({ instance, draft }) => {
	if (draft.projectId === null) return [violation('project', "Project can't be blank.")];
	return instance.database.projects.has(draft.projectId) ? [] : [violation('project', 'Project does not exist.')];
};

const checkType: Rule = ({ instance, draft, changed }) => {
	if (draft.typeId === null) return [violation('type', "Type can't be blank.")];
	if (!changed.has('typeId') && !changed.has('projectId')) return [];
	const project = draft.projectId === null ? undefined : instance.database.projects.get(draft.projectId);
	return project === undefined || project.typeIds.includes(draft.typeId) ? [] : [violation('type', `Type ${NOT_ALLOWED}`)];
};

const checkStatus: Rule = ({ instance, before, draft, changed }) => {
	if (draft.statusId === null) return [violation('status', "Status can't be blank.")];
	if (!instance.database.statuses.has(draft.statusId)) return [violation('status', 'Status does not exist.')];
	if (before === null || !changed.has('statusId') || changed.has('typeId')) return [];
	return instance.database.workflow.isAllowed(before.typeId, before.statusId, draft.statusId)
		? []
		: [violation('status', "Status is invalid because no valid transition exists from old to new status for the current user's roles.")];
};

const checkPriority: Rule = ({ instance, draft, changed }) => {
	if (draft.priorityId === null) return [violation('priority', "Priority can't be blank.")];
	const priority = instance.database.priorities.get(draft.priorityId);
	if (priority === undefined) return [violation('priority', 'Priority does not exist.')];
	return priority.isActive || !changed.has('priorityId') ? [] : [violation('priority', 'Priority needs to be active.')];
};

const checkPeople: Rule = ({ instance, draft, changed }) => {
	const projectId = draft.projectId;
	if (projectId === null) return [];
	const possible = new Set(possibleAssignees(instance.database, projectId).map((principal) => principal.id));
	const check = (id: number | null, attribute: string, title: string): ApiError[] =>
		id === null || possible.has(id) ? [] : [violation(attribute, `The chosen user is not allowed to be '${title}' for this work package.`)];
	return [
		...(changed.has('assigneeId') ? check(draft.assigneeId, 'assignee', 'Assignee') : []),
		...(changed.has('responsibleId') ? check(draft.responsibleId, 'responsible', 'Accountable') : []),
	];
};

const checkParent: Rule = (check) => {
	const { instance, access, draft, changed } = check;
	if (draft.parentId === null || !changed.has('parentId')) return [];
	const parent = instance.database.workPackages.get(draft.parentId);
	if (parent === undefined) return missingParent(check);
	if (access !== null && !access.seesWorkPackage(parent)) return [violation('parent', 'Parent may not be accessed.')];
	if (parent.id === draft.id) return [violation('parent', 'Parent You cannot add an ancestor as a descendant'), violation('parent', 'Parent cannot be assigned to itself.')];
	const ancestors = instance.database.workPackages.ancestorsOf(parent);
	return [
		...(ancestors.some((row) => row.id === draft.id) ? [violation('parent', 'Parent You cannot add an ancestor as a descendant'), violation('parent', 'A work package cannot be linked to one of its subtasks.')] : []),
		...(instance.database.types.get(parent.typeId)?.isMilestone ? [violation('parent', 'Parent cannot be a milestone.')] : []),
		...(parent.projectId === draft.projectId || instance.behaviour.allowsCrossProjectParents ? [] : [violation('parent', 'Parent cannot be in another project.')]),
	];
};

/** An edit is told twice that a parent is not there, a creation once. Seen on 15.4.0, 29 November 2026. */
function missingParent({ before }: Check): readonly ApiError[] {
	const missing = violation('parent', 'Parent does not exist.');
	return before === null ? [missing] : [missing, violation('parent', 'Parent may not be accessed.')];
}

const checkPlan: Rule = ({ instance, draft, changed }) => {
	const { database } = instance;
	if (draft.projectId === null) return [];
	const versions = database.versionsOf(draft.projectId).filter(({ status }) => status === 'open').map(({ id }) => id);
	const category = draft.categoryId === null ? undefined : database.categories.get(draft.categoryId);
	return [
		...(draft.versionId !== null && changed.has('versionId') && !versions.includes(draft.versionId) ? [violation('version', `Version ${NOT_ALLOWED}`)] : []),
		...(draft.categoryId !== null && category === undefined ? [violation('category', 'Category does not exist.')] : []),
		...(category !== undefined && category.projectId !== draft.projectId ? [violation('category', 'The category must belong to the same project.')] : []),
	];
};

/** Everything a work package points at: it must exist, be visible, and be allowed there. */
export function checkReferences(check: Check): readonly ApiError[] {
	return [checkProject, checkType, checkStatus, checkPriority, checkPeople, checkParent, checkPlan].flatMap((rule) => rule(check));
}
