import { quoteIdentifier } from '../../quoteIdentifier';
import type { Transaction } from '../../types';
import { filterExpression, keyExpression, qualifiedName } from '../localTable';
import type { LocalTable } from '../localTable';
import { preferHashJoins } from '../preferHashJoins';
import type { Tables } from '../tables';
import { adoptRows, rowTimes } from './rowMarks';
import type { RowTimes } from './rowMarks';

export interface ObservedRows {
	readonly pair: string;
	readonly table: LocalTable;
	readonly types: ReadonlyMap<string, string>;
	/** SQL on `t` for rows that may have been written since the last run; null: any. */
	readonly candidate: string | null;
}

/**
 * Holds the rows' own times of edit and sync against what their links remember. A sync time that fell, or an edit time that is an
 * earlier one again, is how a restored table shows; a sync that these tables do not know of is how they show that they were restored
 * themselves. What is as it should be again is taken back.
 */
export async function markLocal(tx: Transaction, tables: Tables, { pair, table, types, candidate }: ObservedRows): Promise<void> {
	await adoptRows(tx, tables, pair, table, types);
	const times = rowTimes(table, types);
	if (times.synced === null && times.edited === null) return;
	// A row that left the filter may be another pair's meanwhile, which writes the same columns.
	await tx.execute({ text: `update ${tables.link} set synced_at = null, edited_seen = null where pair = $1 and state = 'out_of_scope' and out_side in ('local', 'both') and (synced_at is not null or edited_seen is not null)`, values: [pair] });
	const filter = filterExpression(table, 't', 2);
	const kept = `l.went_back #>> '{local,why}' = 'returned' or l.went_back #>> '{books,why}' = 'unknown_sync'`;
	await preferHashJoins(tx);
	await tx.execute({
		text: `update ${tables.link} l set went_back = nullif(case when ${kept} then l.went_back else coalesce(l.went_back, '{}') - 'local' - 'books' end || c.shown, '{}')
			from (select f.id, case when f.why is null then '{}'::jsonb when f.why = 'sync_rose' then jsonb_build_object('books', jsonb_build_object('why', f.why, 'since', f.synced))
					else jsonb_build_object('local', jsonb_build_object('why', f.why, 'since', coalesce(f.known_sync, f.known_edit), 'isEdited', f.is_edited)) end as shown
				from (select l.id, ${whySql(table, times)} as why, ${times.synced ?? 'null'}::text as synced, l.synced_at as known_sync, l.edited_seen[1]::text as known_edit, ${times.edited ?? 'null::timestamptz'} > l.edited_seen[1] as is_edited
					from ${tables.link} l join ${qualifiedName(table)} t on ${keyExpression(table, 't')} = l.local_key
					where l.pair = $1 and l.state in ('live', 'vanished', 'held') and ${filter.text} and (l.went_back ?| array['local', 'books'] or ${candidate ?? 'true'})) f) c
			where l.id = c.id and (c.shown <> '{}' or l.went_back ?| array['local', 'books'])`,
		values: [pair, ...filter.values],
	});
	await tx.execute({ text: 'set local enable_nestloop = on' });
}

/**
 * A row without its sync time shows nothing by itself, since people empty such columns to have rows synced again: it has to be older as well.
 * Where sync times are kept they decide; edit times are set by clocks and by hand.
 */
function whySql(table: LocalTable, { synced, knownSynced, edited }: RowTimes): string {
	const isOlder = edited === null ? (table.writeBack.remoteId === undefined ? 'false' : `t.${quoteIdentifier(table.writeBack.remoteId)} is null`) : `${edited} < l.edited_seen[1]`;
	const isUnlinked = table.writeBack.remoteId === undefined ? 'true' : `t.${quoteIdentifier(table.writeBack.remoteId)} is null`;
	const bySync = synced === null ? '' : `when l.synced_at is not null and ${synced} < ${knownSynced} then 'sync_fell'
		when l.synced_at is not null and ${synced} is null and ${isOlder} then 'sync_fell'
		when l.synced_at is not null and ${synced} is null and ${isUnlinked} then 'other_row'
		when l.synced_at is not null and ${synced} > ${knownSynced} then 'sync_rose'`;
	const byEdit = edited === null ? '' : `when l.synced_at is null and ${edited} < l.edited_seen[1] then case when ${edited} = any(l.edited_seen) then 'edit_returned' else 'edit_fell' end`;
	return `case ${bySync} ${byEdit} end`;
}

/**
 * Rows of which the table had lost its own deletion, and rows synced later than these tables know of any sync. Both have just been given links.
 */
export async function markNewRows(tx: Transaction, tables: Tables, { pair, table, types }: Omit<ObservedRows, 'candidate'>): Promise<void> {
	const times = rowTimes(table, types);
	const { link } = tables;
	if (times.synced === null && times.edited === null) return;
	const asBefore = [times.synced === null ? null : `${times.synced} <= ${times.knownSynced.replace('l.', 'd.')}`, times.edited === null ? null : `${times.edited} <= d.edited_seen[1]`].filter((part) => part !== null);
	await tx.execute({
		text: `update ${link} l set went_back = coalesce(l.went_back, '{}') || jsonb_build_object('local', jsonb_build_object('why', 'returned', 'since', d.gone_first_seen, 'isEdited', false))
			from ${qualifiedName(table)} t, ${link} d
			where l.pair = $1 and l.state = 'live' and l.generation > 1 and 'new' = any(l.pending) and not coalesce(l.went_back ? 'local', false) and ${keyExpression(table, 't')} = l.local_key
				and d.pair = $1 and d.local_key = l.local_key and d.state = 'tombstone' and d.generation = l.generation - 1 and d.gone_side in ('local', 'both') and not coalesce(d.effect ? 'given_anew', false) and ${asBefore.join(' and ')}`,
		values: [pair],
	});
	if (times.synced === null) return;
	const type = types.get(table.writeBack.lastSync ?? '') ?? 'text';
	await tx.execute({
		text: `update ${link} l set went_back = coalesce(l.went_back, '{}') || jsonb_build_object('books', jsonb_build_object('why', 'unknown_sync', 'since', ${times.synced}::text))
			from ${qualifiedName(table)} t, ${tables.pair} p
			where l.pair = $1 and p.id = $1 and p.synced_high is not null and l.state = 'live' and l.remote_id is null and l.generation = 1 and l.pending = array['new'] and l.went_back is null
				and ${keyExpression(table, 't')} = l.local_key and ${times.synced} > p.synced_high::${type}`,
		values: [pair],
	});
}
