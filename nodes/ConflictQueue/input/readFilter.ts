import type { IExecuteFunctions } from 'n8n-workflow';
import type { ConflictFilter, ConflictStatus } from '../../../src/conflicts';
import { InputError } from '../../n8n/InputError';
import { numberOf, textOrNull, textsOf, valuesOf, wordOf, type Values } from '../../n8n/values';

const KINDS = ['both_changed', 'cycle', 'delete_versus_update', 'delete_would_cascade', 'edited_since', 'no_base', 'unstable'] as const;
const STATUSES: readonly ConflictStatus[] = ['pending_review', 'resolved', 'superseded'];
const HOUR_MS = 3_600_000;
const MOST_HOURS = 1_000_000;

/** The pair and the filters of an operation. Without a status asked for, open conflicts are meant. */
export function readFilter(context: IExecuteFunctions, itemIndex: number): ConflictFilter {
	const filters = valuesOf(context.getNodeParameter('filters', itemIndex, {}));
	const pair = textOrNull(context.getNodeParameter('pair', itemIndex, ''), 'Pair Name');
	const fields = textsOf(filters['fields'], 'Fields');
	const kinds = wordsOf(filters['kinds'], 'Kinds', KINDS) ?? [];
	const statuses = wordsOf(filters['statuses'], 'Statuses', STATUSES) ?? ['pending_review'];
	const record = textOrNull(filters['record'], 'Record');
	const resolvedBy = textOrNull(filters['resolvedBy'], 'Resolved By');
	const olderThanMs = hoursOf(filters, 'olderThanHours', 'Older Than (Hours)');
	const newerThanMs = hoursOf(filters, 'newerThanHours', 'Newer Than (Hours)');
	return {
		...(pair === null ? {} : { pair }),
		...(fields.length === 0 ? {} : { fields }),
		...(kinds.length === 0 ? {} : { kinds }),
		...(statuses.length === 0 ? {} : { statuses }),
		...(record === null ? {} : { record }),
		...(resolvedBy === null ? {} : { resolvedBy }),
		...(olderThanMs === undefined ? {} : { olderThanMs }),
		...(newerThanMs === undefined ? {} : { newerThanMs }),
	};
}

function hoursOf(filters: Values, name: string, parameter: string): number | undefined {
	const given = filters[name];
	if (given === undefined || given === null || given === '') return undefined;
	return numberOf(given, parameter, { min: 0, max: MOST_HOURS, fallback: 0 }) * HOUR_MS;
}

function wordsOf<T extends string>(given: unknown, parameter: string, words: readonly T[]): readonly T[] | undefined {
	if (given === undefined || given === null) return undefined;
	if (!Array.isArray(given)) throw new InputError(parameter, given, 'Give a list.');
	return given.map((word: unknown) => wordOf(word, parameter, words));
}
