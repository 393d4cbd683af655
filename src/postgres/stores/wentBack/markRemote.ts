import type { Transaction } from '../../types';
import type { Tables } from '../tables';

/**
 * Holds what was staged against what the links remember of their work packages, before it is taken over: a version that fell, or a
 * number that belongs to a work package made at another time, is how a restored backup shows. Such a stranger is taken out of
 * `staged`, and the link's own record counts as missing: nothing of the one may ever get into the other.
 */
export async function markRemote(tx: Transaction, tables: Tables, pair: string): Promise<void> {
	const { link } = tables;
	const why = `case when abs(extract(epoch from l.remote_created_at - s.created_at)) > 1 then 'given_anew'
		when s.lock < coalesce((l.went_back #>> '{remote,lock}')::bigint, l.remote_lock) then 'version' end`;
	await tx.execute({
		text: `update ${link} l set went_back = ${withSide('l', 'remote', 'c.why is not null', `jsonb_build_object('why', c.why, 'lock', c.lock, 'since', c.since, 'isEdited', c.seen_at > c.since)`)}
			from (select l.id, ${why} as why, coalesce((l.went_back #>> '{remote,lock}')::bigint, l.remote_lock) as lock, coalesce(l.went_back #>> '{remote,since}', l.remote_updated_at) as since, s.updated_at as seen_at
				from ${link} l join staged s on s.remote_id = l.remote_id where l.pair = $1 and l.remote_id = s.remote_id) c
			where l.id = c.id and (c.why is not null or l.went_back ? 'remote')`,
		values: [pair],
	});
	const isStranger = `l.pair = $1 and l.remote_id = s.remote_id and l.went_back #>> '{remote,why}' = 'given_anew'`;
	await tx.execute({
		text: `update ${link} l set gone_side = case when l.gone_side = 'local' then 'both' else 'remote' end, gone_sightings = 1, gone_first_seen = clock_timestamp(), updated_at = clock_timestamp()
			from staged s where ${isStranger} and l.state <> 'tombstone' and coalesce(l.gone_side, 'local') = 'local'`,
		values: [pair],
	});
	await tx.execute({ text: `delete from staged s using ${link} l where ${isStranger}`, values: [pair] });
}

/** Remembers when the work packages were made, of links that do not know yet. */
export async function rememberCreation(tx: Transaction, tables: Tables, pair: string): Promise<void> {
	await tx.execute({
		text: `update ${tables.link} l set remote_created_at = s.created_at from staged s where l.pair = $1 and l.remote_id = s.remote_id and l.remote_created_at is null and s.created_at is not null`,
		values: [pair],
	});
}

/**
 * Work packages that we made, with a key of ours, of which these tables have never heard: they were set back. Asked after the
 * staged records have links. `author`: the API user.
 */
export async function markOwnUnknown(tx: Transaction, tables: Tables, pair: string, author: string): Promise<void> {
	const { link, operation } = tables;
	const key = `any(array[l.provenance, jsonb_build_array(l.provenance)::text])`;
	await tx.execute({
		text: `update ${link} l set went_back = ${withSide('l', 'books', 'true', `jsonb_build_object('why', 'unknown_record', 'since', s.created_at)`)}
			from staged s where l.pair = $1 and l.remote_id = s.remote_id and l.state = 'live' and l.local_key is null and l.generation = 1 and l.pending = array['new'] and s.author = $2 and l.provenance is not null
				and exists (select 1 from ${tables.pair} p where p.id = l.pair and p.last_complete_at is not null)
				and not exists (select 1 from ${link} k where k.local_key = ${key} and k.remote_id is not null)
				and not exists (select 1 from ${operation} o where o.pair = l.pair and o.provenance = l.provenance)`,
		values: [pair, author],
	});
}

/** SQL: `went_back` of a link with what one side shows, or without that side where the condition does not hold. */
export function withSide(alias: string, side: string, condition: string, shown: string): string {
	return `case when ${condition} then coalesce(${alias}.went_back, '{}') || jsonb_build_object('${side}', ${shown}) else nullif(${alias}.went_back - '${side}', '{}') end`;
}
