import type { TimeRange } from './filters';
import type { IdPage } from './readIdPages';

/** What a window needs to know of a record. */
export interface Dated {
	/** Decimal string. */
	readonly id: string;
	/** ISO 8601 UTC with milliseconds. */
	readonly updatedAt: string;
	readonly lockVersion: number;
}

/** One page of a list. */
export interface SourcePage<R> {
	readonly records: readonly R[];
	/** How many there are in the range. */
	readonly total: number;
	/** The page size that really applies. */
	readonly pageSize: number;
	readonly serverTimeMs: number | null;
	readonly tookMs: number;
}

/** Where a window reads: pages in order of (updatedAt, id), ids alone, single records. */
export interface WindowSource<R extends Dated> {
	list(range: TimeRange, offset: number): Promise<SourcePage<R>>;
	/** Ids of a time range, page by page, each with the total as the server last gave it. */
	ids(range: TimeRange): AsyncGenerator<IdPage>;
	/** Null where it is gone or not visible. */
	read(id: string): Promise<R | null>;
}

/** One page of a window, in order of (updatedAt, id). */
export interface WindowPage<R> {
	readonly records: readonly R[];
	/** The `Date` header of the answer in milliseconds since the epoch, null where absent. */
	readonly serverTimeMs: number | null;
	/** How long the request took. */
	readonly tookMs: number;
}
