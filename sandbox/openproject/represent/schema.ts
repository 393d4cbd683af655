import type { Access } from '../data/access';
import { propertyOf } from '../data/customField';
import type { Instance } from '../instance';
import type { Json } from './primitives';
import { customProperty, dateProperties, effortProperties, linked, property } from './schemaProperties';

/** Whose schema it is: of a type in a project, as one user may write it. Null where a form does not know them yet. */
export interface SchemaSubject {
	readonly instance: Instance;
	readonly access: Access;
	readonly projectId: number | null;
	readonly typeId: number | null;
}

/**
 * The schema of a type in a project: which properties exist, what they are called, whether they can be written.
 * It holds no allowed values; those are in forms alone. Seen on 15.4.0, 29 November 2026.
 */
export function representSchema(subject: SchemaSubject): Json {
	const { projectId, typeId } = subject;
	return { ...schemaHead(), ...schemaProperties(subject), _links: { self: { href: schemaHref(projectId, typeId) } } };
}

export function schemaHref(projectId: number | null, typeId: number | null): string {
	return `/api/v3/work_packages/schemas/${projectId ?? ''}-${typeId ?? ''}`;
}

export function schemaHead(): Json {
	return { _type: 'Schema', _dependencies: [], _attributeGroups: [] };
}

/** Every property, in OpenProject's order. */
export function schemaProperties(subject: SchemaSubject): Json {
	const { instance, typeId } = subject;
	const type = typeId === null ? undefined : instance.database.types.get(typeId);
	const isSubjectGenerated = instance.rules.generatesSubjects && type?.subjectPattern !== undefined;
	return {
		lockVersion: property('Integer', 'Lock Version', { writable: false }),
		id: property('Integer', 'ID', { writable: false }),
		subject: property('String', 'Subject', { minLength: 1, maxLength: 255, writable: !isSubjectGenerated }),
		description: property('Formattable', 'Description', { required: false }),
		scheduleManually: property('Boolean', 'Manual scheduling', { required: false, hasDefault: true }),
		ignoreNonWorkingDays: property('Boolean', 'Ignore non working days', { required: false }),
		...(type?.isMilestone === true ? { date: property('Date', 'Date', { required: false }) } : dateProperties()),
		...effortProperties(instance.rules),
		createdAt: property('DateTime', 'Created on', { writable: false }),
		updatedAt: property('DateTime', 'Updated on', { writable: false }),
		author: linked('User', 'Author', { writable: false }),
		...linkedProperties(subject),
		...customProperties(subject),
	};
}

function linkedProperties({ access, projectId }: SchemaSubject): Json {
	const may = (permission: Parameters<Access['may']>[0]): boolean => projectId === null || access.may(permission, projectId);
	const optional = { required: false };
	return {
		project: linked('Project', 'Project', { writable: may('move_work_packages') }),
		parent: linked('WorkPackage', 'Parent', { ...optional, writable: may('manage_subtasks') }),
		assignee: linked('User', 'Assignee', optional),
		responsible: linked('User', 'Accountable', optional),
		type: linked('Type', 'Type'),
		status: linked('Status', 'Status', { hasDefault: true }),
		category: linked('Category', 'Category', optional),
		version: linked('Version', 'Version', { ...optional, writable: may('assign_versions') }),
		priority: linked('Priority', 'Priority', { hasDefault: true }),
	};
}

function customProperties({ instance, projectId, typeId }: SchemaSubject): Json {
	if (projectId === null || typeId === null) return {};
	return Object.fromEntries(instance.database.customFieldsFor(projectId, typeId).map((field) => [propertyOf(field), customProperty(field)]));
}
