import { invalidQuery } from '../http/apiError';
import { customFieldFilter } from './customFieldFilter';
import { dateFilter } from './dateFilter';
import { LIST, numberFilter, OPTIONAL_LIST, reference, searchFilter, statusFilter, textFilter, timeFilter, typeaheadFilter, type CompiledFilter, type FilterContext, type FilterKind } from './filterKinds';
import type { FilterSpec } from './filterSpec';
import { isOfferedVersion, seesPrincipal, seesProject, seesWorkPackage } from './visibleIds';

const CUSTOM_FIELD = /^(?:customField|cf_)(\d+)$/;

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
	['parent', reference('parentId', LIST, seesWorkPackage)],
	['id', reference('id', LIST, seesWorkPackage)],
	['subject', textFilter((row) => row.subject)],
	['description', textFilter((row) => row.description)],
	['search', searchFilter()],
	['updated_at', timeFilter('Updated on', 'updatedAt')],
	['created_at', timeFilter('Created on', 'createdAt')],
	['due_date', dateFilter('Finish date', (row) => row.dueDate)],
	['start_date', dateFilter('Start date', (row) => row.startDate)],
	['typeahead', typeaheadFilter()],
	['subject_or_id', typeaheadFilter()],
	['version', reference('versionId', OPTIONAL_LIST, isOfferedVersion)],
	['category', categoryFilter()],
	['percentage_done', numberFilter((row) => row.percentageDone)],
	['done_ratio', numberFilter((row) => row.percentageDone)],
	['estimated_time', numberFilter((row) => row.estimatedHours)],
]);

/** On the list of all, where there is no project whose categories they could be, the real one breaks off. Seen on 15.4.0, 29 November 2026. */
function categoryFilter(): FilterKind {
	const kind = reference('categoryId', OPTIONAL_LIST, (id, { instance, projectId }) => instance.database.categories.get(id)?.projectId === projectId);
	return {
		...kind,
		compile: (spec, context) => {
			if (context.projectId === null) throw new Error("undefined method 'categories' for nil");
			return kind.compile(spec, context);
		},
	};
}

/** A filter for work packages. Throws InvalidQuery for unknown names, operators that do not apply, and values that do not exist. */
export function compileFilter(spec: FilterSpec, context: FilterContext): CompiledFilter {
	const kind = kindOf(spec.name, context);
	const title = titleOf(spec.name);
	if (kind === undefined) throw invalidQuery(`${title} filter does not exist.`);
	if (!kind.operators.includes(spec.operator)) throw invalidQuery(`${title} Operator is not set to one of the allowed values.`);
	if (!WITHOUT_VALUES.includes(spec.operator) && spec.values.length === 0) throw invalidQuery(`${title} Values can't be blank.`);
	if (spec.name === 'category' && context.projectId === null) return kind.compile(spec, context);
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
function kindOf(name: string, context: FilterContext): FilterKind | undefined {
	const customField = CUSTOM_FIELD.exec(name);
	if (customField !== null) {
		const field = context.instance.database.customFields.get(Number(customField[1]));
		return field === undefined ? undefined : customFieldFilter(field, context);
	}
	return KINDS.get(canonicalName(name));
}

/** One name for all spellings of a filter. */
export function canonicalName(name: string): string {
	const customField = CUSTOM_FIELD.exec(name);
	if (customField !== null) return `cf_${customField[1]}`;
	const plain = name.replace(/([A-Z])/g, (letter) => `_${letter.toLowerCase()}`);
	return KINDS.has(plain) ? plain : plain.replace(/_id$/, '');
}

/** 'updatedAt' and 'updated_at' as messages give them: 'Updated at'. */
function titleOf(name: string): string {
	const words = name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll('_', ' ');
	return words.charAt(0).toUpperCase() + words.slice(1);
}
