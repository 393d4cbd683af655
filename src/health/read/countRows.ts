import { onTable, type Transaction } from '../../postgres';
import { filterExpression, qualifiedName } from '../../postgres/stores/localTable';
import type { PairDescription } from '../../run/describePair';

/** Rows of the table in the pair's scope; null while row-level security may hide some. */
export async function countRows(tx: Transaction, { table, description }: PairDescription): Promise<number | null> {
	if (description.rowSecurityActive) return null;
	const filter = filterExpression(table, 't', 1);
	const [row] = await onTable(tx, table).query<{ count: number }>({ text: `select count(*)::float8 as count from ${qualifiedName(table)} t where ${filter.text}`, values: filter.values });
	return row?.count ?? 0;
}
