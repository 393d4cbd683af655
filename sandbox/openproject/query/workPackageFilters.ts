import { invalidQuery } from '../http/apiError';
import { customFieldFilter, dateFilter, LIST, OPTIONAL_LIST, reference, searchFilter, statusFilter, textFilter, timeFilter, type CompiledFilter, type FilterContext, type FilterKind } from './filterKinds';
import type { FilterSpec } from './filterSpec';
import { seesPrincipal, seesProject, seesWorkPackage } from './visibleIds';

const WITHOUT_VALUES = ['*', '!*', 'o', 'c', 't', 'w'];

const KINDS = new Map<string, FilterKind>([
	['status', statusFilter()],
	['project', reference('projectId', LIST, seesProject)],
	['type', reference('typeId', LIST, (id, { instance }) => instance.database.types.has(id))],
	['priority', reference('priorityId', LIST, (id, { instance }) => instance.database.priorities.has(id))],
	['author', reference('authorId', LIST, seesPrincipal)],
	['assignee', reference('assigneeId', OPTIONAL_LIST, seesPrincipal)],
	['assigned_to', reference('assigneeId', OPTIONAL_LIST, seesPrincipal)],
	['responsible', reference('responsibleId', OPTIONAL_LIST, seesPrincipal)],
	['parent', reference('parentId', OPTIONAL_LIST, seesWorkPackage)],
	['id', reference('id', LIST, seesWorkPackage)],
	['subject', textFilter((row) => row.subject)],
	['description', textFilter((row) => row.description)],
	['search', searchFilter()],
	['updated_at', timeFilter('Updated on', 'updatedAt')],
	['created_at', timeFilter('Created on', 'createdAt')],
	['due_date', dateFilter('dueDate')],
	['start_date', dateFilter('startDate')],
]);

/** A filter for work packages. Throws InvalidQuery for unknown names, operators that do not apply, and values that do not exist. */
export function compileFilter(spec: FilterSpec, context: FilterContext): CompiledFilter {
	const kind = kindOf(spec.name, context);
	const title = titleOf(spec.name);
	if (kind === undefined) throw invalidQuery(`${title} filter does not exist.`);
	if (!kind.operators.includes(spec.operator)) throw invalidQuery(`${title} Operator is not set to one of the allowed values.`);
	if (!WITHOUT_VALUES.includes(spec.operator) && spec.values.length === 0) throw invalidQuery(`${title} Values can't be blank.`);
	if (validValues(spec, context).length < spec.values.length) throw invalidQuery(`${title} filter has invalid values.`);
	return kind.compile(spec, context);
}

/** The values of a filter that exist. Unknown filters have none. */
export function validValues(spec: FilterSpec, context: FilterContext): readonly string[] {
	const kind = kindOf(spec.name, context);
	if (kind === undefined) return [];
	if (WITHOUT_VALUES.includes(spec.operator) || kind.isValid === undefined) return spec.values;
	return spec.values.filter((value) => kind.isValid!(value, context));
}

/** `updatedAt`, `updated_at`, `statusId` and `status_id` are all understood. */
function kindOf(name: string, { instance }: FilterContext): FilterKind | undefined {
	const customField = /^(?:customField|cf_)(\d+)$/.exec(name);
	if (customField !== null) {
		const field = instance.database.customFields.get(Number(customField[1]));
		return field === undefined ? undefined : customFieldFilter(field);
	}
	const plain = name.replace(/([A-Z])/g, (letter) => `_${letter.toLowerCase()}`);
	return KINDS.get(plain) ?? KINDS.get(plain.replace(/_id$/, ''));
}

/** 'updatedAt' and 'updated_at' as messages give them: 'Updated at'. */
function titleOf(name: string): string {
	const words = name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll('_', ' ');
	return words.charAt(0).toUpperCase() + words.slice(1);
}
