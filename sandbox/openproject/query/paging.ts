/** The first of the setting `per_page_options`. */
const DEFAULT_PAGE_SIZE = 20;

export interface Page {
	/** Elements per page; 0 asks for the total alone. */
	readonly pageSize: number;
	/** Number of the page, beginning at 1. */
	readonly offset: number;
}

/**
 * Reads `pageSize` and `offset` as OpenProject does: -1 is the maximum, too much is cut without a word, pages begin at 1.
 * Less than -1 goes through to the database, which refuses it: an internal error. Seen on 15.4.0, 29 November 2026.
 */
export function parsePage(query: URLSearchParams, maxPageSize: number): Page {
	const size = query.has('pageSize') ? toInteger(query.get('pageSize')!) : DEFAULT_PAGE_SIZE;
	if (size < -1) throw new Error('LIMIT must not be negative');
	const pageSize = size === -1 || size > maxPageSize ? maxPageSize : size;
	return { pageSize, offset: Math.max(1, toInteger(query.get('offset') ?? '1')) };
}

export function cutPage<Row>(rows: readonly Row[], { pageSize, offset }: Page): readonly Row[] {
	return rows.slice((offset - 1) * pageSize, offset * pageSize);
}

/** Ruby's to_i: leading digits, 0 for anything else. */
function toInteger(text: string): number {
	const digits = /^\s*([+-]?\d+)/.exec(text)?.[1];
	return digits === undefined ? 0 : Number(digits);
}
