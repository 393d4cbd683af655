import type { Database } from '../../postgres';
import { readOnly } from './readOnly';

/** The link of the next record with an open conflict, beginning again after the last; null where there is no other. */
export async function readNextLink(database: Database, schema: string, { pairId, link }: { readonly pairId: string; readonly link: string }): Promise<string | null> {
	return await readOnly(database, schema, async (tx, tables) => {
		const [row] = await tx.query<{ link: string }>({
			text: `select link from ${tables.conflict} where pair = $1 and status = 'pending_review' and link <> $2 order by (link < $2), link limit 1`,
			values: [pairId, link],
		});
		return row?.link ?? null;
	});
}
