import type { Access } from '../data/access';
import type { CustomField, WorkPackage } from '../data/model';
import type { Instance } from '../instance';
import { isLinked } from '../data/customField';
import { DATE_TIME_OPERATORS, timeRangeOf, type TimeRange } from './dateTimeCondition';
import type { FilterSpec } from './filterSpec';
import { seesPrincipal } from './visibleIds';

export interface FilterContext {
	readonly instance: Instance;
	readonly access: Access;
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

type ReferenceName = 'id' | 'projectId' | 'typeId' | 'priorityId' | 'authorId' | 'assigneeId' | 'responsibleId' | 'parentId';

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

/** By a date. */
export function dateFilter(name: 'dueDate' | 'startDate'): FilterKind {
	return {
		operators: ['=d', '<>d', '!*'],
		compile: ({ operator, values }) => {
			if (operator === '!*') return { matches: (row) => row[name] === null };
			const [from = '', to = operator === '=d' ? from : ''] = values;
			return { matches: (row) => row[name] !== null && (from === '' || row[name] >= from) && (to === '' || row[name] <= to) };
		},
	};
}

/** By the value of a custom field; equality minds the case, containment does not. */
export function customFieldFilter(field: CustomField): FilterKind {
	if (isLinked(field)) return linkedFieldFilter(field);
	const textOf = (row: WorkPackage): string | null => (row.customValues.has(field.id) ? String(row.customValues.get(field.id)) : null);
	return {
		operators: ['=', '!', '~', '!~', '*', '!*'],
		compile: ({ operator, values }) => {
			if (operator === '*') return { matches: (row) => textOf(row) !== null };
			if (operator === '!*') return { matches: (row) => textOf(row) === null };
			const isNegative = operator.startsWith('!');
			if (operator.endsWith('=') || operator === '!') return { matches: (row) => values.includes(textOf(row) ?? '') !== isNegative };
			const wanted = values[0]!.toLowerCase();
			return { matches: (row) => (textOf(row) ?? '').toLowerCase().includes(wanted) !== isNegative };
		},
	};
}

function linkedFieldFilter(field: CustomField): FilterKind {
	const idsOf = (row: WorkPackage): readonly number[] => (row.customValues.get(field.id) as readonly number[] | undefined) ?? [];
	return {
		operators: OPTIONAL_LIST,
		isValid: (value, context) => /^\d+$/.test(value) && (field.format === 'list' ? field.options.some((option) => option.id === Number(value)) : seesPrincipal(Number(value), context)),
		compile: ({ operator, values }) => {
			const wanted = new Set(values.map(Number));
			if (operator === '*') return { matches: (row) => idsOf(row).length > 0 };
			if (operator === '!*') return { matches: (row) => idsOf(row).length === 0 };
			return { matches: (row) => idsOf(row).some((id) => wanted.has(id)) === (operator === '=') };
		},
	};
}
