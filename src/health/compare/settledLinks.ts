import type { Transaction } from '../../postgres';
import type { Tables } from '../../postgres/stores/tables';
import type { SettledLink } from './types';

/** Links that both sides should agree on now: nothing waits, fails, is undecided about the whole record, unresolved or gone. */
const isSettled = `l.state = 'live' and l.local_key is not null and l.remote_id is not null and l.pending is null and l.gone_side is null and l.out_side is null
	and l.last_failure is null and l.field_failures is null and l.unresolved is null`;

function columns(tables: Tables): string {
	return `l.id, l.local_key, l.remote_id, l.title, l.base_local, l.base_remote, l.remote_seen, l.local_sum, l.remote_lock, l.remote_updated_at,
		coalesce((select jsonb_agg(f) from ${tables.conflict} c, unnest(c.fields || c.field) f where c.link = l.id and c.status = 'pending_review'), '[]') as disputed`;
}

/** Some settled links of a pair; `fractions` in [0, 1) say where among the ids each is looked for. Fewer where two land on one. */
export async function sampleLinks(tx: Transaction, tables: Tables, pair: string, fractions: readonly number[]): Promise<readonly SettledLink[]> {
	return await tx.query<SettledLink>({
		text: `with span as (select min(id) as low, max(id) as high from ${tables.link} where pair = $1),
				picked as (select distinct found.id from unnest($2::float8[]) f cross join span
					cross join lateral (select l.id from ${tables.link} l where l.pair = $1 and l.id >= span.low + floor(f * (span.high - span.low + 1))::bigint and ${isSettled} order by l.id limit 1) found)
			select ${columns(tables)} from picked join ${tables.link} l on l.id = picked.id order by l.id`,
		values: [pair, fractions],
	});
}

/** The next settled links in order of id. */
export async function nextLinks(tx: Transaction, tables: Tables, { pair, after, limit }: { readonly pair: string; readonly after: string; readonly limit: number }): Promise<readonly SettledLink[]> {
	return await tx.query<SettledLink>({ text: `select ${columns(tables)} from ${tables.link} l where l.pair = $1 and l.id > $2 and ${isSettled} order by l.id limit $3`, values: [pair, after, limit] });
}

/** Settled links of these work packages. */
export async function linksOf(tx: Transaction, tables: Tables, pair: string, remoteIds: readonly string[]): Promise<readonly SettledLink[]> {
	return await tx.query<SettledLink>({ text: `select ${columns(tables)} from ${tables.link} l where l.pair = $1 and l.remote_id = any($2::bigint[]) and ${isSettled} order by l.id`, values: [pair, remoteIds] });
}
