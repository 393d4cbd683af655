/**
 * What it means for a FLRTS task and a work package to agree, written down once more and in plain code, from what FLRTS and
 * OpenProject are, not from how the package maps them: so that it can judge the package. It shares no code with src/.
 */

/** A task as the comparison reads it, references already followed to the other side's ids. */
export interface LocalTask {
	readonly id: string;
	readonly title: string;
	readonly description: string | null;
	/** OpenProject user id of the person assigned, by the user map. 'unmapped': a person without an entry. */
	readonly assignee: string | null;
	readonly creator: string | null;
	/** Work package id that the parent row carries. */
	readonly parent: string | null;
	/** The day it is due where the crew works: of due_at where it is set, else due_date. */
	readonly dueDay: string | null;
	readonly priority: string | null;
	readonly status: string;
	/** The work package id written back to the row. */
	readonly workPackage: string | null;
}

export interface RemoteTask {
	readonly id: string;
	readonly subject: string;
	readonly description: string;
	readonly assignee: string | null;
	readonly responsible: string | null;
	readonly parent: string | null;
	readonly dueDate: string | null;
	readonly priority: string;
	readonly status: string;
}

export type ComparedField = 'title' | 'description' | 'assignee' | 'responsible' | 'parent' | 'due' | 'priority' | 'status';

export interface Disagreement {
	readonly field: ComparedField;
	readonly local: string | null;
	readonly remote: string | null;
}

export const UNMAPPED = 'unmapped';

const STATUS_THERE: Readonly<Record<string, string>> = { 'To Do': 'New', 'In Progress': 'In progress', Done: 'Closed', Cancelled: 'Rejected', Archived: 'Closed' };
const STATUS_HERE: Readonly<Record<string, readonly string[]>> = {
	'To Do': ['New', 'In specification', 'Specified', 'Confirmed', 'To be scheduled', 'Scheduled', 'On hold'],
	'In Progress': ['In progress', 'Developed', 'In testing', 'Tested', 'Test failed'],
	Done: ['Closed'],
	Cancelled: ['Rejected'],
};
const PRIORITY_THERE: Readonly<Record<string, string>> = { low: 'Low', medium: 'Normal', normal: 'Normal', high: 'High', immediate: 'Immediate' };

/** Every field in which the two do not agree. */
export function disagreementsOf(local: LocalTask, remote: RemoteTask): readonly Disagreement[] {
	const checks: readonly (Disagreement & { readonly agree: boolean })[] = [
		{ field: 'title', local: local.title, remote: remote.subject, agree: local.title.trim() === remote.subject.trim() },
		{ field: 'description', local: local.description, remote: remote.description, agree: tidied(local.description) === tidied(remote.description) },
		{ field: 'assignee', local: local.assignee, remote: remote.assignee, agree: local.assignee === UNMAPPED || local.assignee === remote.assignee },
		{ field: 'responsible', local: local.creator, remote: remote.responsible, agree: isResponsibleFine(local, remote) },
		{ field: 'parent', local: local.parent, remote: remote.parent, agree: local.parent === remote.parent },
		{ field: 'due', local: local.dueDay, remote: remote.dueDate, agree: local.dueDay === remote.dueDate },
		{ field: 'priority', local: local.priority, remote: remote.priority, agree: PRIORITY_THERE[local.priority?.toLowerCase() ?? ''] === remote.priority },
		// Lossy both ways: either side may hold the finer value, so long as one maps to the other.
		{ field: 'status', local: local.status, remote: remote.status, agree: STATUS_THERE[local.status] === remote.status || (STATUS_HERE[local.status] ?? []).includes(remote.status) },
	];
	return checks.filter(({ agree }) => !agree).map(({ field, local: here, remote: there }) => ({ field, local: here, remote: there }));
}

/** Carrying it is optional, so an empty one there is fine; a wrong one is not. */
function isResponsibleFine(local: LocalTask, remote: RemoteTask): boolean {
	return remote.responsible === null || local.creator === UNMAPPED || local.creator === remote.responsible;
}

/** Texts agree whatever their line ends and whatever white space ends them; no text is an empty text. */
function tidied(text: string | null): string {
	return (text ?? '').replace(/\r\n?/g, '\n').trimEnd();
}
