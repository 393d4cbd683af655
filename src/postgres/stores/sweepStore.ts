import type { Transaction } from '../types';
import { preferHashJoins } from './preferHashJoins';
import { addPending } from './tables';
import type { Tables } from './tables';

/** Enters the ids of one page of a sweep; the same id twice counts once. */
export async function recordSweep(tx: Transaction, tables: Tables, pair: string, run: string, ids: readonly string[]): Promise<void> {
	await tx.execute({ text: `insert into ${tables.sweep} (pair, run, remote_id) select $1, $2, unnest($3::bigint[]) on conflict do nothing`, values: [pair, run, ids] });
}

export async function clearSweeps(tx: Transaction, tables: Tables, pair: string): Promise<void> {
	await tx.execute({ text: `delete from ${tables.sweep} where pair = $1`, values: [pair] });
}

/** Ids that links hold and the sweep did not show: candidates, not deletions. */
export async function readMissing(tx: Transaction, tables: Tables, pair: string, run: string, limit: number): Promise<{ readonly ids: readonly string[]; readonly total: number }> {
	await preferHashJoins(tx);
	const rows = await tx.query<{ remote_id: string; total: string }>({
		text: `select remote_id, count(*) over () as total from (
				select distinct l.remote_id from ${tables.link} l
				where l.pair = $1 and l.remote_id is not null and coalesce(l.gone_side, 'local') = 'local' and coalesce(l.out_side, 'local') = 'local'
					and (l.state <> 'tombstone' or l.remote_sum_after_effect is not null)
					and not exists (select 1 from ${tables.sweep} s where s.pair = $1 and s.run = $2 and s.remote_id = l.remote_id)) missing
			order by remote_id limit $3`,
		values: [pair, run, limit],
	});
	return { ids: rows.map((row) => row.remote_id), total: Number(rows[0]?.total ?? 0) };
}

/** Ids the sweep showed that no link knows. */
export async function readUnknown(tx: Transaction, tables: Tables, pair: string, run: string, limit: number): Promise<readonly string[]> {
	await preferHashJoins(tx);
	const rows = await tx.query<{ remote_id: string }>({
		text: `select s.remote_id from ${tables.sweep} s where s.pair = $1 and s.run = $2 and not exists (
				select 1 from ${tables.link} l where l.pair = $1 and l.remote_id = s.remote_id and coalesce(l.gone_side, 'local') = 'local' and coalesce(l.out_side, 'local') = 'local')
			order by s.remote_id limit $3`,
		values: [pair, run, limit],
	});
	return rows.map((row) => row.remote_id);
}

/** How many records in scope the links account for, living partners of tombstones included. */
export async function countExpected(tx: Transaction, tables: Tables, pair: string): Promise<number> {
	// All living links but the odd ones, and the partners of tombstones: reading every link for the distinct ids costs five times as much.
	const isElsewhere = `(gone_side in ('remote', 'both') or out_side in ('remote', 'both'))`;
	const [row] = await tx.query<{ count: string }>({
		text: `select (select count(*) from ${tables.link} where pair = $1 and remote_id is not null and state <> 'tombstone')
				- (select count(*) from ${tables.link} where pair = $1 and remote_id is not null and state <> 'tombstone' and ${isElsewhere})
				+ (select count(distinct t.remote_id) from ${tables.link} t where t.pair = $1 and t.remote_id is not null and t.state = 'tombstone' and t.remote_sum_after_effect is not null
					and coalesce(t.gone_side, 'local') = 'local' and coalesce(t.out_side, 'local') = 'local'
					and not exists (select 1 from ${tables.link} l where l.pair = $1 and l.remote_id = t.remote_id and l.state <> 'tombstone' and not coalesce(l.gone_side in ('remote', 'both') or l.out_side in ('remote', 'both'), false))) as count`,
		values: [pair],
	});
	return Number(row?.count ?? 0);
}

/** Missing records whose first sighting is at least a cadence ago: due for a second look. */
export async function readDoubtful(tx: Transaction, tables: Tables, pair: string, cadenceMs: number, limit: number): Promise<readonly string[]> {
	const rows = await tx.query<{ remote_id: string }>({
		text: `select distinct remote_id from ${tables.link} where pair = $1 and gone_side in ('remote', 'both') and gone_sightings = 1 and state <> 'tombstone'
				and gone_first_seen <= clock_timestamp() - make_interval(secs => $2 / 1000.0) order by remote_id limit $3`,
		values: [pair, cadenceMs, limit],
	});
	return rows.map((row) => row.remote_id);
}

/** Notes that a record answered 404. The second sighting under unchanged membership makes it plannable as gone. */
export async function noteMissing(tx: Transaction, tables: Tables, pair: string, ids: readonly string[], options: { readonly isSecondSighting: boolean }): Promise<void> {
	if (ids.length === 0) return;
	await tx.execute({ text: `update ${tables.link} set remote_sum_after_effect = null where pair = $1 and remote_id = any($2::bigint[]) and state = 'tombstone'`, values: [pair, ids] });
	if (options.isSecondSighting) {
		await tx.execute({
			text: `update ${tables.link} l set gone_sightings = 2, pending = ${addPending('l', 'gone_remote')}, pending_since = coalesce(l.pending_since, clock_timestamp()), next_attempt_at = null
				where l.pair = $1 and l.remote_id = any($2::bigint[]) and l.state <> 'tombstone'`,
			values: [pair, ids],
		});
		return;
	}
	await tx.execute({
		text: `update ${tables.link} l set gone_side = case when l.gone_side = 'local' then 'both' else 'remote' end, gone_sightings = 1, gone_first_seen = clock_timestamp(), updated_at = clock_timestamp()
			where l.pair = $1 and l.remote_id = any($2::bigint[]) and l.state <> 'tombstone' and coalesce(l.gone_side, 'local') = 'local'`,
		values: [pair, ids],
	});
}

/** Who we are or what we may see has changed: what is missing now may only be invisible, so the sightings start over. */
export async function restartSightings(tx: Transaction, tables: Tables, pair: string): Promise<void> {
	await tx.execute({ text: `update ${tables.link} set gone_first_seen = clock_timestamp(), gone_sightings = 1 where pair = $1 and gone_side in ('remote', 'both') and state in ('live', 'held', 'out_of_scope')`, values: [pair] });
}
