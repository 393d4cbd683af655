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

/** The `filters` parameter. */
export function filtersOf(filters: readonly Filter[]): string {
	return JSON.stringify(filters.map(({ name, operator, values }) => ({ [name]: { operator, values } })));
}

/** Closed ones too: without a filter on the status OpenProject lists open work packages only. */
export const everyStatus: Filter = { name: 'status', operator: '*', values: [] };

export function inProject(projectId: string): Filter {
	return { name: 'project', operator: '=', values: [projectId] };
}

/** A project, and one type of it where given. */
export function inScope(projectId: string, typeId: string | null): readonly Filter[] {
	return [inProject(projectId), ...(typeId === null ? [] : [{ name: 'type', operator: '=', values: [typeId] }]), everyStatus];
}

/** `<>d` includes both ends and is the one operator that is exact to the moment; an open range needs no filter. */
export function inTime(property: 'updatedAt' | 'createdAt', range: TimeRange): readonly Filter[] {
	if (range.lower === null && range.upper === null) return [];
	return [{ name: property, operator: '<>d', values: [range.lower ?? '', range.upper ?? ''] }];
}
