import type { JsonObject } from '../../record';
import type { OpenProjectApi, Query } from '../api';
import { filtersOf } from '../filters';
import type { Filter } from '../filters';
import { findProject } from '../findProject';
import { own, stringAt } from '../json';
import { readAll } from '../readAll';

/** What can be listed besides work packages. */
export type CatalogKind = 'priority' | 'project' | 'status' | 'type' | 'user';

export interface CatalogRequest {
	readonly kind: CatalogKind;
	/** Part of the name; of projects also of the identifier, of people also of login and e-mail address. */
	readonly search: string | null;
	/** Types enabled there, or people who are members there. */
	readonly project: string | null;
	/** Null: all of them. */
	readonly limit: number | null;
}

/** Entries of a catalog as OpenProject gives them. @throws ConfigurationError for a project that is not there. */
export async function readCatalog(api: OpenProjectApi, request: CatalogRequest): Promise<readonly unknown[]> {
	const { kind, search, project, limit } = request;
	const found = project === null ? null : await findProject(api, project);
	const { path, query, isSearched } = placeOf(kind, search, found?.id ?? null);
	const elements = await readAll(api, path, query);
	const wanted = search === null || isSearched ? elements : elements.filter((element) => (stringAt(element, 'name') ?? '').toLowerCase().includes(search.toLowerCase()));
	return limit === null ? wanted : wanted.slice(0, limit);
}

function placeOf(kind: CatalogKind, search: string | null, projectId: string | null): { readonly path: string; readonly query: Query; readonly isSearched: boolean } {
	switch (kind) {
		case 'project':
			return { path: '/api/v3/projects', query: { filters: filtersOf(searching('name_and_identifier', search)), sortBy: '[["name","asc"]]' }, isSearched: true };
		case 'user':
			return { path: '/api/v3/principals', query: { filters: filtersOf([...searching('any_name_attribute', search), ...(projectId === null ? [] : [{ name: 'member', operator: '=', values: [projectId] }])]) }, isSearched: true };
		case 'type':
			return { path: projectId === null ? '/api/v3/types' : `/api/v3/projects/${projectId}/types`, query: {}, isSearched: false };
		case 'priority':
			return { path: '/api/v3/priorities', query: {}, isSearched: false };
		case 'status':
			return { path: '/api/v3/statuses', query: {}, isSearched: false };
	}
}

function searching(name: string, search: string | null): readonly Filter[] {
	return search === null ? [] : [{ name, operator: '~', values: [search] }];
}

const PLAIN: Record<CatalogKind, readonly string[]> = {
	priority: ['id', 'name', 'isDefault', 'isActive', 'position'],
	project: ['id', 'identifier', 'name', 'active', 'public', 'createdAt', 'updatedAt'],
	status: ['id', 'name', 'isClosed', 'isDefault', 'isReadonly', 'position'],
	type: ['id', 'name', 'isDefault', 'isMilestone', 'position'],
	user: ['id', 'name', 'login', 'email', 'status'],
};

/** An entry as one flat object. */
export function simplifyEntry(kind: CatalogKind, entry: unknown, baseUrl: string): JsonObject {
	const plain = PLAIN[kind].filter((name) => own(entry, name) !== undefined).map((name) => [name, own(entry, name)] as const);
	const more = moreOf(kind, entry, baseUrl);
	return Object.fromEntries([...plain, ...Object.entries(more)]) as JsonObject;
}

function moreOf(kind: CatalogKind, entry: unknown, baseUrl: string): object {
	if (kind === 'project') return { description: stringAt(entry, 'description', 'raw') ?? '', parent: stringAt(entry, '_links', 'parent', 'title'), url: `${baseUrl}/projects/${stringAt(entry, 'identifier') ?? ''}` };
	return kind === 'user' ? { kind: stringAt(entry, '_type') ?? 'User' } : {};
}
