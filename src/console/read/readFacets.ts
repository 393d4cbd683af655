import type { Database } from '../../postgres';
import { readOnly } from './readOnly';

/** What conflicts of a pair may be narrowed by: the fields and kinds there are among the open ones. */
export async function readFacets(database: Database, schema: string, pairId: string): Promise<{ readonly fieldNames: readonly string[]; readonly kinds: readonly string[] }> {
	return await readOnly(database, schema, async (tx, tables) => {
		const rows = await tx.query<{ field: string; kind: string }>({ text: `select distinct field, kind from ${tables.conflict} where pair = $1 and status = 'pending_review'`, values: [pairId] });
		return { fieldNames: [...new Set(rows.map(({ field }) => field))].sort(), kinds: [...new Set(rows.map(({ kind }) => kind))].sort() };
	});
}
