import type { RemoteRecord } from '../run/remotePort';
import type { IsAbandoned, OpenProjectApi } from './api';
import { toRemoteRecord } from './extractRecord';
import type { RecordScope } from './extractRecord';
import { byId, byUpdate, inTime, ofType } from './filters';
import type { Filter, TimeRange } from './filters';
import { findWorkPackage } from './findWorkPackage';
import { readFollowers } from './followers';
import { noteGeneratedSubjects } from './generatedSubjects';
import { byTimeThenId, checkRange } from './listChecks';
import { listQuery, pageQuery } from './listQuery';
import { readByNumber } from './readByNumber';
import { readIdPages } from './readIdPages';
import type { IdPage } from './readIdPages';
import type { SourcePage } from './windowSource';
import { listPath } from './workPackageRequests';

export type RecordPage = SourcePage<RemoteRecord>;

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
		const filters = [...ofType(this.scope.typeId), ...inTime('updatedAt', range)];
		const page = await this.api.getPage(listPath(this.scope.projectId), pageQuery({ filters, sortBy: byUpdate, offset, pageSize: this.pageSize }), this.isAbandoned);
		noteGeneratedSubjects(page.json, this.scope.generatedSubjects);
		const records = await this.recordsOf(page.elements);
		checkRange(records, range);
		return { records: records.sort(byTimeThenId), total: page.total, pageSize: Math.min(this.pageSize, page.pageSize ?? this.pageSize), serverTimeMs: page.serverTimeMs, tookMs: page.tookMs };
	}

	/** Ids of the scope's records of a time range, page by page, each with the total as the server last gave it. */
	ids(range: TimeRange): AsyncGenerator<IdPage> {
		return readIdPages(this.api, this.scope.projectId, [...ofType(this.scope.typeId), ...inTime('updatedAt', range)], this.isAbandoned);
	}

	/** Every record of the project, or of all where asked, that the filters and `isWanted` (given the work package) let through, whatever its type; for short lists. */
	async all(where: 'project' | 'everywhere', filters: readonly Filter[], isWanted: (workPackage: unknown) => boolean = () => true): Promise<readonly RemoteRecord[]> {
		const found = await readByNumber(async (offset) => {
			const page = await this.api.getPage(listPath(where === 'project' ? this.scope.projectId : null), pageQuery({ filters, sortBy: byId, offset, pageSize: this.pageSize }), this.isAbandoned);
			noteGeneratedSubjects(page.json, this.scope.generatedSubjects);
			return { records: page.elements, total: page.total, pageSize: Math.min(this.pageSize, page.pageSize ?? this.pageSize) };
		}, isWanted);
		const records = await this.recordsOf(found);
		return [...new Map(records.map((record) => [record.id, record])).values()];
	}

	/** How many records are in scope. */
	async total(): Promise<number> {
		const filters = ofType(this.scope.typeId);
		return (await this.api.getPage(listPath(this.scope.projectId), { ...listQuery(filters, byId), pageSize: '0' })).total;
	}

	/** One record, whatever its scope; null where it is gone or not visible. */
	async read(id: string): Promise<RemoteRecord | null> {
		const found = await findWorkPackage(this.api, id, this.isAbandoned);
		return found === null ? null : ((await this.recordsOf([found]))[0] ?? null);
	}

	/** Work packages as records; of those whose answers leave open whether they follow others, that is asked. */
	private async recordsOf(elements: readonly unknown[]): Promise<RemoteRecord[]> {
		const followers = await readFollowers(this.api, elements, this.scope.properties);
		return elements.map((element) => toRemoteRecord(element, this.scope, followers));
	}
}
