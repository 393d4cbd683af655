import type { Change, CustomValue, WorkPackage } from '../data/model';
import type { Database } from '../data/database';
import { humanName } from '../http/apiError';
import { changedCustomFields, changedNames } from './changedNames';
import { ATTRIBUTE, type WritableName } from './values';

/** What changed, as the activity tab shows it. For a new work package pass null. */
export function describeChanges(database: Database, before: WorkPackage | null, after: WorkPackage): readonly Change[] {
	if (before === null) return (['subject', 'typeId', 'statusId'] as const).map((name) => ({ key: name, title: titleOf(name), from: '', to: nameOf(database, name, after) }));
	return [
		...changedNames(before, after).map((name) => ({ key: name, title: titleOf(name), from: nameOf(database, name, before), to: nameOf(database, name, after) })),
		...changedCustomFields(before, after).map((id) => ({ key: `customField${id}`, title: database.customFields.get(id)?.name ?? `Custom field ${id}`, from: show(before.customValues.get(id)), to: show(after.customValues.get(id)) })),
	];
}

/** One sentence of a change. */
export function sentenceOf({ key, title, from, to }: Change): string {
	if (key === 'description') return `${title} changed`;
	if (to === '') return `${title} deleted (${from})`;
	return from === '' ? `${title} set to ${to}` : `${title} changed from ${from} to ${to}`;
}

function titleOf(name: WritableName): string {
	return humanName(ATTRIBUTE[name]);
}

function nameOf(database: Database, name: WritableName, row: WorkPackage): string {
	const value = row[name];
	if (value === null) return '';
	const id = Number(value);
	switch (name) {
		case 'projectId':
			return database.projects.get(id)?.name ?? '';
		case 'typeId':
			return database.types.get(id)?.name ?? '';
		case 'statusId':
			return database.statuses.get(id)?.name ?? '';
		case 'priorityId':
			return database.priorities.get(id)?.name ?? '';
		case 'assigneeId':
		case 'responsibleId':
			return database.principals.get(id)?.name ?? '';
		case 'versionId':
			return database.versions.get(id)?.name ?? '';
		case 'categoryId':
			return database.categories.get(id)?.name ?? '';
		case 'parentId':
			return `#${id}`;
		default:
			return String(value);
	}
}

function show(value: CustomValue | undefined): string {
	return typeof value === 'object' ? value.join(', ') : String(value ?? '');
}
