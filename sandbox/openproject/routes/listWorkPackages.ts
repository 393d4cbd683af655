import { inflateSync } from 'node:zlib';
import type { WorkPackage } from '../data/model';
import { ApiError, missingPermission } from '../http/apiError';
import { ok, type Answer, type Exchange } from '../http/exchange';
import { formatFilters, parseFilters, type FilterSpec } from '../query/filterSpec';
import { findWorkPackages } from '../query/findWorkPackages';
import { cutPage, parsePage, type Page } from '../query/paging';
import { isSelected, parseSelect, type Selection } from '../query/select';
import { formatSortBy, parseSortBy } from '../query/sorting';
import { collectionHref, pageLinks } from '../represent/pageLinks';
import { collection, type Json } from '../represent/primitives';
import { representSchema } from '../represent/schema';
import { representSelected } from '../represent/selectedWorkPackage';
import { representWorkPackage } from '../represent/workPackage';

/** What applies where no filters are given: closed work packages are left out. */
const DEFAULT_FILTERS: readonly FilterSpec[] = [{ name: 'status_id', operator: 'o', values: [] }];

/** Which list is asked for: of everything visible, or of a project and those below it. */
export interface ListScope {
	readonly path: string;
	/** Null: everything visible. */
	readonly project: { readonly id: number; readonly includedIds: ReadonlySet<number> } | null;
}

/** A page of work packages. */
export function listWorkPackages(exchange: Exchange, { path, project }: ListScope): Answer {
	const { instance, access } = exchange;
	if (project === null ? !access.mayAnywhere('view_work_packages') : !access.may('view_work_packages', project.id)) throw missingPermission();
	const query = queryOf(exchange.request.query);
	const filters = query.has('filters') ? parseFilters(query.get('filters')!) : DEFAULT_FILTERS;
	const sortBy = parseSortBy(query.get('sortBy'));
	const selection = parseSelect(query.get('select'), instance.rules);
	// What is selected is read by SQL, to which the size is given as it is. Seen on 15.4.0, 29 November 2026.
	if (selection !== null && query.get('pageSize') === '-1') throw new Error('LIMIT must not be negative');
	const page = parsePage(query, instance.maxPageSize);
	const rows = findWorkPackages(instance, access, { filters, project, sortBy, isValidSubset: query.get('valid_subset') === 'true' });
	const onPage = cutPage(rows, page);
	const parameters = { filters: formatFilters(filters), sortBy: formatSortBy(sortBy) };
	const links = { self: { href: collectionHref(path, parameters, page) }, ...pageLinks(path, parameters, page, rows.length) };
	if (selection !== null) return ok(selected(exchange, { selection, rows: onPage, total: rows.length, page, links }));
	return ok(
		collection({
			type: 'WorkPackageCollection',
			elements: onPage.map((row) => representWorkPackage(row, instance, access)),
			total: rows.length,
			href: links.self.href,
			page,
			links: { ...links, createWorkPackage: { href: `${path}/form`, method: 'post' }, createWorkPackageImmediate: { href: path, method: 'post' } },
			embedded: { schemas: schemasOf(exchange, onPage) },
		}),
	);
}

function badRequest(what: string): ApiError {
	return new ApiError('BadRequest', `Bad request: ${what}`);
}

/** All parameters packed into one: base64 of the compressed JSON of them. */
function queryOf(query: URLSearchParams): URLSearchParams {
	const packed = query.get('eprops');
	if (packed === null) return query;
	let json: unknown;
	try {
		json = JSON.parse(inflateSync(Buffer.from(packed, 'base64')).toString('utf8'));
	} catch {
		throw badRequest('eprops is invalid gzip');
	}
	if (typeof json !== 'object' || json === null) throw badRequest('eprops is not a hash');
	const unpacked = Object.entries(json).map(([name, value]): [string, string] => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
	return new URLSearchParams(unpacked);
}

function schemasOf({ instance, access }: Exchange, rows: readonly WorkPackage[]): Json {
	const keys = [...new Set(rows.map((row) => `${row.projectId}-${row.typeId}`))];
	const elements = keys.map((key) => {
		const [projectId, typeId] = key.split('-').map(Number);
		return representSchema({ instance, access, projectId: projectId!, typeId: typeId! });
	});
	return collection({ elements, href: '/api/v3/work_packages/schemas' });
}

function selected({ instance }: Exchange, { selection, rows, total, page, links }: { selection: Selection; rows: readonly WorkPackage[]; total: number; page: Page; links: Json }): Json {
	const properties: Json = { _type: 'WorkPackageCollection', total, count: rows.length, pageSize: page.pageSize, offset: page.offset };
	const kept = Object.entries(properties).filter(([name]) => isSelected(selection.collection, name));
	return {
		...Object.fromEntries(kept),
		...(selection.elements.size === 0 ? {} : { _embedded: { elements: rows.map((row) => representSelected(row, selection, instance)) } }),
		...(isSelected(selection.collection, 'self') ? { _links: links } : {}),
	};
}
