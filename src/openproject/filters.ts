import { mergeFilters } from './mergeFilters';

/** One condition of a list of work packages; conditions are ANDed. */
export interface Filter {
	readonly name: string;
	readonly operator: string;
	readonly values: readonly string[];
}

/** Times from `lower` to `upper`, both included; null: open. ISO 8601. */
export interface TimeRange {
	readonly lower: string | null;
	readonly upper: string | null;
}

export const byId = JSON.stringify([['id', 'asc']]);
export const byUpdate = JSON.stringify([['updatedAt', 'asc'], ['id', 'asc']]);

/** The `filters` parameter, with no name twice. @throws ConfigurationError for two conditions on one field that cannot be said as one. */
export function filtersOf(filters: readonly Filter[]): string {
	return JSON.stringify(mergeFilters(filters).map(({ name, operator, values }) => ({ [name]: { operator, values } })));
}

/** Closed ones too: without a filter on the status OpenProject lists open work packages only. */
export const everyStatus: Filter = { name: 'status', operator: '*', values: [] };

/** One type where given, whatever the status. */
export function ofType(typeId: string | null): readonly Filter[] {
	return [...(typeId === null ? [] : [{ name: 'type', operator: '=', values: [typeId] }]), everyStatus];
}

/** `<>d` includes both ends and is the one operator that is exact to the moment; an open range needs no filter. */
export function inTime(property: 'updatedAt' | 'createdAt', range: TimeRange): readonly Filter[] {
	if (range.lower === null && range.upper === null) return [];
	return [{ name: property, operator: '<>d', values: [range.lower ?? '', range.upper ?? ''] }];
}
