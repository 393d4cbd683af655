import type { Transaction } from '../postgres';
import type { Tables } from '../postgres/stores/tables';
import type { Condition } from './filterSql';
import { readRows, type ConflictRow } from './readRows';
import type { ConflictPage } from './types';

/** Conflicts of a page where nothing else is asked for. */
export const DEFAULT_LIMIT = 100;

/** A page of conflicts that meet a condition, in order of age. */
export async function readPage(tx: Transaction, tables: Tables, condition: Condition, { order = 'oldest', after, limit = DEFAULT_LIMIT }: ConflictPage): Promise<readonly ConflictRow[]> {
	const [beyond, direction] = order === 'oldest' ? ['>', 'asc'] : ['<', 'desc'];
	const values = [...condition.values, limit, ...(after === undefined ? [] : [after])];
	const count = condition.values.length;
	const where = after === undefined ? condition.text : `${condition.text} and c.id ${beyond} $${count + 2}::bigint`;
	return await readRows(tx, tables, { where, tail: `order by c.id ${direction} limit $${count + 1}`, values });
}
