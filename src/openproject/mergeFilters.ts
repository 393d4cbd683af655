import { ConfigurationError } from '../errors';
import type { Filter } from './filters';
import { internalNames } from './properties';

const BETWEEN = '<>d';

/**
 * Conditions with no name twice: of two conditions on one field OpenProject counts the last alone, without a word.
 * Ranges of time become the range common to both, and what is said twice is said once.
 *
 * @throws ConfigurationError for two conditions that cannot be said as one.
 */
export function mergeFilters(filters: readonly Filter[]): readonly Filter[] {
	const merged = new Map<string, Filter>();
	for (const filter of filters) {
		const name = filterName(filter.name);
		const before = merged.get(name);
		merged.set(name, before === undefined ? filter : bothOf(before, filter));
	}
	return [...merged.values()];
}

/** One spelling for all that OpenProject takes for the same filter: updatedAt, updated_at; status, statusId, status_id; customField7, cf_7. */
export function filterName(name: string): string {
	const joined = name.replace(/_/g, '').toLowerCase();
	const custom = /^(?:cf|customfield)(\d+)$/.exec(joined)?.[1];
	if (custom !== undefined) return `customField${custom}`;
	const plain = joined.replace(/(?<=.)id$/, '');
	return (internalNames.get(plain) ?? plain).toLowerCase();
}

function bothOf(a: Filter, b: Filter): Filter {
	if (a.operator === BETWEEN && b.operator === BETWEEN) return { ...a, values: commonRange(a.values, b.values) };
	if (isSame(a, b) || isEveryStatus(a)) return b;
	if (isEveryStatus(b)) return a;
	throw new ConfigurationError(`Two filters are about '${b.name}' (${shown(a)} and ${shown(b)}), and OpenProject counts only the last of them. Give one condition on it, in the fields of the form or among the filters in JSON.`, { data: { filter: b.name } });
}

function isEveryStatus({ name, operator }: Filter): boolean {
	return operator === '*' && filterName(name) === 'status';
}

function isSame(a: Filter, b: Filter): boolean {
	return a.operator === b.operator && a.values.length === b.values.length && a.values.every((value) => b.values.includes(value));
}

/** '' is an open end. The later beginning and the earlier end; what has no zone is UTC to OpenProject. */
function commonRange([fromA = '', toA = '']: readonly string[], [fromB = '', toB = '']: readonly string[]): readonly string[] {
	return [pick(fromA, fromB, (a, b) => a >= b), pick(toA, toB, (a, b) => a <= b)];
}

function pick(a: string, b: string, isBetter: (a: number, b: number) => boolean): string {
	if (a === '' || b === '') return a === '' ? b : a;
	return isBetter(timeOf(a), timeOf(b)) ? a : b;
}

function timeOf(text: string): number {
	const ms = Date.parse(/([zZ]|[+-]\d\d:?\d\d)$/.test(text) || /^\d{4}-\d\d-\d\d$/.test(text) ? text : `${text}Z`);
	if (Number.isFinite(ms)) return ms;
	throw new ConfigurationError(`'${text}' is no time for a filter. Give one in ISO 8601, e.g. 2026-03-01T08:00:00Z, or nothing for an open end.`);
}

function shown({ operator, values }: Filter): string {
	const list = values.slice(0, 3).map((value) => `'${value}'`).join(', ');
	return `${operator}${list === '' ? '' : ` ${list}`}`;
}
