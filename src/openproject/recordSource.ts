import { RemoteAnswerError } from '../errors';
import type { RemoteRecord } from '../run/remotePort';
import type { IsAbandoned, OpenProjectApi, Query } from './api';
import { toRemoteRecord } from './extractRecord';
import type { RecordScope } from './extractRecord';
import { byId, byUpdate, filtersOf, inScope, inTime } from './filters';
import type { Filter, TimeRange } from './filters';
import { idOf } from './ids';
import { own } from './json';
import type { Dated, SourcePage } from './windowSource';

/** Pages beyond twice what the first answer announced, for what is added while a list is read. */
const SPARE_PAGES = 50;
const WORK_PACKAGES = '/api/v3/work_packages';

export type RecordPage = SourcePage<RemoteRecord>;

/** How many pages a list may have before it is taken to be endless. */
export function pageLimit(total: number, pageSize: number): number {
	return 2 * Math.ceil(total / Math.max(1, pageSize)) + SPARE_PAGES;
}

/** Lists and single reads of the work packages of a scope. */
export class RecordSource {
	constructor(
		private readonly api: OpenProjectApi,
		readonly scope: RecordScope,
		private readonly pageSize: number,
		private readonly isAbandoned?: IsAbandoned,
	) {}

	/** The same source for a reader that may lose interest. */
	abandonable(isAbandoned: IsAbandoned): RecordSource {
		return new RecordSource(this.api, this.scope, this.pageSize, isAbandoned);
	}

	/** A page of the scope's records in order of (updatedAt, id). */
	async list(range: TimeRange, offset: number): Promise<RecordPage> {
		const filters = [...inScope(this.scope.projectId, this.scope.typeId), ...inTime('updatedAt', range)];
		const page = await this.api.getPage(WORK_PACKAGES, { ...listQuery(filters, byUpdate), offset: String(offset), pageSize: String(this.pageSize) }, this.isAbandoned);
		const records = page.elements.map((element) => toRemoteRecord(element, this.scope));
		checkRange(records, range);
		return { records: records.sort(byTimeThenId), total: page.total, pageSize: Math.min(this.pageSize, page.pageSize ?? this.pageSize), serverTimeMs: page.serverTimeMs, tookMs: page.tookMs };
	}

	/** Ids of the scope's records of a time range, page by page, each with the total as the server last gave it. */
	async *ids(range: TimeRange): AsyncGenerator<{ readonly ids: readonly string[]; readonly total: number }> {
		const filters = [...inScope(this.scope.projectId, this.scope.typeId), ...inTime('updatedAt', range)];
		let previous: ReadonlySet<string> = new Set();
		let size = 0;
		let limit = 0;
		for (let offset = 1; ; offset += 1) {
			const query = { ...listQuery(filters, byId), offset: String(offset), pageSize: '-1', select: 'total,elements/id' };
			const { elements, total } = await this.api.getPage(WORK_PACKAGES, query, this.isAbandoned);
			const ids = elements.map((element) => idOf(own(element, 'id'), 'a work package'));
			if (offset === 1) [size, limit] = [ids.length, pageLimit(total, ids.length)];
			if (ids.length > 0 && ids.every((id) => previous.has(id))) throw repeated(offset);
			if (offset === 1 && ids.length === 0 && total > 0) throw nothingDelivered(total);
			yield { ids, total };
			if (ids.length === 0 || offset * size >= total) return;
			if (offset >= limit) throw endless(offset);
			previous = new Set(ids);
		}
	}

	/** Every record the filters and `isWanted` (given the work package) let through, whatever its scope; for short lists. */
	async all(filters: readonly Filter[], isWanted: (workPackage: unknown) => boolean = () => true): Promise<readonly RemoteRecord[]> {
		const found = new Map<string, RemoteRecord>();
		for (let offset = 1, limit = 1; ; offset += 1) {
			const page = await this.api.getPage(WORK_PACKAGES, { ...listQuery(filters, byId), offset: String(offset), pageSize: String(this.pageSize) }, this.isAbandoned);
			const size = Math.min(this.pageSize, page.pageSize ?? this.pageSize);
			if (offset === 1) limit = pageLimit(page.total, size);
			for (const element of page.elements.filter(isWanted)) {
				const record = toRemoteRecord(element, this.scope);
				found.set(record.id, record);
			}
			if (page.elements.length === 0 || offset * size >= page.total) return [...found.values()];
			if (offset >= limit) throw endless(offset);
		}
	}

	/** How many records are in scope. */
	async total(): Promise<number> {
		const filters = inScope(this.scope.projectId, this.scope.typeId);
		return (await this.api.getPage(WORK_PACKAGES, { ...listQuery(filters, byId), pageSize: '0' })).total;
	}

	/** One record, whatever its scope; null where it is gone or not visible. */
	async read(id: string): Promise<RemoteRecord | null> {
		const answer = await this.api.find(`${WORK_PACKAGES}/${encodeURIComponent(id)}`, {}, this.isAbandoned);
		if (answer === null) return null;
		if (own(answer.json, '_type') !== 'WorkPackage') throw this.api.otherApi();
		return toRemoteRecord(answer.json, this.scope);
	}
}

/** The parameters of a list of work packages of exactly the projects its filters name. */
export function listQuery(filters: readonly Filter[], sortBy: string): Query {
	return { filters: filtersOf(filters), sortBy, includeSubprojects: 'false' };
}

/** A server that ignores the filter or the order would make the window lose records: better to say so. */
export function checkRange(records: readonly Dated[], range: TimeRange): void {
	for (const [index, record] of records.entries()) {
		const before = index === 0 ? null : (records[index - 1] as Dated);
		if ((range.lower !== null && record.updatedAt < range.lower) || (range.upper !== null && record.updatedAt > range.upper)) {
			throw new RemoteAnswerError(`OpenProject was asked for work packages changed from ${range.lower ?? 'ever'} to ${range.upper ?? 'now'} and delivered number ${record.id}, changed ${record.updatedAt}. Something between here and OpenProject may be dropping the filters.`);
		}
		if (before !== null && before.updatedAt > record.updatedAt) {
			throw new RemoteAnswerError(`OpenProject was asked for work packages in the order of their changes and delivered number ${before.id} (${before.updatedAt}) before ${record.id} (${record.updatedAt}).`);
		}
	}
}

/** The server sorts by microseconds, which it does not show; within a millisecond the order is by id. */
export function byTimeThenId(a: Dated, b: Dated): number {
	if (a.updatedAt !== b.updatedAt) return a.updatedAt < b.updatedAt ? -1 : 1;
	return Number(a.id) - Number(b.id);
}

export function repeated(offset: number): RemoteAnswerError {
	return new RemoteAnswerError(`OpenProject's page ${offset} of work packages repeats the page before. Something between here and OpenProject may be dropping the page number.`);
}

export function endless(offset: number): RemoteAnswerError {
	return new RemoteAnswerError(`OpenProject's list of work packages does not end: ${offset} pages were read, more than twice what the first announced.`);
}

export function nothingDelivered(total: number): RemoteAnswerError {
	return new RemoteAnswerError(`OpenProject announces ${total} work packages and delivers none of them.`);
}
