import { quoteIdentifier } from '../../quoteIdentifier';
import type { Transaction } from '../../types';
import { editTimeExpression, keyExpression, keyJoin, qualifiedName } from '../localTable';
import type { LocalTable } from '../localTable';
import type { Tables } from '../tables';

/** Edit times that a link remembers of its row, the newest first. */
const MOST_SEEN = 12;

/** Types whose values tell which of two times is the later one. */
const SORTED = /^(timestamp|date$|text$|character varying|bigint$|integer$|numeric|double precision$)/;

/** The row's own times, as SQL: of its last sync and its last edit. Null where the pair names no such column. */
export interface RowTimes {
	readonly synced: string | null;
	/** A time that `synced` is compared with, in the column's own type. */
	readonly knownSynced: string;
	readonly edited: string | null;
}

/** How rows and links compare their times; `types`: of the table's columns. */
export function rowTimes(table: LocalTable, types: ReadonlyMap<string, string>): RowTimes {
	const lastSync = SORTED.test(types.get(table.writeBack.lastSync ?? '') ?? '') ? table.writeBack.lastSync : undefined;
	return {
		synced: lastSync === undefined ? null : `t.${quoteIdentifier(lastSync)}`,
		knownSynced: lastSync === undefined ? 'l.synced_at' : `l.synced_at::${types.get(lastSync) ?? 'text'}`,
		edited: editTimeExpression({ editedAt: table.editedAt, editedAtZone: null }, 't'),
	};
}

/** What links remember is about these columns; where they change, it is forgotten and taken anew. */
function nameOf(table: LocalTable, types: ReadonlyMap<string, string>): string {
	const { lastSync } = table.writeBack;
	return JSON.stringify([lastSync ?? null, lastSync === undefined ? null : (types.get(lastSync) ?? null), table.editedAt]);
}

const marksOf = (times: RowTimes): string => [
	times.synced === null ? '' : `synced_at = ${times.synced}::text,`,
	times.edited === null ? '' : `edited_seen = case when ${times.edited} is null or ${times.edited} = l.edited_seen[1] then l.edited_seen else (array_prepend(${times.edited}, array_remove(l.edited_seen, ${times.edited})))[1:${MOST_SEEN}] end,`,
].join(' ');

/**
 * Remembers the times of the rows of these links as they stand now, in the transaction that wrote them: triggers have had their say.
 */
export async function rememberRows(tx: Transaction, tables: Tables, pair: string, table: LocalTable, types: ReadonlyMap<string, string>, links: readonly string[]): Promise<void> {
	const times = rowTimes(table, types);
	if ((times.synced === null && times.edited === null) || links.length === 0) return;
	const moved = [times.synced === null ? null : `l.synced_at is distinct from ${times.synced}::text`, times.edited === null ? null : `l.edited_seen[1] is distinct from ${times.edited}`].filter((part) => part !== null);
	const rows = await tx.query<{ synced_at: string | null }>({
		text: `update ${tables.link} l set ${marksOf(times)} updated_at = clock_timestamp() from ${qualifiedName(table)} t
			where l.id = any($1::bigint[]) and l.local_key is not null and ${keyJoin(table, 't', 'l.local_key::jsonb')} and (${moved.join(' or ')}) returning l.synced_at`,
		values: [links],
	});
	if (times.synced === null || rows.length === 0) return;
	const type = types.get(table.writeBack.lastSync ?? '') ?? 'text';
	await tx.execute({
		text: `update ${tables.pair} p set synced_high = greatest(p.synced_high::${type}, (select max(v::${type}) from unnest($2::text[]) v))::text where p.id = $1`,
		values: [pair, rows.map((row) => row.synced_at)],
	});
}

/** Where these links have never been looked at with these columns, what the rows hold now is what counts. */
export async function adoptRows(tx: Transaction, tables: Tables, pair: string, table: LocalTable, types: ReadonlyMap<string, string>): Promise<void> {
	const marks = nameOf(table, types);
	const [known] = await tx.query<{ is_same: boolean }>({ text: `select coalesce(marks_of = $2, false) as is_same from ${tables.pair} where id = $1`, values: [pair, marks] });
	if (known?.is_same === true) return;
	const times = rowTimes(table, types);
	await tx.execute({ text: `update ${tables.link} l set synced_at = null, edited_seen = null, went_back = nullif(l.went_back - 'local' - 'books', '{}') where pair = $1`, values: [pair] });
	if (times.synced !== null || times.edited !== null) {
		await tx.execute({
			text: `update ${tables.link} l set ${marksOf(times)} updated_at = l.updated_at from ${qualifiedName(table)} t where l.pair = $1 and l.state <> 'tombstone' and l.local_key = ${keyExpression(table, 't')}`,
			values: [pair],
		});
	}
	await tx.execute({ text: `update ${tables.pair} set marks_of = $2, synced_high = null where id = $1`, values: [pair, marks] });
}
