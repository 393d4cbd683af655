import { ConfigurationError } from '../errors';
import type { Database } from '../postgres';
import { conditionOf } from './filterSql';
import { isId } from './isId';
import { openQueue } from './openQueue';
import { readMappings } from './readMappings';
import { DEFAULT_LIMIT, readPage } from './readPage';
import { readEarlier } from './readRows';
import { viewOf } from './viewOf';
import type { ConflictFilter, ConflictPage, ConflictView } from './types';

export interface ConflictList {
	/** How many meet the filter in all. */
	readonly total: number;
	readonly conflicts: readonly ConflictView[];
	/** To be given as `after` for the next page; null: there is none. */
	readonly next: string | null;
}

/** A page of conflicts and how many there are. Throws a ConfigurationError for a pair or a schema that is not there. */
export async function listConflicts(database: Database, schema: string, filter: ConflictFilter = {}, page: ConflictPage = {}): Promise<ConflictList> {
	checkPage(page);
	return await database.transaction(async (tx) => {
		const tables = await openQueue(tx, schema);
		const condition = await conditionOf(tx, tables, filter);
		const [count] = await tx.query<{ total: string }>({ text: `select count(*) as total from ${tables.conflict} c where ${condition.text}`, values: condition.values });
		const rows = await readPage(tx, tables, condition, page);
		const earlier = await readEarlier(tx, tables, rows.filter((row) => row.status === 'pending_review').map((row) => row.id));
		const mappings = await readMappings(tx, tables, rows.map((row) => row.pair));
		const isFull = rows.length === (page.limit ?? DEFAULT_LIMIT);
		return { total: Number(count?.total ?? 0), conflicts: rows.map((row) => viewOf(row, earlier.get(row.id), mappings.get(row.pair))), next: isFull ? (rows.at(-1)?.id ?? null) : null };
	}, { readOnly: true, repeatableRead: true });
}

/** The conflict of an ID; null where there is none. */
export async function readConflict(database: Database, schema: string, id: string): Promise<ConflictView | null> {
	return (await listConflicts(database, schema, { ids: [id] }, { limit: 1 })).conflicts[0] ?? null;
}

/** The open conflicts of a record, oldest first: the record is one link, or all of a pair that a work package ID or row key names. */
export async function readRecordConflicts(database: Database, schema: string, record: { readonly link: string } | { readonly pair: string; readonly record: string }): Promise<readonly ConflictView[]> {
	const filter: ConflictFilter = 'link' in record ? { links: [record.link] } : record;
	return (await listConflicts(database, schema, { ...filter, statuses: ['pending_review'] }, { limit: 1000 })).conflicts;
}

function checkPage({ after, limit = DEFAULT_LIMIT }: ConflictPage): void {
	if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new ConfigurationError(`A page of ${limit} conflicts was asked for. Give a whole number from 1 to 1000.`);
	if (after !== undefined && !isId(after)) throw new ConfigurationError(`The page after '${after}' was asked for. Give the number of the last conflict of the page before.`);
}
