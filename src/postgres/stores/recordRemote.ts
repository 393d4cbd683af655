import type { JsonObject } from '../../record';
import { createCopyEncoder } from '../copyText';
import { storableLock } from './storableLock';
import type { Transaction } from '../types';
import { MOST_EDITED_NAMED } from './observeLocal';
import type { EditedAfterDelete } from './observeLocal';
import { addPending } from './tables';
import type { Tables } from './tables';
import { markOwnUnknown, markRemote, rememberCreation } from './wentBack/markRemote';

/** A remote observation on its way into `link`. */
export interface RemoteObservation {
	readonly id: string;
	readonly record: JsonObject;
	readonly sum: Buffer;
	readonly lockVersion: number;
	readonly updatedAt: string;
	readonly provenance: string | null;
	readonly title: string | null;
	readonly inScope: boolean;
	/** What it says of itself beside its values. */
	readonly facts: JsonObject;
	/** ISO 8601. */
	readonly createdAt: string;
	/** Id of the user who made it; null where it is not told. */
	readonly author: string | null;
}

const stagedColumns = [
	{ name: 'remote_id', type: 'bigint' },
	{ name: 'record', type: 'jsonb' },
	{ name: 'sum', type: 'bytea' },
	{ name: 'lock', type: 'integer' },
	{ name: 'updated_at', type: 'text' },
	{ name: 'provenance', type: 'text' },
	{ name: 'title', type: 'text' },
	{ name: 'in_scope', type: 'boolean' },
	{ name: 'facts', type: 'jsonb' },
	{ name: 'created_at', type: 'timestamptz' },
	{ name: 'author', type: 'text' },
] as const;

/** What recording one chunk came to. */
export interface RemoteRecording {
	readonly changed: number;
	readonly created: number;
	/** Work packages that left project or type. */
	readonly left: number;
	/** Work packages edited since their rows were deleted, where deletions win, by id. */
	readonly editedAfterDelete: EditedAfterDelete;
}

/**
 * Records one chunk of remote observations: staged by COPY, compared with what was last evaluated in SQL.
 * `trustSeen` false (reconciliation) takes every record as news. The same record twice: the later one counts.
 */
export async function recordRemote(
	tx: Transaction,
	tables: Tables,
	pair: string,
	observations: readonly RemoteObservation[],
	options: { readonly trustSeen: boolean; readonly versusUpdate: string; /** Id of the API user. */ readonly user: string },
): Promise<RemoteRecording> {
	await stage(tx, observations);
	await markRemote(tx, tables, pair);
	await tx.execute({
		text: `update ${tables.link} l set remote_lock = s.lock, remote_updated_at = s.updated_at, provenance = s.provenance, remote_facts = s.facts
			from staged s where l.pair = $1 and l.remote_id = s.remote_id and l.state <> 'tombstone' and l.remote_sum = s.sum
				and (l.remote_lock is distinct from s.lock or l.remote_updated_at is distinct from s.updated_at or l.provenance is distinct from s.provenance or l.remote_facts is distinct from s.facts)`,
		values: [pair],
	});
	const changed = await markChanged(tx, tables, pair, options.trustSeen);
	await markReturned(tx, tables, pair);
	const left = await markScope(tx, tables, pair);
	await reviveSetBack(tx, tables, pair);
	const editedAfterDelete = await reviveTombstones(tx, tables, pair, options.versusUpdate);
	await reviveReturned(tx, tables, pair);
	const created = await linkNewRecords(tx, tables, pair);
	if (created > 0) await markOwnUnknown(tx, tables, pair, options.user);
	await rememberCreation(tx, tables, pair);
	await tx.execute({ text: 'drop table staged' });
	return { changed, created, left, editedAfterDelete };
}

async function stage(tx: Transaction, observations: readonly RemoteObservation[]): Promise<void> {
	const latest = new Map(observations.map((observation) => [observation.id, observation]));
	await tx.execute({
		text: `create temporary table staged (${stagedColumns.map(({ name, type }) => `${name} ${type}`).join(', ')}, primary key (remote_id)) on commit drop`,
	});
	const encode = createCopyEncoder(stagedColumns);
	function* lines(): Generator<string> {
		for (const one of latest.values()) {
			yield encode([one.id, one.record, one.sum, storableLock(one.lockVersion), one.updatedAt, one.provenance, one.title, one.inScope, one.facts, one.createdAt, one.author]);
		}
	}
	await tx.copyIn(`copy staged (${stagedColumns.map(({ name }) => name).join(', ')}) from stdin`, lines());
	await tx.execute({ text: 'analyze staged' });
}

function markChanged(tx: Transaction, tables: Tables, pair: string, trustSeen: boolean): Promise<number> {
	return tx.execute({
		text: `update ${tables.link} l set
				remote_seen = s.record, remote_lock = s.lock, remote_updated_at = s.updated_at, provenance = s.provenance, remote_facts = s.facts,
				remote_edited_at = case when l.remote_sum is distinct from s.sum then s.updated_at::timestamptz else l.remote_edited_at end,
				remote_sum = s.sum,
				title = coalesce(s.title, l.title),
				pending = ${addPending('l', 'remote')}, pending_since = coalesce(l.pending_since, clock_timestamp()), next_attempt_at = null,
				updated_at = clock_timestamp()
			from staged s
			where l.pair = $1 and l.remote_id = s.remote_id and l.state <> 'tombstone' ${trustSeen ? 'and l.remote_sum is distinct from s.sum' : ''}`,
		values: [pair],
	});
}

/** What came back is noted as it is now: where base was parked meanwhile, nothing else tells what it holds. */
async function markReturned(tx: Transaction, tables: Tables, pair: string): Promise<void> {
	await tx.execute({
		text: `update ${tables.link} l set
				gone_side = case when l.gone_side = 'both' then 'local' end, gone_sightings = 0, gone_first_seen = case when l.gone_side = 'both' then l.gone_first_seen end,
				state = case when l.state = 'vanished' then 'live' else l.state end,
				remote_seen = s.record, remote_sum = s.sum, remote_lock = s.lock, remote_updated_at = s.updated_at, remote_facts = s.facts,
				pending = ${addPending('l', 'reappeared')}, pending_since = coalesce(l.pending_since, clock_timestamp()), updated_at = clock_timestamp()
			from staged s
			where l.pair = $1 and l.remote_id = s.remote_id and l.state <> 'tombstone' and l.gone_side in ('remote', 'both')`,
		values: [pair],
	});
}

/** Work packages that moved to another project or type are set aside with their base; those that come back go on. */
async function markScope(tx: Transaction, tables: Tables, pair: string): Promise<number> {
	const left = await tx.execute({
		text: `update ${tables.link} l set state = 'out_of_scope', out_side = case when l.out_side in ('local', 'both') then 'both' else 'remote' end, updated_at = clock_timestamp()
			from staged s
			where l.pair = $1 and l.remote_id = s.remote_id and not s.in_scope and l.state in ('live', 'out_of_scope') and coalesce(l.out_side, 'local') = 'local'`,
		values: [pair],
	});
	await tx.execute({
		text: `update ${tables.link} l set
				out_side = case when l.out_side = 'both' then 'local' end,
				state = case when l.out_side = 'both' then l.state else 'live' end,
				remote_seen = s.record, remote_sum = s.sum, remote_lock = s.lock, remote_updated_at = s.updated_at, remote_facts = s.facts,
				pending = ${addPending('l', 're_entered')}, pending_since = coalesce(l.pending_since, clock_timestamp()), updated_at = clock_timestamp()
			from staged s
			where l.pair = $1 and l.remote_id = s.remote_id and s.in_scope and l.state = 'out_of_scope' and l.out_side in ('remote', 'both')`,
		values: [pair],
	});
	return left;
}

/**
 * The work package of a deleted row is as it was before: OpenProject went back to an older state. That is no edit since; the link
 * takes its deletion up again.
 */
async function reviveSetBack(tx: Transaction, tables: Tables, pair: string): Promise<void> {
	await tx.execute({
		text: `update ${tables.link} l set state = 'live', remote_seen = s.record, remote_sum = s.sum, remote_lock = s.lock, remote_updated_at = s.updated_at, remote_facts = s.facts,
				provenance = s.provenance, pending = array['reappeared'], pending_since = clock_timestamp(), updated_at = clock_timestamp()
			from staged s
			where l.pair = $1 and l.remote_id = s.remote_id and s.in_scope and l.state = 'tombstone' and l.went_back ? 'remote' and l.gone_side = 'local' and l.local_key is not null and l.remote_sum_after_effect is not null
				and not exists (select 1 from ${tables.link} x where x.pair = $1 and x.id <> l.id and (x.remote_id = l.remote_id or x.local_key = l.local_key) and (x.state <> 'tombstone' or x.generation > l.generation))`,
		values: [pair],
	});
}

/** The living partner of a deleted row is ignored until it is edited; then it comes back in a new generation. */
async function reviveTombstones(tx: Transaction, tables: Tables, pair: string, versusUpdate: string): Promise<EditedAfterDelete> {
	const newest = `select distinct on (remote_id) * from ${tables.link} where pair = $1 and state = 'tombstone' and remote_id is not null order by remote_id, generation desc, id desc`;
	const isEdited = `s.in_scope and d.remote_sum_after_effect is not null and d.remote_sum_after_effect is distinct from s.sum
		and not exists (select 1 from ${tables.link} x where x.pair = $1 and x.remote_id = d.remote_id and x.state <> 'tombstone')`;
	if (versusUpdate === 'delete_wins') {
		const rows = await tx.query<{ id: string; total: string }>({ text: `select s.remote_id::text as id, count(*) over () as total from (${newest}) d join staged s on s.remote_id = d.remote_id where ${isEdited} order by s.remote_id limit ${MOST_EDITED_NAMED}`, values: [pair] });
		return { count: Number(rows[0]?.total ?? 0), named: rows.map(({ id }) => id) };
	}
	await tx.execute({
		text: `insert into ${tables.link} (pair, generation, remote_id, remote_seen, remote_sum, remote_lock, remote_updated_at, remote_facts, remote_edited_at, provenance, title, pending, pending_since)
			select $1, d.generation + 1, s.remote_id, s.record, s.sum, s.lock, s.updated_at, s.facts, s.updated_at::timestamptz, s.provenance, s.title, array['edited_after_delete'], clock_timestamp()
			from (${newest}) d join staged s on s.remote_id = d.remote_id
			where ${isEdited}`,
		values: [pair],
	});
	return { count: 0, named: [] };
}

/**
 * A work package that was taken for deleted and is there again was only out of sight. Where a person deleted its row
 * meanwhile, that deletion is now carried; where its row was deleted for it, or has another work package by now, it is
 * a record of its own.
 */
async function reviveReturned(tx: Transaction, tables: Tables, pair: string): Promise<void> {
	const newest = `select distinct on (remote_id) * from ${tables.link} where pair = $1 and state = 'tombstone' and remote_id in (select remote_id from staged) order by remote_id, generation desc, id desc`;
	const isReturned = `s.in_scope and d.gone_side in ('remote', 'both') and not exists (select 1 from ${tables.link} x where x.pair = $1 and x.remote_id = d.remote_id and x.state <> 'tombstone')`;
	await tx.execute({
		text: `update ${tables.link} l set state = 'live', gone_side = 'local', gone_sightings = 0, remote_seen = s.record, remote_sum = s.sum, remote_lock = s.lock, remote_updated_at = s.updated_at, remote_facts = s.facts,
				provenance = s.provenance, pending = array['reappeared'], pending_since = clock_timestamp(), updated_at = clock_timestamp()
			from (${newest}) d join staged s on s.remote_id = d.remote_id
			where l.id = d.id and ${isReturned} and d.gone_side = 'both' and d.local_key is not null
				and not exists (select 1 from ${tables.link} x where x.pair = $1 and x.local_key = d.local_key and x.state <> 'tombstone')
				and not exists (select 1 from ${tables.operation} o where o.link = d.id and o.side = 'local' and o.kind = 'delete' and o.status = 'done')`,
		values: [pair],
	});
	await tx.execute({
		text: `insert into ${tables.link} (pair, generation, remote_id, remote_seen, remote_sum, remote_lock, remote_updated_at, remote_facts, remote_edited_at, provenance, title, pending, pending_since)
			select $1, d.generation + 1, s.remote_id, s.record, s.sum, s.lock, s.updated_at, s.facts, s.updated_at::timestamptz, s.provenance, s.title, array['new'], clock_timestamp()
			from (${newest}) d join staged s on s.remote_id = d.remote_id
			where ${isReturned}`,
		values: [pair],
	});
}

function linkNewRecords(tx: Transaction, tables: Tables, pair: string): Promise<number> {
	return tx.execute({
		text: `insert into ${tables.link} (pair, remote_id, remote_seen, remote_sum, remote_lock, remote_updated_at, remote_facts, remote_edited_at, provenance, title, pending, pending_since)
			select $1, s.remote_id, s.record, s.sum, s.lock, s.updated_at, s.facts, s.updated_at::timestamptz, s.provenance, s.title, array['new'], clock_timestamp()
			from staged s
			where s.in_scope and not exists (select 1 from ${tables.link} l where l.pair = $1 and l.remote_id = s.remote_id)
			order by s.remote_id`,
		values: [pair],
	});
}
