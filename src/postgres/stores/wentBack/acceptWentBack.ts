import type { Transaction } from '../../types';
import { keyExpression, qualifiedName } from '../localTable';
import type { LocalTable } from '../localTable';
import type { Tables } from '../tables';
import { rowTimes } from './rowMarks';

interface Accepted {
	readonly pair: string;
	readonly table: LocalTable;
	readonly types: ReadonlyMap<string, string>;
	/** Only links that need nothing any more; the others go on showing it. */
	readonly onlySettled: boolean;
}

/** From here on what rows and work packages say now is what counts: nothing shows any more that a side went back. */
export async function acceptWentBack(tx: Transaction, tables: Tables, { pair, table, types, onlySettled }: Accepted): Promise<void> {
	const times = rowTimes(table, types);
	const isMeant = `l.pair = $1 and l.went_back is not null and l.went_back #>> '{remote,why}' is distinct from 'given_anew' ${onlySettled ? `and (l.pending is null or l.state = 'tombstone')` : ''}`;
	const marks = [times.synced === null ? '' : `synced_at = ${times.synced}::text,`, times.edited === null ? '' : `edited_seen = case when ${times.edited} is null then null else array[${times.edited}] end,`].join(' ');
	if (marks.trim() !== '') {
		await tx.execute({ text: `update ${tables.link} l set ${marks} updated_at = clock_timestamp() from ${qualifiedName(table)} t where ${isMeant} and l.state <> 'tombstone' and l.local_key = ${keyExpression(table, 't')}`, values: [pair] });
	}
	await tx.execute({ text: `update ${tables.link} l set went_back = null, updated_at = clock_timestamp() where ${isMeant}`, values: [pair] });
	if (!onlySettled) await tx.execute({ text: `update ${tables.pair} set books_replaced = null, synced_high = null where id = $1 and books_replaced is not null`, values: [pair] });
}

/**
 * Links whose work package is gone and whose number belongs to another one by now: each gives the number up, and its row goes on without a
 * work package in the next generation. Answers the numbers, whose new holders nobody has looked at yet.
 */
export async function releaseGivenAnew(tx: Transaction, tables: Tables, pair: string): Promise<readonly string[]> {
	const { link } = tables;
	const rows = await tx.query<{ id: string; remote_id: string; is_row_there: boolean }>({
		text: `select id, remote_id, state <> 'tombstone' and gone_side = 'remote' and local_key is not null as is_row_there from ${link} l where l.pair = $1 and l.went_back #>> '{remote,why}' = 'given_anew' order by l.id`,
		values: [pair],
	});
	if (rows.length === 0) return [];
	const ids = rows.map((row) => row.id);
	await tx.execute({
		text: `update ${link} set state = 'tombstone', gone_side = 'both', pending = null, remote_sum_after_effect = null, local_sum_after_effect = null, went_back = null,
				effect = jsonb_build_object('given_anew', remote_id::text), remote_id = null, updated_at = clock_timestamp() where id = any($1::bigint[])`,
		values: [ids],
	});
	await tx.execute({
		text: `insert into ${link} (pair, generation, local_key, local_sum, local_edited_at, synced_at, edited_seen, title, pending, pending_since)
			select l.pair, l.generation + 1, l.local_key, l.local_sum, l.local_edited_at, l.synced_at, l.edited_seen, l.title, array['new'], clock_timestamp() from ${link} l where l.id = any($1::bigint[])`,
		values: [rows.filter((row) => row.is_row_there).map((row) => row.id)],
	});
	await tx.execute({ text: `update ${tables.conflict} set status = 'superseded', updated_at = clock_timestamp() where link = any($1::bigint[]) and status = 'pending_review'`, values: [ids] });
	return [...new Set(rows.map((row) => row.remote_id))];
}

/** SQL: the id a row stores (`stored`) was given to another work package since; `l` is the row's link. */
export function isGivenAnew(tables: Tables, stored: string): string {
	return `exists (select 1 from ${tables.link} d where d.pair = l.pair and d.local_key = l.local_key and d.state = 'tombstone' and d.effect ->> 'given_anew' = ${stored}::text)`;
}
