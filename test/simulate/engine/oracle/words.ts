import type { WorkPackageView } from '../../../../sandbox/openproject';
import type { TaskFields } from './index';

/** The fields that are carried, in the table's words. */
export const FIELDS = ['title', 'text', 'due', 'status', 'priority', 'assignee', 'parent'] as const;
export type Field = (typeof FIELDS)[number];

/** Their names in the pair's mapping. */
export const FIELD_OF: Readonly<Record<string, Field>> = { subject: 'title', description: 'text', due: 'due', status: 'status', priority: 'priority', assignee: 'assignee', parent: 'parent' };

/** Fields whose values never repeat, so that a value says whose edit it is. */
export const UNIQUE: ReadonlySet<Field> = new Set<Field>(['title', 'text', 'due']);

// The value maps of the default preset, written down once more: the judge must not lean on what it judges.
const STATUS_THERE: Readonly<Record<string, string>> = { 'To Do': 'New', 'In Progress': 'In progress', Done: 'Closed', Cancelled: 'Rejected', Archived: 'Closed' };
const STATUS_HERE: Readonly<Record<string, string>> = {
	New: 'To Do', 'In specification': 'To Do', Specified: 'To Do', Confirmed: 'To Do', 'To be scheduled': 'To Do', Scheduled: 'To Do', 'On hold': 'To Do',
	'In progress': 'In Progress', Developed: 'In Progress', 'In testing': 'In Progress', Tested: 'In Progress', 'Test failed': 'In Progress', Closed: 'Done', Rejected: 'Cancelled',
};
const PRIORITY_THERE: Readonly<Record<string, string>> = { Low: 'Low', Medium: 'Normal', High: 'High', Immediate: 'Immediate' };

export type Value = string | number | null;

export function plainText(text: string | null | undefined): string {
	return (text ?? '').replaceAll('\r\n', '\n').trimEnd();
}

export function localValue(row: TaskFields, field: Field): Value {
	if (field === 'title') return row.title.trim();
	if (field === 'text') return plainText(row.text);
	return row[field];
}

export function remoteValue(one: WorkPackageView, field: Field): Value {
	switch (field) {
		case 'title': return one.subject.trim();
		case 'text': return plainText(one.description);
		case 'due': return one.dueDate;
		case 'status': return one.status;
		case 'priority': return one.priority;
		case 'assignee': return one.assigneeId;
		case 'parent': return one.parentId;
	}
}

/** What stands for what: people by the user map, records by who has been paired with whom. */
export interface Partners {
	isPerson(person: string, user: number): boolean;
	isPair(row: string, id: number): boolean;
}

/** Whether the two values say the same, as the default mapping has it. */
export function agree(field: Field, local: Value, remote: Value, partners: Partners): boolean {
	switch (field) {
		case 'title':
		case 'text':
		case 'due': return local === remote;
		case 'status': return STATUS_THERE[String(local)] === remote || STATUS_HERE[String(remote)] === local;
		case 'priority': return PRIORITY_THERE[String(local)] === remote;
		case 'assignee': return local === null || remote === null ? local === remote : partners.isPerson(String(local), Number(remote));
		case 'parent': return local === null || remote === null ? local === remote : partners.isPair(String(local), Number(remote));
	}
}
