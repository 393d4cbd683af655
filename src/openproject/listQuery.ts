import type { Query } from './api';
import { filtersOf } from './filters';
import type { Filter } from './filters';

/** The parameters of a list of work packages, of a project's own without those of its sub-projects. */
export function listQuery(filters: readonly Filter[], sortBy: string): Query {
	return { filters: filtersOf(filters), sortBy, includeSubprojects: 'false' };
}

/** The parameters of one page of it, by number from 1. */
export function pageQuery({ filters, sortBy, offset, pageSize }: { readonly filters: readonly Filter[]; readonly sortBy: string; readonly offset: number; readonly pageSize: number }): Query {
	return { ...listQuery(filters, sortBy), offset: String(offset), pageSize: String(pageSize) };
}
