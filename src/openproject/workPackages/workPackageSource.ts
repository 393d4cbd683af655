import type { ApiAnswer, OpenProjectApi } from '../api';
import { byId, byUpdate, inTime } from '../filters';
import type { Filter, TimeRange } from '../filters';
import { idOf } from '../ids';
import { own } from '../json';
import type { RawObject } from '../json';
import { byTimeThenId, checkRange, endless, listQuery, nothingDelivered, pageLimit, repeated } from '../recordSource';
import type { SourcePage, WindowSource } from '../windowSource';
import { workPackageOf } from './workPackage';
import type { WorkPackage } from './workPackage';

export const WORK_PACKAGES = '/api/v3/work_packages';

export interface SourceOptions {
	/** ANDed; the caller says which statuses, since without a filter of them OpenProject leaves closed ones out. */
	readonly filters: readonly Filter[];
	/** Work packages per page; less where the server allows less. */
	readonly pageSize: number;
	/** Called with each list as it came, before its work packages are handed on. */
	readonly onList?: (list: RawObject) => void;
}

/** Lists of work packages by any filters, whole. */
export class WorkPackageSource implements WindowSource<WorkPackage> {
	constructor(
		private readonly api: OpenProjectApi,
		private readonly options: SourceOptions,
	) {}

	async list(range: TimeRange, offset: number): Promise<SourcePage<WorkPackage>> {
		const page = await this.page({ filters: [...this.options.filters, ...inTime('updatedAt', range)], sortBy: byUpdate, offset, pageSize: this.options.pageSize });
		checkRange(page.records, range);
		return { ...page, records: [...page.records].sort(byTimeThenId) };
	}

	/** One page in any order. */
	async page(query: { readonly filters: readonly Filter[]; readonly sortBy: string; readonly offset: number; readonly pageSize: number }): Promise<SourcePage<WorkPackage>> {
		const answer: ApiAnswer = await this.api.get(WORK_PACKAGES, { ...listQuery(query.filters, query.sortBy), offset: String(query.offset), pageSize: String(query.pageSize) });
		const { elements, total, pageSize, serverTimeMs, tookMs } = this.api.pageOf(answer);
		this.options.onList?.(answer.json);
		return { records: elements.map(workPackageOf), total, pageSize: Math.min(query.pageSize, pageSize ?? query.pageSize), serverTimeMs, tookMs };
	}

	async *ids(range: TimeRange): AsyncGenerator<{ readonly ids: readonly string[]; readonly total: number }> {
		const filters = [...this.options.filters, ...inTime('updatedAt', range)];
		let previous: ReadonlySet<string> = new Set();
		for (let offset = 1, size = 0, limit = 0; ; offset += 1) {
			const { elements, total } = await this.api.getPage(WORK_PACKAGES, { ...listQuery(filters, byId), offset: String(offset), pageSize: '-1', select: 'total,elements/id' });
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

	async read(id: string): Promise<WorkPackage | null> {
		return await readWorkPackage(this.api, id);
	}
}

/** One work package, whatever its project; null where it is gone or not visible. */
export async function readWorkPackage(api: OpenProjectApi, id: string): Promise<WorkPackage | null> {
	const answer = await api.find(`${WORK_PACKAGES}/${encodeURIComponent(id)}`);
	if (answer === null) return null;
	if (own(answer.json, '_type') !== 'WorkPackage') throw api.otherApi();
	return workPackageOf(answer.json);
}

/** Everything the filters let through, in order of id; for lists that are short, or may be read by page number. */
export async function readShortList(source: WorkPackageSource, filters: readonly Filter[], pageSize: number): Promise<readonly WorkPackage[]> {
	const found = new Map<string, WorkPackage>();
	for (let offset = 1, limit = 1; ; offset += 1) {
		const page = await source.page({ filters, sortBy: byId, offset, pageSize });
		if (offset === 1) limit = pageLimit(page.total, page.pageSize);
		for (const one of page.records) found.set(one.id, one);
		if (page.records.length === 0 || offset * page.pageSize >= page.total) return [...found.values()];
		if (offset >= limit) throw endless(offset);
	}
}
