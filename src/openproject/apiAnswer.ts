import type { RawObject } from './json';

/** A successful answer. */
export interface ApiAnswer {
	readonly json: RawObject;
	readonly serverTimeMs: number | null;
	readonly tookMs: number;
}

/** One page of a collection. */
export interface ApiPage extends ApiAnswer {
	readonly elements: readonly unknown[];
	readonly total: number;
	/** As the server says; null where it does not. */
	readonly pageSize: number | null;
}
