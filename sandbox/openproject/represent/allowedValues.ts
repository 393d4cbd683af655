import { isLinked, propertyOf, type CustomField } from '../data/customField';
import type { WorkPackage } from '../data/model';
import type { Instance } from '../instance';
import type { Draft } from '../rules/values';
import { representCustomOption, representPriority, representStatus, representType } from './catalogs';
import type { Json } from './primitives';
import { representCategory, representVersion } from './projectPlan';

/** A form is about this work package as it would be. `before` is null for a new one. */
export interface FormSubject {
	readonly instance: Instance;
	readonly before: WorkPackage | null;
	readonly draft: Draft;
}

/** What a form's schema says of the values a link may have: an address to ask, or the values themselves. */
export type AllowedValues = { readonly href: string | null } | { readonly values: readonly Json[] };

/** The allowed values of every linked property, by its name. Seen on 15.4.0, 29 November 2026. */
export function allowedValues(subject: FormSubject): Readonly<Record<string, AllowedValues>> {
	const { instance, draft } = subject;
	const fields = draft.projectId === null || draft.typeId === null ? [] : instance.database.customFieldsFor(draft.projectId, draft.typeId);
	return {
		...addresses(subject),
		...collections(subject),
		...Object.fromEntries(fields.filter(isLinked).map((field) => [propertyOf(field), ofCustomField(field, subject)])),
	};
}

function addresses({ before, draft }: FormSubject): Record<string, AllowedValues> {
	const self = before === null ? null : `/api/v3/work_packages/${before.id}`;
	const ofProject = draft.projectId === null ? null : `/api/v3/projects/${draft.projectId}/available_assignees`;
	const people = { href: self === null ? ofProject : `${self}/available_assignees` };
	return {
		project: { href: self === null ? '/api/v3/work_packages/available_projects' : `${self}/available_projects` },
		parent: { href: self === null ? null : `${self}/available_relation_candidates?type=parent` },
		assignee: people,
		responsible: people,
	};
}

function collections({ instance, before, draft }: FormSubject): Record<string, AllowedValues> {
	const { database } = instance;
	const project = draft.projectId === null ? undefined : database.projects.get(draft.projectId);
	const types = project === undefined ? [...database.types.values()] : project.typeIds.flatMap((id) => database.types.get(id) ?? []);
	const versions = project === undefined ? [] : database.versionsOf(project.id).filter(({ status }) => status === 'open');
	return {
		type: { values: types.map(representType) },
		status: { values: [...database.statuses.values()].filter(({ id }) => isReachable(id, { instance, before, draft })).map(representStatus) },
		priority: { values: [...database.priorities.values()].filter(({ isActive }) => isActive).map(representPriority) },
		version: { values: versions.map((version) => representVersion(version, database)) },
		category: { values: project === undefined ? [] : database.categoriesOf(project.id).map((category) => representCategory(category, database)) },
	};
}

/** The present status, and those the workflow leads to from it. */
function isReachable(statusId: number, { instance, before, draft }: FormSubject): boolean {
	const from = before?.statusId ?? draft.statusId;
	if (from === null || draft.typeId === null) return false;
	return statusId === from || instance.database.workflow.isAllowed(draft.typeId, from, statusId);
}

function ofCustomField(field: CustomField, { instance, draft }: FormSubject): AllowedValues {
	switch (field.format) {
		case 'user':
			return { href: peopleHref(draft.projectId) };
		case 'hierarchy':
			return { href: `/api/v3/custom_fields/${field.id}/items` };
		case 'version':
			return { values: instance.database.versionsOf(draft.projectId!).filter(({ status }) => status === 'open').map((version) => representVersion(version, instance.database)) };
		default:
			return { values: field.options.map(representCustomOption) };
	}
}

/** Everyone in the project who is not locked. */
function peopleHref(projectId: number | null): string {
	const member = projectId === null ? { operator: '*', values: [] } : { operator: '=', values: [String(projectId)] };
	const filters = [{ status: { operator: '!', values: ['3'] } }, { type: { operator: '=', values: ['User', 'Group', 'PlaceholderUser'] } }, { member }];
	return `/api/v3/principals?filters=${encodeURIComponent(JSON.stringify(filters))}&pageSize=-1`;
}
