import type { CustomValue, WorkPackage } from '../data/model';
import type { Database } from '../data/database';
import { humanName } from '../http/apiError';
import { changedCustomFields, changedNames } from './changedNames';
import { ATTRIBUTE, type WritableName } from './values';

/** One sentence per changed value, as the activity tab shows them. For a new work package pass null. */
export function describeChanges(database: Database, before: WorkPackage | null, after: WorkPackage): readonly string[] {
	if (before === null) return [`Subject set to ${after.subject}`, `Type set to ${nameOf(database, 'typeId', after)}`, `Status set to ${nameOf(database, 'statusId', after)}`];
	return [
		...changedNames(before, after).map((name) => describe(database, name, before, after)),
		...changedCustomFields(before, after).map((id) => describeCustomField(database, id, before, after)),
	];
}

function describe(database: Database, name: WritableName, before: WorkPackage, after: WorkPackage): string {
	const title = humanName(ATTRIBUTE[name]);
	if (name === 'description') return `${title} changed`;
	const [from, to] = [nameOf(database, name, before), nameOf(database, name, after)];
	if (to === '') return `${title} deleted (${from})`;
	return from === '' ? `${title} set to ${to}` : `${title} changed from ${from} to ${to}`;
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

function describeCustomField(database: Database, id: number, before: WorkPackage, after: WorkPackage): string {
	const title = database.customFields.get(id)?.name ?? `Custom field ${id}`;
	const [from, to] = [before.customValues.get(id), after.customValues.get(id)];
	if (to === undefined) return `${title} deleted (${show(from)})`;
	return from === undefined ? `${title} set to ${show(to)}` : `${title} changed from ${show(from)} to ${show(to)}`;
}

function show(value: CustomValue | undefined): string {
	return typeof value === 'object' ? value.join(', ') : String(value ?? '');
}
