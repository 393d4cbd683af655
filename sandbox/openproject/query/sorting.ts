import type { WorkPackage } from '../data/model';
import { invalidQuery } from '../http/apiError';
import type { Instance } from '../instance';
import { parseJson } from './filterSpec';

export interface SortCriterion {
	readonly column: string;
	readonly isDescending: boolean;
}

type Key = string | number | null;
type KeyOf = (row: WorkPackage, instance: Instance) => Key;

const COLUMNS = new Map<string, KeyOf>([
	['id', (row) => row.id],
	['updated_at', (row) => row.updatedAt],
	['created_at', (row) => row.createdAt],
	['subject', (row) => row.subject.toLowerCase()],
	['start_date', (row) => row.startDate],
	['due_date', (row) => row.dueDate],
	['status', (row, { database }) => database.statuses.get(row.statusId)?.position ?? 0],
	['priority', (row, { database }) => database.priorities.get(row.priorityId)?.position ?? 0],
	['type', (row, { database }) => database.types.get(row.typeId)?.position ?? 0],
	['project', (row, { database }) => database.projects.get(row.projectId)?.name ?? ''],
	['author', (row, { database }) => database.principals.get(row.authorId)?.name ?? ''],
	['assignee', (row, { database }) => (row.assigneeId === null ? null : (database.principals.get(row.assigneeId)?.name ?? ''))],
	['parent', (row) => row.parentId],
]);

const DEFAULT_SORT: readonly SortCriterion[] = [{ column: 'id', isDescending: false }];

/** Reads `[["updatedAt","asc"],["id","asc"]]`. Without it: id ascending. Throws InvalidQuery for what cannot be sorted by. */
export function parseSortBy(text: string | null): readonly SortCriterion[] {
	if (text === null || text === '') return DEFAULT_SORT;
	const json = parseJson(text);
	if (!Array.isArray(json)) throw invalidQuery('Sort criteria must be an array.');
	return json.map((entry) => {
		const [name, direction] = Array.isArray(entry) ? entry.map(String) : String(entry).split(':');
		const column = (name ?? '').replace(/([A-Z])/g, (letter) => `_${letter.toLowerCase()}`);
		if (!COLUMNS.has(column)) throw invalidQuery(`Sort criteria can't sort by column: ${name}`);
		return { column, isDescending: direction?.toLowerCase() === 'desc' };
	});
}

/** `id DESC` decides between equals, unless the id is asked for. */
export function withTieBreak(criteria: readonly SortCriterion[]): readonly SortCriterion[] {
	return criteria.some(({ column }) => column === 'id') ? criteria : [...criteria, { column: 'id', isDescending: true }];
}

/** Compares rows by all criteria; rows without a value come last. */
export function comparatorOf(criteria: readonly SortCriterion[], instance: Instance): (a: WorkPackage, b: WorkPackage) => number {
	const keys = criteria.map(({ column, isDescending }) => ({ keyOf: COLUMNS.get(column)!, sign: isDescending ? -1 : 1 }));
	return (a, b) => {
		for (const { keyOf, sign } of keys) {
			const difference = compareKeys(keyOf(a, instance), keyOf(b, instance), sign);
			if (difference !== 0) return difference;
		}
		return 0;
	};
}

function compareKeys(a: Key, b: Key, sign: number): number {
	if (a === b) return 0;
	if (a === null) return 1;
	if (b === null) return -1;
	return (a < b ? -1 : 1) * sign;
}

export function formatSortBy(criteria: readonly SortCriterion[]): string {
	return JSON.stringify(criteria.map(({ column, isDescending }) => [column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()), isDescending ? 'desc' : 'asc']));
}
