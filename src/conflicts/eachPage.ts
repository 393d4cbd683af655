import type { Database } from '../postgres';
import { conditionOf } from './filterSql';
import { openQueue } from './openQueue';
import { readMappings, type PairMapping } from './readMappings';
import { readPage } from './readPage';
import { readEarlier, type ConflictRow } from './readRows';
import { viewOf } from './viewOf';
import type { ConflictFilter, ConflictPage, ConflictView } from './types';

/** Conflicts read at a time where all of them are wanted. */
const PAGE_COUNT = 500;

/** In which order, and how many at most (default all). */
export interface Walk {
	readonly order?: ConflictPage['order'];
	readonly limit?: number;
}

/** A page of conflicts as read, with the mappings of their pairs. */
export interface RowPage {
	readonly rows: readonly ConflictRow[];
	readonly mappings: ReadonlyMap<string, PairMapping>;
}

/** All conflicts that meet the filter, a page at a time, each page in a transaction of its own: memory does not grow with their number. */
export async function* eachPage(database: Database, schema: string, filter: ConflictFilter, walk: Walk = {}): AsyncGenerator<readonly ConflictView[]> {
	// Few choices are ever overtaken; finding those of a page would read all conflicts for each.
	const earlier = await database.transaction(async (tx) => await readEarlier(tx, await openQueue(tx, schema), null), { readOnly: true });
	for await (const { rows, mappings } of eachRowPage(database, schema, filter, walk)) yield rows.map((row) => viewOf(row, earlier.get(row.id), mappings.get(row.pair)));
}

/** The same as read, without what is found out about each. */
export async function* eachRowPage(database: Database, schema: string, filter: ConflictFilter, { order, limit = Number.MAX_SAFE_INTEGER }: Walk = {}): AsyncGenerator<RowPage> {
	let left = limit;
	for (let after: string | undefined; left > 0;) {
		const page = { order, limit: Math.min(left, PAGE_COUNT), after };
		const { rows, mappings } = await database.transaction(async (tx) => {
			const tables = await openQueue(tx, schema);
			const found = await readPage(tx, tables, await conditionOf(tx, tables, filter), page);
			return { rows: found, mappings: await readMappings(tx, tables, found.map((row) => row.pair)) };
		}, { readOnly: true, repeatableRead: true });
		if (rows.length > 0) yield { rows, mappings };
		if (rows.length < page.limit) return;
		left -= rows.length;
		after = rows.at(-1)?.id;
	}
}
