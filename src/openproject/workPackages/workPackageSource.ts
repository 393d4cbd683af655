import type { OpenProjectApi } from '../api';
import type { ApiAnswer } from '../apiAnswer';
import { byId, byUpdate, inTime } from '../filters';
import type { Filter, TimeRange } from '../filters';
import { findWorkPackage } from '../findWorkPackage';
import type { RawObject } from '../json';
import { byTimeThenId, checkRange } from '../listChecks';
import { pageQuery } from '../listQuery';
import { readByNumber } from '../readByNumber';
import { readIdPages } from '../readIdPages';
import type { IdPage } from '../readIdPages';
import type { SourcePage, WindowSource } from '../windowSource';
import { listPath } from '../workPackageRequests';
import { workPackageOf } from './workPackage';
import type { WorkPackage } from './workPackage';

export interface SourceOptions {
	/** Whose work packages, without those of sub-projects; null: of every project. */
	readonly projectId: string | null;
	/** ANDed; the caller says which statuses, since without a filter of them OpenProject leaves closed ones out. */
	readonly filters: readonly Filter[];
	/** The filters say when work packages changed, in words that ranges cannot be joined to: ranges are left out. */
	readonly isTimeGiven?: boolean;
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
		const isTimeGiven = this.options.isTimeGiven === true;
		const page = await this.page({ filters: this.filtersIn(range), sortBy: isTimeGiven ? byId : byUpdate, offset, pageSize: this.options.pageSize });
		if (!isTimeGiven) checkRange(page.records, range);
		return { ...page, records: [...page.records].sort(byTimeThenId) };
	}

	/** One page in any order. */
	async page(query: { readonly filters: readonly Filter[]; readonly sortBy: string; readonly offset: number; readonly pageSize: number }): Promise<SourcePage<WorkPackage>> {
		const answer: ApiAnswer = await this.api.get(listPath(this.options.projectId), pageQuery(query));
		const { elements, total, pageSize, serverTimeMs, tookMs } = this.api.pageOf(answer);
		this.options.onList?.(answer.json);
		return { records: elements.map(workPackageOf), total, pageSize: Math.min(query.pageSize, pageSize ?? query.pageSize), serverTimeMs, tookMs };
	}

	ids(range: TimeRange): AsyncGenerator<IdPage> {
		return readIdPages(this.api, this.options.projectId, this.filtersIn(range));
	}

	async read(id: string): Promise<WorkPackage | null> {
		return await readWorkPackage(this.api, id);
	}

	private filtersIn(range: TimeRange): readonly Filter[] {
		return this.options.isTimeGiven === true ? this.options.filters : [...this.options.filters, ...inTime('updatedAt', range)];
	}
}

/** One work package, whatever its project; null where it is gone or not visible. */
export async function readWorkPackage(api: OpenProjectApi, id: string): Promise<WorkPackage | null> {
	const found = await findWorkPackage(api, id);
	return found === null ? null : workPackageOf(found);
}

/** Everything the filters let through, in order of id; for lists that are short, or may be read by page number. */
export async function readShortList(source: WorkPackageSource, filters: readonly Filter[], pageSize: number): Promise<readonly WorkPackage[]> {
	const records = await readByNumber(async (offset) => await source.page({ filters, sortBy: byId, offset, pageSize }));
	return [...new Map(records.map((one) => [one.id, one])).values()];
}
