import { LONGEST_PAUSE_MS } from '../../plan';
import type { Bounces, FieldFailure, LinkState, LinkView, PendingReason, RemoteFacts, UnresolvedReference } from '../../plan';
import type { JsonObject, Side } from '../../record';
import { epochMs } from '../epochMs';
import { quoteIdentifier } from '../quoteIdentifier';
import { onTable } from '../tablePath';
import type { Transaction } from '../types';
import { keyExpression, keyJoin, qualifiedName, readableRecord, recordExpression, sumExpression, filterExpression } from './localTable';
import type { LocalTable } from './localTable';
import { overReadableKeys } from './overReadableKeys';
import { storableLock } from './storableLock';
import type { Tables } from './tables';

/** A link row as it is read. */
export interface LinkRow {
	readonly id: string;
	readonly generation: number;
	readonly local_key: string | null;
	readonly remote_id: string | null;
	readonly provenance: string | null;
	readonly state: LinkState;
	readonly base_local: JsonObject;
	readonly base_remote: JsonObject;
	readonly remote_seen: JsonObject | null;
	readonly local_sum: Buffer | null;
	readonly remote_sum: Buffer | null;
	readonly remote_lock: number | null;
	readonly remote_updated_at: string | null;
	readonly remote_facts: RemoteFacts | null;
	readonly followed: readonly string[] | null;
	readonly local_edited_ms: string | null;
	readonly remote_edited_ms: string | null;
	readonly effect: LinkView['effect'];
	readonly gone_side: LinkView['goneSide'];
	readonly gone_sightings: number;
	readonly pending: readonly PendingReason[] | null;
	readonly attempts: number;
	readonly field_failures: Readonly<Record<string, FieldFailure>> | null;
	readonly bounces: Bounces | null;
	readonly title: string | null;
	/** What shows that a side went back to an older state, by side. */
	readonly went_back: Readonly<Record<string, { readonly why: string; readonly isEdited?: boolean | null } | undefined>> | null;
	/** The state before it was put on hold; null where it is not. */
	readonly held_state: LinkState | null;
}

const linkColumns = `l.id, l.generation, l.local_key, l.remote_id, l.provenance, l.state, l.base_local, l.base_remote, l.remote_seen, l.local_sum, l.remote_sum,
	l.remote_lock, l.remote_updated_at, l.remote_facts, l.followed, ${epochMs('l.local_edited_at')} as local_edited_ms,
	${epochMs('l.remote_edited_at')} as remote_edited_ms, l.effect, l.gone_side, l.gone_sightings, l.pending, l.attempts,
	l.field_failures, l.bounces, l.title, l.held_state, l.went_back`;

/** Links that may be planned: pending, in a state that is planned, due (also where the clock was set back so far that it is due in more than the longest pause), and without a create whose fate is open. */
export function plannable(tables: Tables, alias = 'l'): string {
	return `${alias}.pending is not null and ${alias}.state in ('live', 'vanished') and (${alias}.next_attempt_at is null 
			or ${alias}.next_attempt_at <= clock_timestamp() or ${alias}.next_attempt_at > clock_timestamp() + make_interval(secs => ${LONGEST_PAUSE_MS / 1000}))
		and coalesce(${alias}.last_failure ->> 'code', '') not in ('AMBIGUOUS_PAIR', 'BELONGS_ELSEWHERE', 'PAIR_PROPOSED', 'AMBIGUOUS_TITLE')
		and not exists (select 1 from ${tables.operation} u where u.pair = ${alias}.pair and u.link = ${alias}.id and u.status in ('sending', 'creating'))`;
}

/** The next plannable links in order of id. `only` restricts to links pending for one reason. */
export function readPendingLinks(tx: Transaction, tables: Tables, query: { readonly pair: string; readonly after: string; readonly limit: number; readonly only?: PendingReason }): Promise<readonly LinkRow[]> {
	return tx.query<LinkRow>({
		text: `select ${linkColumns} from ${tables.link} l where l.pair = $1 and l.id > $2 and ${plannable(tables)}
			${query.only === undefined ? '' : 'and $4 = any(l.pending)'} order by l.id limit $3`,
		values: query.only === undefined ? [query.pair, query.after, query.limit] : [query.pair, query.after, query.limit, query.only],
	});
}

export function readLinks(tx: Transaction, tables: Tables, ids: readonly string[]): Promise<readonly LinkRow[]> {
	return tx.query<LinkRow>({ text: `select ${linkColumns} from ${tables.link} l where l.id = any($1::bigint[]) order by l.id`, values: [ids] });
}

/** A live row of the user's table. */
export interface LocalRow {
	/** As the row spells it now. */
	readonly key: string;
	readonly record: JsonObject;
	readonly sum: Buffer;
	readonly inside: boolean;
	readonly stored_id: string | null;
	readonly stored_status: string | null;
}

/** Rows as they stand now, by the keys that were asked for. */
export async function readLocalRows(tx: Transaction, table: LocalTable, keys: readonly string[]): Promise<ReadonlyMap<string, LocalRow>> {
	const filter = filterExpression(table, 't', 2);
	const writeBack = (column: string | undefined): string => (column === undefined ? 'null::text' : `t.${quoteIdentifier(column)}::text`);
	const found = await overReadableKeys(tx, table, keys, async (some) => {
		const rows = await onTable(tx, table).query<LocalRow & { readonly place: number }>({
			text: `select k.place::integer as place, ${keyExpression(table, 't')} as key, ${recordExpression(table, 't')} as record, ${sumExpression(table, 't')} as sum, ${filter.text} as inside,
					${writeBack(table.writeBack.remoteId)} as stored_id, ${writeBack(table.writeBack.status)} as stored_status
				from jsonb_array_elements($1::jsonb) with ordinality as k (key, place) join ${qualifiedName(table)} t on ${keyJoin(table, 't', 'k.key')}`,
			values: [`[${some.join(',')}]`, ...filter.values],
		});
		return rows.map(({ place, ...row }) => [some[place - 1] as string, { ...row, record: readableRecord(table, row.record) }] as const);
	});
	return new Map(found);
}

/** The keys of rows that are there, as the rows spell them, by the keys that were asked for. */
export async function spellKeys(tx: Transaction, table: LocalTable, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
	const found = await overReadableKeys(tx, table, keys, async (some) => {
		const rows = await onTable(tx, table).query<{ readonly place: number; readonly key: string }>({
			text: `select k.place::integer as place, ${keyExpression(table, 't')} as key from jsonb_array_elements($1::jsonb) with ordinality as k (key, place) join ${qualifiedName(table)} t on ${keyJoin(table, 't', 'k.key')}`,
			values: [`[${some.join(',')}]`],
		});
		return rows.map(({ place, key }) => [some[place - 1] as string, key] as const);
	});
	return new Map(found);
}

/** Everything about a link that a settled plan may change. Undefined keeps what is there. */
export interface LinkChange {
	readonly id: string;
	readonly localKey?: string;
	readonly remoteId?: string;
	readonly provenance?: string | null;
	readonly state?: LinkState;
	readonly baseLocal: JsonObject;
	readonly baseRemote: JsonObject;
	/** null: as base_remote. */
	readonly remoteSeen: JsonObject | null;
	readonly localSum: Buffer | null;
	readonly remoteSum: Buffer | null;
	readonly remoteLock: number | null;
	readonly remoteUpdatedAt: string | null;
	/** When the work package was made; default: what is known. */
	readonly remoteCreatedAt?: string | null;
	/** Default: what was seen. */
	readonly remoteFacts?: RemoteFacts | null;
	/** Fields whose agreed value the remote side worked out. Default: as before. */
	readonly followed?: readonly string[];
	readonly localSumAfterEffect?: Buffer | null;
	readonly remoteSumAfterEffect?: Buffer | null;
	readonly goneSide?: Side | 'both' | null;
	readonly effect: LinkView['effect'];
	readonly pending: readonly PendingReason[];
	readonly attempts: number;
	/** ISO 8601; null: at once. */
	readonly nextAttemptAt: string | null;
	readonly lastFailure: JsonObject | null;
	readonly fieldFailures: Readonly<Record<string, FieldFailure>>;
	readonly unresolved: readonly UnresolvedReference[];
	readonly bounces: Bounces;
	readonly parentLink: string | null | undefined;
	readonly title: string | null;
	readonly lastOperation: string | null;
	/** The undo it is put on hold by; null ends the hold. */
	readonly heldBy?: string | null;
}

function orNull(value: object): object | null {
	return Object.keys(value).length === 0 ? null : value;
}

function asRow(change: LinkChange): object {
	const hex = (sum: Buffer | null | undefined): string | null => (sum === null || sum === undefined ? null : `\\x${sum.toString('hex')}`);
	return {
		id: change.id, local_key: change.localKey ?? null, remote_id: change.remoteId ?? null,
		sets_provenance: change.provenance !== undefined, provenance: change.provenance ?? null, state: change.state ?? null,
		base_local: change.baseLocal, base_remote: change.baseRemote, remote_seen: change.remoteSeen,
		local_sum: hex(change.localSum), remote_sum: hex(change.remoteSum), remote_lock: change.remoteLock === null ? null : storableLock(change.remoteLock), remote_updated_at: change.remoteUpdatedAt, remote_facts: change.remoteFacts ?? null, remote_created_at: change.remoteCreatedAt ?? null, sets_followed: change.followed !== undefined, followed: change.followed === undefined || change.followed.length === 0 ? null : change.followed,
		local_after: hex(change.localSumAfterEffect), remote_after: hex(change.remoteSumAfterEffect),
		sets_gone: change.goneSide !== undefined, gone_side: change.goneSide ?? null, effect: change.effect,
		pending: change.pending.length === 0 ? null : change.pending, attempts: change.attempts, next_attempt_at: change.nextAttemptAt,
		last_failure: change.lastFailure, field_failures: orNull(change.fieldFailures),
		unresolved: change.unresolved.length === 0 ? null : change.unresolved, bounces: orNull(change.bounces),
		sets_parent: change.parentLink !== undefined, parent_link: change.parentLink ?? null, title: change.title, last_operation: change.lastOperation,
		sets_held: change.heldBy !== undefined, held_by: change.heldBy ?? null,
	};
}

/** Writes many links in one statement. Sums that are null keep what was seen. */
export async function updateLinks(tx: Transaction, tables: Tables, changes: readonly LinkChange[]): Promise<void> {
	if (changes.length === 0) return;
	await tx.execute({
		text: `update ${tables.link} l set
				local_key = case when c.local_key is null or exists (select 1 from ${tables.link} x where x.pair = l.pair and x.local_key = c.local_key and x.state <> 'tombstone' and x.id <> l.id) then l.local_key else c.local_key end, remote_id = coalesce(c.remote_id, l.remote_id),
				provenance = case when c.sets_provenance then c.provenance else l.provenance end, state = coalesce(c.state, l.state),
				base_local = c.base_local, base_remote = c.base_remote, remote_seen = c.remote_seen,
				local_sum = coalesce(c.local_sum, l.local_sum), remote_sum = coalesce(c.remote_sum, l.remote_sum),
				remote_lock = coalesce(c.remote_lock, l.remote_lock), remote_updated_at = coalesce(c.remote_updated_at, l.remote_updated_at),
				remote_facts = coalesce(c.remote_facts, l.remote_facts), remote_created_at = case when c.remote_id <> l.remote_id then c.remote_created_at else coalesce(l.remote_created_at, c.remote_created_at) end, followed = case when c.sets_followed then c.followed else l.followed end,
				local_sum_after_effect = coalesce(c.local_after, l.local_sum_after_effect), remote_sum_after_effect = coalesce(c.remote_after, l.remote_sum_after_effect),
				gone_side = case when c.sets_gone then c.gone_side else l.gone_side end, effect = c.effect,
				pending = c.pending, pending_since = case when c.pending is null then null else coalesce(l.pending_since, clock_timestamp()) end,
				attempts = c.attempts, next_attempt_at = c.next_attempt_at, last_failure = c.last_failure, field_failures = c.field_failures,
				unresolved = c.unresolved, bounces = c.bounces,
				held_by = case when c.sets_held then c.held_by else l.held_by end, held_state = case when c.sets_held and c.held_by is null then null else l.held_state end,
				parent_link = case when c.sets_parent then c.parent_link else l.parent_link end,
				title = coalesce(c.title, l.title), last_operation = coalesce(c.last_operation, l.last_operation), updated_at = clock_timestamp()
			from jsonb_to_recordset($1::jsonb) as c (id bigint, local_key text, remote_id bigint, sets_provenance boolean, provenance text, state text,
				base_local jsonb, base_remote jsonb, remote_seen jsonb, local_sum bytea, remote_sum bytea, remote_lock integer, remote_updated_at text, remote_facts jsonb, remote_created_at timestamptz, sets_followed boolean, followed text[],
				local_after bytea, remote_after bytea, sets_gone boolean, gone_side text, effect jsonb, pending text[], attempts integer,
				next_attempt_at timestamptz, last_failure jsonb, field_failures jsonb, unresolved jsonb, bounces jsonb,
				sets_parent boolean, parent_link bigint, title text, last_operation bigint, sets_held boolean, held_by bigint)
			where l.id = c.id`,
		values: [JSON.stringify(changes.map(asRow))],
	});
}

/** Puts links on hold for an undo, in their present state if they are on hold already. They are planned again once they are released. */
export async function holdLinks(tx: Transaction, tables: Tables, undo: string, ids: readonly string[]): Promise<void> {
	if (ids.length === 0) return;
	await tx.execute({
		text: `update ${tables.link} set held_state = case when state = 'held' then held_state else state end, held_by = $2, state = 'held', updated_at = clock_timestamp() where id = any($1::bigint[])`,
		values: [ids, undo],
	});
}

/** Ids of links a run wrote to or whose base it moved, in order. */
export async function readTouched(tx: Transaction, tables: Tables, query: { readonly run: string; readonly after: string; readonly limit: number }): Promise<readonly string[]> {
	const rows = await tx.query<{ link: string }>({
		text: `select distinct link from ${tables.operation} where run = $1 and link > $2 and status = 'done' and (side <> 'none' or kind in ('agree', 'adopt', 'snapshot')) order by link limit $3`,
		values: [query.run, query.after, query.limit],
	});
	return rows.map((row) => row.link);
}

/** Those of the links that ended, and one of whose records a living link holds by now. */
export async function findReplaced(tx: Transaction, tables: Tables, ids: readonly string[]): Promise<readonly string[]> {
	const rows = await tx.query<{ id: string }>({
		text: `select l.id from ${tables.link} l where l.id = any($1::bigint[]) and l.state = 'tombstone' and (l.effect ? 'merged_into' or exists (
				select 1 from ${tables.link} x where x.pair = l.pair and x.state <> 'tombstone' and x.local_key = l.local_key)
			or exists (select 1 from ${tables.link} x where x.pair = l.pair and x.state <> 'tombstone' and x.remote_id = l.remote_id))`,
		values: [ids],
	});
	return rows.map((row) => row.id);
}
