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
