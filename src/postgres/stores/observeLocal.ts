import { quoteIdentifier } from '../quoteIdentifier';
import { onTable } from '../tablePath';
import type { Transaction } from '../types';
import { editTimeExpression, filterExpression, hasKey, keyExpression, qualifiedName, sumExpression } from './localTable';
import type { LocalTable } from './localTable';
import { preferHashJoins } from './preferHashJoins';
import { rekeyLinks } from './rekeyLinks';
import type { Rekeyed } from './rekeyLinks';
import { filterCandidates, forgetSnapshot } from './rowCandidates';
import { addPending } from './tables';
import type { Tables } from './tables';
import { markLocal, markNewRows } from './wentBack/markLocal';
import { noteReplaced } from './wentBack/booksReplaced';

export interface LocalObservation {
	/** Rows of the table inside the filter. */
	readonly rows: number;
	readonly changed: number;
	readonly created: number;
	readonly missing: number;
	/** Rows inside the filter that have NULL in a key column; not among `rows`. */
	readonly keyless: number;
	readonly rekeyed: Rekeyed;
	/** Records that left the row filter. */
	readonly left: number;
	/** Rows edited since their work packages were deleted, where deletions win: nothing follows from it. The first few by key, and how many. */
	readonly editedAfterDelete: EditedAfterDelete;
}

/** Records of a side that were edited after the other side's were deleted, and stay as they are since deletions win. */
export interface EditedAfterDelete {
	readonly count: number;
	readonly named: readonly string[];
}

/** Records named of those edited after their deletion; the others are counted. */
export const MOST_EDITED_NAMED = 5;

export interface LocalObservationOptions {
	readonly isRowSecurityActive: boolean;
	readonly versusUpdate: string;
	/** Whether only recently written rows need hashing: a big table, the same columns as last time. */
	readonly mayNarrow: boolean;
	/** Types of the table's columns, as PostgreSQL prints them. */
	readonly types: ReadonlyMap<string, string>;
}

/**
 * Compares the whole local table with what was last evaluated, in SQL, and records what moved: new rows get a
 * link at once, changed ones become pending, rows that are gone are marked (never while row-level security hides
 * rows from us). Nothing here means anything yet; it is planned afterwards.
 */
export async function observeLocal(tx: Transaction, tables: Tables, pair: string, table: LocalTable, options: LocalObservationOptions): Promise<LocalObservation> {
	// Asked before and after the rows are read, in the transaction that reads them: it may have been switched on since the run began.
	const hidBefore = options.isRowSecurityActive || (await isRowSecurityActive(tx, table));
	const candidates = await filterCandidates(tx, tables, pair, { narrow: options.mayNarrow, hidesRows: hidBefore });
	if (candidates.isReplaced) await noteReplaced(tx, tables, pair);
	await markLocal(tx, tables, { pair, table, types: options.types, candidate: candidates.condition });
	await compare(tx, tables, pair, table, candidates.condition);
	const hidesRows = hidBefore || (await isRowSecurityActive(tx, table));
	if (hidesRows && !hidBefore) await forgetSnapshot(tx, tables, pair);
	const rekeyed = await rekeyLinks(tx, tables, pair, table, { hidesRows });
	const changed = await markChanged(tx, tables);
	const left = await markScope(tx, tables);
	const missing = hidesRows ? 0 : await markMissing(tx, tables);
	await markReturned(tx, tables);
	const editedAfterDelete = await reviveTombstones(tx, tables, pair, options.versusUpdate);
	const created = await linkNewRows(tx, tables, pair);
	await markNewRows(tx, tables, { pair, table, types: options.types });
	await tx.execute({ text: 'drop table observed' });
	const filter = filterExpression(table, 't', 1);
	const [count] = await onTable(tx, table).query<{ rows: string; keyless: string }>({
		text: `select count(*) filter (where ${hasKey(table, 't')}) as rows, count(*) filter (where not ${hasKey(table, 't')}) as keyless from ${qualifiedName(table)} t where ${filter.text}`,
		values: filter.values,
	});
	return { rows: Number(count?.rows ?? 0), keyless: Number(count?.keyless ?? 0), changed, created, missing, rekeyed, left, editedAfterDelete };
}

async function isRowSecurityActive(tx: Transaction, table: LocalTable): Promise<boolean> {
	const [row] = await tx.query<{ is_active: boolean }>({ text: `select row_security_active('${qualifiedName(table).replaceAll("'", "''")}') as is_active` });
	return row?.is_active ?? true;
}

/**
 * One pass over the table and the links, joined by key: only what differs is kept, in a temporary table. `link` is null
 * for a row without a living link, `is_there` false for a link whose row is gone (not one made for a row without key, by an
 * earlier version: nothing is known of its row). The checksum of a row that cannot have
 * changed is left out (null): it is neither news nor missing.
 */
async function compare(tx: Transaction, tables: Tables, pair: string, table: LocalTable, candidate: string | null): Promise<void> {
	const sum = candidate === null ? sumExpression(table, 't') : `case when ${candidate} then ${sumExpression(table, 't')} end`;
	const filter = filterExpression(table, 't', 2);
	const stored = table.writeBack.remoteId === undefined ? 'null::text' : `t.${quoteIdentifier(table.writeBack.remoteId)}::text`;
	const editedAt = editTimeExpression(table, 't') ?? 'null::timestamptz';
	// CREATE TABLE AS takes no bound values, hence two statements.
	await tx.execute({ text: 'create temporary table observed (link bigint, local_key text not null, is_there boolean not null, sum bytea, inside boolean, edited_at timestamptz, stored text) on commit drop' });
	await preferHashJoins(tx);
	await onTable(tx, table).execute({
		text: `insert into observed select l.id, coalesce(o.key, l.local_key), o.key is not null, o.sum, o.inside, o.edited_at, o.stored
			from (select ${keyExpression(table, 't')} as key, ${sum} as sum, ${filter.text} as inside, ${editedAt} as edited_at, ${stored} as stored from ${qualifiedName(table)} t where ${hasKey(table, 't')}) o
			full join (select id, local_key, local_sum, state, out_side, gone_side, remote_id from ${tables.link} where pair = $1 and state <> 'tombstone' and local_key is not null) l on l.local_key = o.key
			where (l.id is null and o.inside) or (o.key is null and not l.local_key::jsonb @> '[null]') or (o.stored <> l.remote_id::text) or (o.key is not null and l.gone_side in ('local', 'both'))
				or (o.sum is not null and l.id is not null and l.local_sum is distinct from o.sum)
				or (not o.inside and l.state in ('live', 'out_of_scope') and coalesce(l.out_side, 'remote') = 'remote')
				or (o.inside and l.state = 'out_of_scope' and l.out_side in ('local', 'both'))`,
		values: [pair, ...filter.values],
	});
	await tx.execute({ text: 'set local enable_nestloop = on' });
	await tx.execute({ text: 'analyze observed' });
}

function markChanged(tx: Transaction, tables: Tables): Promise<number> {
	return tx.execute({
		text: `update ${tables.link} l set
				local_sum = o.sum,
				local_edited_at = coalesce(o.edited_at, clock_timestamp()),
				pending = ${addPending('l', 'local')},
				pending_since = coalesce(l.pending_since, clock_timestamp()),
				next_attempt_at = null,
				updated_at = clock_timestamp()
			from observed o
			where l.id = o.link and o.sum is not null and l.local_sum is distinct from o.sum`,
	});
}

/** Rows that left the filter are set aside with their base; rows that came back into it go on where they were. */
async function markScope(tx: Transaction, tables: Tables): Promise<number> {
	const left = await tx.execute({
		text: `update ${tables.link} l set state = 'out_of_scope', out_side = case when l.out_side in ('remote', 'both') then 'both' else 'local' end, updated_at = clock_timestamp()
			from observed o
			where l.id = o.link and o.is_there and not o.inside and l.state in ('live', 'out_of_scope') and coalesce(l.out_side, 'remote') = 'remote'`,
	});
	await tx.execute({
		text: `update ${tables.link} l set
				out_side = case when l.out_side = 'both' then 'remote' end,
				state = case when l.out_side = 'both' then l.state else 'live' end,
				pending = ${addPending('l', 're_entered')}, pending_since = coalesce(l.pending_since, clock_timestamp()), updated_at = clock_timestamp()
			from observed o
			where l.id = o.link and o.inside and l.state = 'out_of_scope' and l.out_side in ('local', 'both')`,
	});
	return left;
}

function markMissing(tx: Transaction, tables: Tables): Promise<number> {
	return tx.execute({
		text: `update ${tables.link} l set
				gone_side = case when l.gone_side = 'remote' then 'both' else 'local' end,
				gone_first_seen = clock_timestamp(),
				state = case when l.state = 'out_of_scope' and l.out_side = 'local' then 'live' else l.state end,
				pending = ${addPending('l', 'gone_local')}, pending_since = coalesce(l.pending_since, clock_timestamp()), next_attempt_at = null,
				updated_at = clock_timestamp()
			from observed o
			where l.id = o.link and not o.is_there and (l.gone_side is null or l.gone_side = 'remote')`,
	});
}

/** A row that was seen missing and is there again before anything was done about it. */
async function markReturned(tx: Transaction, tables: Tables): Promise<void> {
	await tx.execute({
		text: `update ${tables.link} l set
				gone_side = case when l.gone_side = 'both' then 'remote' end,
				gone_first_seen = case when l.gone_side = 'both' then l.gone_first_seen end,
				pending = ${addPending('l', 'local')}, pending_since = coalesce(l.pending_since, clock_timestamp()), updated_at = clock_timestamp()
			from observed o
			where l.id = o.link and o.is_there and l.gone_side in ('local', 'both')`,
	});
}

/**
 * A row whose partner was deleted is left alone until it is edited; a key that comes back after its deletion takes
 * up its old partner. Both open a new generation; the tombstone stays.
 */
async function reviveTombstones(tx: Transaction, tables: Tables, pair: string, versusUpdate: string): Promise<EditedAfterDelete> {
	const newest = `select distinct on (local_key) * from ${tables.link} where pair = $1 and state = 'tombstone' and local_key in (select local_key from observed where link is null) order by local_key, generation desc, id desc`;
	const isUnlinked = `not exists (select 1 from ${tables.link} x where x.pair = $1 and x.local_key = d.local_key and x.state <> 'tombstone')`;
	const edited = `from (${newest}) d join observed o on o.local_key = d.local_key and o.link is null
				where o.inside and d.gone_side = 'remote' and o.sum is not null and d.local_sum_after_effect is distinct from o.sum and ${isUnlinked}`;
	let ignored: EditedAfterDelete = { count: 0, named: [] };
	if (versusUpdate === 'delete_wins') {
		const rows = await tx.query<{ key: string; total: string }>({ text: `select d.local_key as key, count(*) over () as total ${edited} order by 1 limit ${MOST_EDITED_NAMED}`, values: [pair] });
		ignored = { count: Number(rows[0]?.total ?? 0), named: rows.map(({ key }) => key) };
	} else {
		await tx.execute({
			text: `insert into ${tables.link} (pair, generation, local_key, local_sum, local_edited_at, pending, pending_since)
				select $1, d.generation + 1, d.local_key, o.sum, coalesce(o.edited_at, clock_timestamp()), array['edited_after_delete'], clock_timestamp()
				${edited}`,
			values: [pair],
		});
	}
	await tx.execute({
		text: `insert into ${tables.link} (pair, generation, local_key, local_sum, local_edited_at, remote_id, base_remote, remote_seen, remote_sum, remote_lock, remote_updated_at, remote_facts, remote_created_at, provenance, pending, pending_since)
			select $1, d.generation + 1, d.local_key, o.sum, coalesce(o.edited_at, clock_timestamp()),
				case when p.is_free then d.remote_id end, case when p.is_free then d.base_remote else '{}'::jsonb end, case when p.is_free then d.remote_seen end,
				case when p.is_free then d.remote_sum end, case when p.is_free then d.remote_lock end, case when p.is_free then d.remote_updated_at end, case when p.is_free then d.remote_facts end, case when p.is_free then d.remote_created_at end, d.provenance,
				array['new'], clock_timestamp()
			from (${newest}) d join observed o on o.local_key = d.local_key and o.link is null
			cross join lateral (select d.remote_id is not null and d.remote_sum_after_effect is not null
				and not exists (select 1 from ${tables.link} y where y.pair = $1 and y.remote_id = d.remote_id and y.state <> 'tombstone') as is_free) p
			where o.inside and d.gone_side in ('local', 'both') and ${isUnlinked}`,
		values: [pair],
	});
	return ignored;
}

function linkNewRows(tx: Transaction, tables: Tables, pair: string): Promise<number> {
	return tx.execute({
		text: `insert into ${tables.link} (pair, local_key, local_sum, local_edited_at, pending, pending_since)
			select $1, o.local_key, o.sum, coalesce(o.edited_at, clock_timestamp()), array['new'], clock_timestamp()
			from observed o
			where o.link is null and o.inside and not exists (select 1 from ${tables.link} l where l.pair = $1 and l.local_key = o.local_key)`,
		values: [pair],
	});
}
