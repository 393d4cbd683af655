import type { OpenProjectApi } from '../api';
import { readRange } from '../equalTimes';
import { inTime } from '../filters';
import type { Filter } from '../filters';
import { readWindow } from '../readWindow';
import { endless, pageLimit } from '../listChecks';
import { filterName, mergeFilters } from '../mergeFilters';
import { explainFilter } from './explainFilter';
import { findFilters } from './findFilters';
import type { FindWords } from './findFilters';
import type { FieldNames } from './fieldNames';
import type { WorkPackage } from './workPackage';
import { WorkPackageSource } from './workPackageSource';

/** Orders by the last change or by id. */
export type FindOrder = 'changedAscending' | 'changedDescending' | 'idAscending' | 'idDescending';

export interface FindRequest {
	readonly words: FindWords;
	readonly order: FindOrder;
	/** Null: all of them. */
	readonly limit: number | null;
	/** Work packages per request; less where the server allows less. */
	readonly pageSize: number;
	/** Learns the names of custom fields on the way. */
	readonly names: FieldNames;
}

const SORTING: Record<FindOrder, string> = {
	changedAscending: '[["updatedAt","asc"],["id","asc"]]',
	changedDescending: '[["updatedAt","desc"],["id","desc"]]',
	idAscending: '[["id","asc"]]',
	idDescending: '[["id","desc"]]',
};

/**
 * Work packages page by page. All of them are read along their time of change, so that nothing is skipped while others
 * edit; one that is edited meanwhile comes again, later, and the caller keeps the last. With a limit they come in the
 * order asked for, by page number.
 *
 * @throws ConfigurationError for names that stand for nothing; RemoteUnavailableError, RemoteRefusedError, RemoteAnswerError.
 */
export async function* findWorkPackages(api: OpenProjectApi, request: FindRequest): AsyncGenerator<readonly WorkPackage[]> {
	const { project, filters } = await findFilters(api, request.words);
	const { changedSince } = request.words;
	const all = mergeFilters([...filters, ...inTime('updatedAt', { lower: changedSince, upper: null })]);
	const isTimeGiven = filters.some(({ name, operator }) => filterName(name) === 'updatedat' && operator !== '<>d');
	const source = new WorkPackageSource(api, { projectId: project?.id ?? null, filters, isTimeGiven, pageSize: request.pageSize, onList: (list) => request.names.learn(list) });
	try {
		yield* request.limit === null ? allOf(source, { changedSince, isTimeGiven, nowMs: api.clock.now() }) : firstOnes(source, { ...request, limit: request.limit, filters: all });
	} catch (error) {
		throw await explainFilter(api, error, { project, filters: request.words.raw });
	}
}

/** Along the time of change; where the filters speak of that time themselves, by page number, until two readings agree. */
async function* allOf(source: WorkPackageSource, { changedSince, isTimeGiven, nowMs }: { readonly changedSince: string | null; readonly isTimeGiven: boolean; readonly nowMs: number }): AsyncGenerator<readonly WorkPackage[]> {
	const pages = isTimeGiven ? readRange(source, { lower: null, upper: null }, []) : readWindow(source, changedSince, nowMs);
	for await (const page of pages) if (page.records.length > 0) yield page.records;
}

async function* firstOnes(source: WorkPackageSource, { limit, order, pageSize, filters }: { readonly limit: number; readonly order: FindOrder; readonly pageSize: number; readonly filters: readonly Filter[] }): AsyncGenerator<readonly WorkPackage[]> {
	const seen = new Set<string>();
	for (let offset = 1, pages = 1; ; offset += 1) {
		const page = await source.page({ filters, sortBy: SORTING[order], offset, pageSize: Math.min(pageSize, limit) });
		if (offset === 1) pages = pageLimit(page.total, page.pageSize);
		const fresh = page.records.filter((one) => !seen.has(one.id)).slice(0, limit - seen.size);
		for (const one of fresh) seen.add(one.id);
		if (fresh.length > 0) yield fresh;
		if (seen.size >= limit || page.records.length === 0 || offset * page.pageSize >= page.total) return;
		if (offset >= pages) throw endless(offset);
	}
}

/** Compares work packages in the order asked for. */
export function comparing(order: FindOrder): (a: Pick<WorkPackage, 'id' | 'updatedAt'>, b: Pick<WorkPackage, 'id' | 'updatedAt'>) => number {
	const sign = order.endsWith('Descending') ? -1 : 1;
	const byIds = (a: { readonly id: string }, b: { readonly id: string }): number => sign * (Number(a.id) - Number(b.id));
	if (order.startsWith('id')) return byIds;
	return (a, b) => (a.updatedAt === b.updatedAt ? byIds(a, b) : sign * (a.updatedAt < b.updatedAt ? -1 : 1));
}
