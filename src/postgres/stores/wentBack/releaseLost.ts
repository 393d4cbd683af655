import type { Side } from '../../../record';
import type { Transaction } from '../../types';
import type { Tables } from '../tables';

/** Clocks of two servers are compared by the second. */
const CLOCK_SLACK_S = 2;

/** What goes on in the next generation of a link whose other record is lost. */
const KEPT: Readonly<Record<Side, string>> = {
	local: 'local_key, local_sum, local_edited_at, synced_at, edited_seen',
	remote: 'remote_id, remote_seen, remote_sum, remote_lock, remote_updated_at, remote_facts, remote_edited_at, remote_created_at, provenance',
};

/**
 * Links whose work package is gone and whose number belongs to another one by now: each gives the number up, and its row goes on without a
 * work package in the next generation. Answers the numbers, whose new holders nobody has looked at yet. `goesOnShowing`: that a side went back
 * is not accepted.
 */
export async function releaseGivenAnew(tx: Transaction, tables: Tables, pair: string, goesOnShowing: boolean): Promise<readonly string[]> {
	const rows = await tx.query<{ id: string; remote_id: string; is_row_there: boolean }>({
		text: `select id, remote_id, state <> 'tombstone' and gone_side = 'remote' and local_key is not null as is_row_there from ${tables.link} l where l.pair = $1 and l.went_back #>> '{remote,why}' = 'given_anew' order by l.id`,
		values: [pair],
	});
	await startOver(tx, tables, 'local', rows.filter((row) => row.is_row_there).map((row) => row.id), goesOnShowing);
	await giveUpNumbers(tx, tables, rows.filter((row) => !row.is_row_there).map((row) => row.id));
	return [...new Set(rows.map((row) => row.remote_id))];
}

/**
 * Links one of whose records is missing on a side that went back: the other record goes on alone in the next generation, so that the lost one is
 * made again. Keys and numbers of lost records are free from then on: the side gives them anew.
 */
export async function releaseLost(tx: Transaction, tables: Tables, pair: string, side: Side, goesOnShowing: boolean): Promise<void> {
	const rows = await tx.query<{ id: string }>({
		text: `select id from ${tables.link} where pair = $1 and state = 'live' and gone_side = $2 and local_key is not null and remote_id is not null order by id`,
		values: [pair, side],
	});
	await startOver(tx, tables, side === 'local' ? 'remote' : 'local', rows.map((row) => row.id), goesOnShowing);
}

/** What is not as it was agreed on a side that went back was edited there since, nobody knows on what grounds: such links lose their base as well. */
export async function doubtEdits(tx: Transaction, tables: Tables, pair: string, side: Side): Promise<void> {
	const isMoved = side === 'remote' ? `l.remote_seen is not null and l.remote_seen <> l.base_remote` : `'local' = any(l.pending)`;
	await tx.execute({
		text: `update ${tables.link} l set went_back = coalesce(l.went_back, '{}') || jsonb_build_object('${side}', jsonb_build_object('why', 'edited', 'isEdited', true))
			where l.pair = $1 and l.state = 'live' and l.gone_side is null and l.local_key is not null and l.remote_id is not null and l.base_${side} <> '{}' and ${isMoved} and not coalesce(l.went_back ? '${side}', false)`,
		values: [pair],
	});
}

/** Ends the links and opens a new one for the record that stays; that may go on showing that a side went back until it is settled. */
async function startOver(tx: Transaction, tables: Tables, stays: Side, ids: readonly string[], goesOnShowing: boolean): Promise<void> {
	if (ids.length === 0) return;
	const { link } = tables;
	const shown = !goesOnShowing ? 'null' : `jsonb_build_object('${stays === 'local' ? 'remote' : 'local'}', jsonb_build_object('why', 'lost', 'since', clock_timestamp(), 'isEdited', false))`;
	const columns = KEPT[stays];
	await tx.execute({ text: `create temporary table lost on commit drop as select *, coalesce(remote_seen, base_remote) as shown_remote from ${link} with no data` });
	await tx.execute({ text: `insert into lost select *, coalesce(remote_seen, base_remote) from ${link} where id = any($1::bigint[])`, values: [ids] });
	await giveUpNumbers(tx, tables, ids);
	await tx.execute({
		text: `insert into ${link} (pair, generation, title, pending, pending_since, went_back, ${columns})
			select pair, generation + 1, title, array['new'], clock_timestamp(), ${shown}, ${columns.replace('remote_seen', 'shown_remote')} from lost order by id`,
	});
	await tx.execute({ text: 'drop table lost' });
}

async function giveUpNumbers(tx: Transaction, tables: Tables, ids: readonly string[]): Promise<void> {
	if (ids.length === 0) return;
	await tx.execute({
		text: `update ${tables.link} set state = 'tombstone', gone_side = 'both', pending = null, remote_sum_after_effect = null, local_sum_after_effect = null, went_back = null,
				effect = jsonb_build_object('given_anew', remote_id::text), remote_id = null, updated_at = clock_timestamp() where id = any($1::bigint[])`,
		values: [ids],
	});
	await tx.execute({
		text: `update ${tables.conflict} set status = case when status = 'pending_review' then 'superseded' else status end, applied_at = case when status = 'resolved' then clock_timestamp() end, updated_at = clock_timestamp()
			where link = any($1::bigint[]) and status in ('pending_review', 'resolved') and applied_at is null`,
		values: [ids],
	});
}

/**
 * SQL: the id of a work package that row `t` stores is of one that OpenProject lost when it went back: higher than any it has, or given to one that
 * was made after the row was last synced. `ahead`: milliseconds that OpenProject's clock is ahead of the database's.
 */
export function isLostNumber(tables: Tables, row: { readonly stored: string; readonly synced: string | null; readonly aheadMs: number }): string {
	const isAbove = `${row.stored}::text::bigint > (select coalesce(max(h.remote_id), 0) from ${tables.link} h where h.pair = l.pair and h.state <> 'tombstone' and coalesce(h.gone_side, 'local') = 'local')`;
	if (row.synced === null) return isAbove;
	return `(${isAbove} or exists (select 1 from ${tables.link} h where h.pair = l.pair and h.state <> 'tombstone' and h.remote_id::text = ${row.stored}::text and h.remote_created_at > ${row.synced}::timestamptz + interval '${CLOCK_SLACK_S} seconds' + interval '${Math.round(row.aheadMs)} milliseconds'))`;
}

/** SQL: the id a row stores (`stored`) was given to another work package since; `l` is the row's link. */
export function isGivenAnew(tables: Tables, stored: string): string {
	return `exists (select 1 from ${tables.link} d where d.pair = l.pair and d.local_key = l.local_key and d.state = 'tombstone' and d.effect ->> 'given_anew' = ${stored}::text)`;
}
