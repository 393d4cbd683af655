import type { Access } from '../data/access';
import type { WorkPackage } from '../data/model';
import type { Instance } from '../instance';
import { DATE_TIME_OPERATORS, timeRangeOf, type TimeRange } from './dateTimeCondition';
import type { FilterSpec } from './filterSpec';

export interface FilterContext {
	readonly instance: Instance;
	readonly access: Access;
	/** The project whose list is asked; null: the list of all. */
	readonly projectId: number | null;
}

/** A filter ready for use. `updatedAt` narrows the part of the index that has to be read. */
export interface CompiledFilter {
	readonly matches: (row: WorkPackage) => boolean;
	readonly updatedAt?: TimeRange;
}

/** What one name in `filters` can do. */
export interface FilterKind {
	readonly operators: readonly string[];
	/** Values the filter accepts; undefined: any. */
	readonly isValid?: (value: string, context: FilterContext) => boolean;
	readonly compile: (spec: FilterSpec, context: FilterContext) => CompiledFilter;
}

/** Operators of references that are always there, and of those that may be empty. */
export const LIST = ['=', '!'];
export const OPTIONAL_LIST = ['=', '!', '*', '!*'];

/** By status: open, closed, any, one of, none of. */
export function statusFilter(): FilterKind {
	return {
		operators: ['o', 'c', '*', '=', '!'],
		isValid: (value, { instance }) => /^\d+$/.test(value) && instance.database.statuses.has(Number(value)),
		compile: ({ operator, values }, { instance }) => {
			const closed = new Set([...instance.database.statuses.values()].filter((status) => status.isClosed).map((status) => status.id));
			const ids = new Set(values.map(Number));
			if (operator === 'o') return { matches: (row) => !closed.has(row.statusId) };
			if (operator === 'c') return { matches: (row) => closed.has(row.statusId) };
			if (operator === '*') return { matches: () => true };
			return operator === '=' ? { matches: (row) => ids.has(row.statusId) } : { matches: (row) => !ids.has(row.statusId) };
		},
	};
}

type ReferenceName = 'id' | 'projectId' | 'typeId' | 'priorityId' | 'authorId' | 'assigneeId' | 'responsibleId' | 'parentId' | 'versionId' | 'categoryId';

/** By the id of something else, 'me' included where it is a person. */
export function reference(name: ReferenceName, operators: readonly string[], exists: (id: number, context: FilterContext) => boolean): FilterKind {
	const isPerson = name === 'authorId' || name === 'assigneeId' || name === 'responsibleId';
	return {
		operators,
		isValid: (value, context) => (isPerson && value === 'me') || (/^\d+$/.test(value) && exists(Number(value), context)),
		compile: ({ operator, values }, { access }) => {
			const ids = new Set<number | null>(values.map((value) => (value === 'me' ? access.user.id : Number(value))));
			if (operator === '*') return { matches: (row) => row[name] !== null };
			if (operator === '!*') return { matches: (row) => row[name] === null };
			return operator === '=' ? { matches: (row) => ids.has(row[name]) } : { matches: (row) => !ids.has(row[name]) };
		},
	};
}

/** By a part of a text, whatever its case. */
export function textFilter(textOf: (row: WorkPackage) => string): FilterKind {
	return {
		operators: ['~', '!~'],
		compile: ({ operator, values }) => {
			const wanted = values[0]!.toLowerCase();
			return { matches: (row) => textOf(row).toLowerCase().includes(wanted) === (operator === '~') };
		},
	};
}

/** By words in the subject, the description, a comment or a text field; all of them in one of these, whatever their case. */
export function searchFilter(): FilterKind {
	return {
		operators: ['**'],
		compile: ({ values }, { instance }) => {
			const words = values[0]!.toLowerCase().split(/\s+/).filter((word) => word !== '');
			const { database } = instance;
			const textsOf = (row: WorkPackage): readonly string[] => [row.subject, row.description, ...database.activitiesOf(row.id).map(({ comment }) => comment), ...[...row.customValues.values()].filter((value) => typeof value === 'string')];
			return { matches: (row) => textsOf(row).some((text) => words.every((word) => text.toLowerCase().includes(word))) };
		},
	};
}

/** By a date-time. */
export function timeFilter(title: string, name: 'updatedAt' | 'createdAt'): FilterKind {
	return {
		operators: DATE_TIME_OPERATORS,
		compile: ({ operator, values }, { instance }) => {
			const range = timeRangeOf({ title, operator, values, nowMs: instance.clock.nowMs() });
			const matches = (row: WorkPackage): boolean => row[name] >= range.from && row[name] <= range.to;
			return name === 'updatedAt' ? { matches, updatedAt: range } : { matches };
		},
	};
}

/** By words in the subject, the name of the project or the id; all of them, whatever their case. */
export function typeaheadFilter(): FilterKind {
	return {
		operators: ['**'],
		compile: ({ values }, { instance }) => {
			const words = values.flatMap((value) => value.toLowerCase().split(/\s+/)).filter((word) => word !== '');
			const textsOf = (row: WorkPackage): readonly string[] => [row.subject.toLowerCase(), (instance.database.projects.get(row.projectId)?.name ?? '').toLowerCase()];
			const matches = (row: WorkPackage, word: string): boolean => textsOf(row).some((text) => text.includes(word)) || (/^#?\d+$/.test(word) && String(row.id).includes(word.replace('#', '')));
			return { matches: (row) => words.every((word) => matches(row, word)) };
		},
	};
}

/** By a whole number that may be missing. */
export function numberFilter(numberOf: (row: WorkPackage) => number | null): FilterKind {
	return {
		operators: ['=', '!', '>=', '<=', '!*', '*'],
		isValid: (value) => /^-?\d+(\.\d+)?$/.test(value),
		compile: ({ operator, values }) => {
			const numbers = values.map(Number);
			const [bound = 0] = numbers;
			if (operator === '*') return { matches: (row) => numberOf(row) !== null };
			if (operator === '!*') return { matches: (row) => numberOf(row) === null };
			if (operator === '>=' || operator === '<=') return { matches: (row) => isWithin(numberOf(row), operator === '>=' ? { from: bound } : { to: bound }) };
			return { matches: (row) => numbers.includes(numberOf(row) ?? Number.NaN) === (operator === '=') };
		},
	};
}

function isWithin(number: number | null, { from = -Infinity, to = Infinity }: { readonly from?: number; readonly to?: number }): boolean {
	return number !== null && number >= from && number <= to;
}
