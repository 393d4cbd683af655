import type { CustomValue, WorkPackage } from '../data/model';
import type { Instance } from '../instance';
import type { Draft } from './values';

/** A new work package with what its type and its custom fields bring where nothing was sent. Read in 15.4.0's source. */
export function withTemplates(instance: Instance, draft: Draft, sentFields: ReadonlySet<number>): Draft {
	return { ...draft, description: describedByType(instance, draft), subject: placeholderSubject(instance, draft), customValues: withDefaults(instance, draft, sentFields) };
}

/** The type's text replaces an empty description, and that of another type. */
function describedByType({ database }: Instance, { typeId, description }: Draft): string {
	const template = typeId === null ? undefined : database.types.get(typeId)?.defaultDescription;
	if (template === undefined || template.trim() === '') return description;
	const isTemplate = [...database.types.values()].some((type) => type.defaultDescription !== undefined && squeezed(type.defaultDescription) === squeezed(description));
	return description.trim() === '' || isTemplate ? template : description;
}

function squeezed(text: string): string {
	return text.replace(/\s+/g, ' ');
}

function withDefaults({ database }: Instance, { projectId, typeId, customValues }: Draft, sent: ReadonlySet<number>): Draft['customValues'] {
	if (projectId === null || typeId === null) return customValues;
	const defaults = database.customFieldsFor(projectId, typeId).flatMap(({ id, defaultValue }): [number, CustomValue][] => (defaultValue === undefined || sent.has(id) ? [] : [[id, defaultValue]]));
	return defaults.length === 0 ? customValues : new Map([...customValues, ...defaults]);
}

/** The pattern of the type of a work package, where the version generates subjects. */
export function subjectPatternOf({ database, rules }: Instance, { typeId }: Pick<Draft, 'typeId'>): string | undefined {
	return rules.generatesSubjects && typeId !== null ? database.types.get(typeId)?.subjectPattern : undefined;
}

function placeholderSubject(instance: Instance, draft: Draft): string {
	return subjectPatternOf(instance, draft) === undefined ? draft.subject : 'Templated by type';
}

/** The subject that a pattern like '{{type}} {{id}}' gives this work package; its own where the type has none. */
export function generatedSubject(instance: Instance, row: WorkPackage): string {
	const { database } = instance;
	const values: Record<string, string> = {
		id: String(row.id),
		type: database.types.get(row.typeId)?.name ?? '',
		status: database.statuses.get(row.statusId)?.name ?? '',
		priority: database.priorities.get(row.priorityId)?.name ?? '',
		project_name: database.projects.get(row.projectId)?.name ?? '',
		start_date: row.startDate ?? '',
		due_date: row.dueDate ?? '',
	};
	return subjectPatternOf(instance, row)?.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '') ?? row.subject;
}
