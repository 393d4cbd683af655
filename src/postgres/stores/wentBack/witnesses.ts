import type { Transaction } from '../../types';
import type { Tables } from '../tables';

/**
 * Work packages that were last seen at or after this time and that a listing from this time on did not show (the ids it showed are in the
 * sweep of this run): deleted, moved out of sight, or set back to a time before. The latest first.
 */
export async function readSilent(tx: Transaction, tables: Tables, seen: { readonly pair: string; readonly run: string; readonly from: string; readonly limit: number }): Promise<readonly string[]> {
	const rows = await tx.query<{ remote_id: string }>({
		text: `select l.remote_id from ${tables.link} l where l.pair = $1 and l.remote_id is not null and l.remote_updated_at >= $3 and coalesce(l.gone_side, 'local') = 'local' and coalesce(l.out_side, 'local') = 'local'
				and (l.state <> 'tombstone' or l.remote_sum_after_effect is not null)
				and not exists (select 1 from ${tables.sweep} s where s.pair = $1 and s.run = $2 and s.remote_id = l.remote_id)
			group by l.remote_id order by max(l.remote_updated_at) desc, l.remote_id limit $4`,
		values: [seen.pair, seen.run, seen.from, seen.limit],
	});
	return rows.map((row) => row.remote_id);
}

/** The work packages that changed last as far as is known, the latest first: an older OpenProject lacks these changes first of all. */
export async function readLatest(tx: Transaction, tables: Tables, pair: string, limit: number): Promise<readonly string[]> {
	const rows = await tx.query<{ remote_id: string }>({
		text: `select remote_id from ${tables.link} where pair = $1 and remote_id is not null and remote_updated_at is not null and (state in ('live', 'held') or remote_sum_after_effect is not null) and coalesce(gone_side, 'local') = 'local' and out_side is null
			group by remote_id order by max(remote_updated_at) desc, remote_id limit $2`,
		values: [pair, limit],
	});
	return rows.map((row) => row.remote_id);
}

/** Whether anything shows by now that a side went back. */
export async function showsWentBack(tx: Transaction, tables: Tables, pair: string): Promise<boolean> {
	const rows = await tx.query({ text: `select 1 from ${tables.link} where pair = $1 and went_back is not null union all select 1 from ${tables.pair} where id = $1 and books_replaced is not null limit 1`, values: [pair] });
	return rows.length > 0;
}
