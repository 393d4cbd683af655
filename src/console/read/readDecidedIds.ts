import type { Database } from '../../postgres';
import { readOnly } from './readOnly';

/** How many decisions wait to be carried out, and the work packages or rows they are about, as a delta sync names them; at most `limit` of these. */
export async function readDecidedIds(database: Database, schema: string, { pairId, limit }: { readonly pairId: string; readonly limit: number }): Promise<{ readonly decisions: number; readonly ids: readonly string[] }> {
	return await readOnly(database, schema, async (tx, tables) => {
		const waiting = `from ${tables.conflict} c join ${tables.link} l on l.id = c.link where c.pair = $1 and c.status = 'resolved' and c.applied_at is null`;
		const [count] = await tx.query<{ decisions: string }>({ text: `select count(*) as decisions ${waiting}`, values: [pairId] });
		const rows = await tx.query<{ id: string }>({ text: `select distinct coalesce(l.remote_id::text, l.local_key) as id ${waiting} order by 1 limit $2`, values: [pairId, limit] });
		return { decisions: Number(count?.decisions ?? 0), ids: rows.map(({ id }) => id) };
	});
}
