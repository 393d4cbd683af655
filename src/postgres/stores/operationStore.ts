import type { SettledConflict } from '../../plan';
import type { JsonObject, Side } from '../../record';
import type { Transaction } from '../types';
import type { Tables } from './tables';

export type OperationKind = 'create' | 'update' | 'delete' | 'archive' | 'restore' | 'agree' | 'adopt' | 'park' | 'tombstone' | 'snapshot' | 'pair';
export type OperationStatus = 'planned' | 'sending' | 'creating' | 'done' | 'refused' | 'failed' | 'superseded';

/** Why an operation was left out, in words that are looked for again. */
export const NOT_REACHED = 'not reached';
export const NOT_CALLED_FOR = 'not called for any more';
export const MOVED_ON = 'moved on since the plan was made';

export interface NewOperation {
	readonly run: string;
	readonly batch: number | null;
	readonly pair: string;
	readonly link: string;
	readonly side: Side | 'none';
	readonly kind: OperationKind;
	readonly status: OperationStatus;
	readonly fields: readonly string[];
	readonly values: JsonObject | null;
	readonly before: JsonObject | null;
	readonly agreedLocal: JsonObject | null;
	readonly agreedRemote: JsonObject | null;
	readonly reason: string;
	readonly plannedLocalSum: Buffer | null;
	readonly plannedRemoteSum: Buffer | null;
	readonly provenance: string | null;
	readonly remoteUser: string | null;
	/** Milliseconds from now (database clock) until nothing sent before can take effect any more; null for operations not sent. */
	readonly deadlineMs: number | null;
	readonly baseBefore: Buffer | null;
	readonly baseAfter: Buffer | null;
}

/** Draws the next number of the operations' one sequence: for ids, and for the order in which they are settled. */
const nextNumber = (tables: Tables): string => `nextval(pg_get_serial_sequence('${tables.operation.replaceAll("'", "''")}', 'id'))`;

const hex = (sum: Buffer | null): string | null => (sum === null ? null : `\\x${sum.toString('hex')}`);

/** Inserts operations in order and answers their ids in that order. */
export async function insertOperations(tx: Transaction, tables: Tables, operations: readonly NewOperation[]): Promise<readonly string[]> {
	if (operations.length === 0) return [];
	const rows = operations.map((operation, ordinal) => ({
		ordinal, run: operation.run, batch: operation.batch, pair: operation.pair, link: operation.link, side: operation.side, kind: operation.kind, status: operation.status,
		fields: operation.fields, values_sent: operation.values, before_image: operation.before, agreed_local: operation.agreedLocal, agreed_remote: operation.agreedRemote,
		reason: operation.reason, local_sum: hex(operation.plannedLocalSum), remote_sum: hex(operation.plannedRemoteSum), provenance: operation.provenance,
		remote_user: operation.remoteUser, deadline_ms: operation.deadlineMs, base_before: hex(operation.baseBefore), base_after: hex(operation.baseAfter),
	}));
	// Ids are drawn first, so that they can be told apart by ordinal whatever order the rows are inserted in.
	const inserted = await tx.query<{ id: string }>({
		text: `with given as (
				select ${nextNumber(tables)} as new_id, o.*
				from jsonb_to_recordset($1::jsonb) as o (ordinal integer, run bigint, batch integer, pair bigint, link bigint, side text, kind text, status text, fields text[],
					values_sent jsonb, before_image jsonb, agreed_local jsonb, agreed_remote jsonb, reason text, local_sum bytea, remote_sum bytea, provenance text,
					remote_user text, deadline_ms bigint, base_before bytea, base_after bytea)
			), put as (
				insert into ${tables.operation} (id, run, batch, pair, link, side, kind, status, fields, values_sent, before_image, agreed_local, agreed_remote, reason,
					planned_local_sum, planned_remote_sum, provenance, remote_user, sent_at, deadline_at, base_before, base_after, finished_at, settled_order)
				overriding system value
				select new_id, run, batch, pair, link, side, kind, status, fields, values_sent, before_image, agreed_local, agreed_remote, reason, local_sum, remote_sum, provenance,
					remote_user, case when deadline_ms is not null then clock_timestamp() end, clock_timestamp() + make_interval(secs => deadline_ms / 1000.0), base_before, base_after,
					case when status = 'done' then clock_timestamp() end, case when status = 'done' then ${nextNumber(tables)} end
				from (select * from given order by ordinal) in_order
			)
			select new_id as id from given order by ordinal`,
		values: [JSON.stringify(rows)],
	});
	return inserted.map((row) => row.id);
}

/** How an operation ended. */
export interface OperationEnd {
	readonly id: string;
	readonly status: OperationStatus;
	readonly code: string | null;
	readonly message: string | null;
	readonly after: JsonObject | null;
	/** The part of base that moved with it. */
	readonly agreedLocal: JsonObject | null;
	readonly agreedRemote: JsonObject | null;
	readonly baseBefore: Buffer | null;
	readonly baseAfter: Buffer | null;
	/** The whole row, where one was deleted: more than what was planned from. */
	readonly before?: JsonObject | null;
}

export async function endOperations(tx: Transaction, tables: Tables, ends: readonly OperationEnd[]): Promise<void> {
	if (ends.length === 0) return;
	const rows = ends.map((end, ordinal) => ({
		ordinal, id: end.id, status: end.status, code: end.code, message: end.message, after_image: end.after, before_image: end.before ?? null,
		agreed_local: end.agreedLocal, agreed_remote: end.agreedRemote, base_before: hex(end.baseBefore), base_after: hex(end.baseAfter),
	}));
	await tx.execute({
		text: `update ${tables.operation} o set status = e.status, last_code = e.code, last_message = e.message, after_image = e.after_image, before_image = coalesce(e.before_image, o.before_image), attempts = o.attempts + 1,
				agreed_local = e.agreed_local, agreed_remote = e.agreed_remote, base_before = e.base_before, base_after = e.base_after,
				finished_at = case when e.status in ('sending', 'creating') then null else clock_timestamp() end, settled_order = e.place
			from (
				select given.*, case when given.status in ('sending', 'creating') then null else ${nextNumber(tables)} end as place
				from (select * from jsonb_to_recordset($1::jsonb) as g (ordinal integer, id bigint, status text, code text, message text, after_image jsonb, before_image jsonb, agreed_local jsonb, agreed_remote jsonb, base_before bytea, base_after bytea) order by ordinal) given
			) e
			where o.id = e.id`,
		values: [JSON.stringify(rows)],
	});
}

/** Turns a planned operation into one about to be sent, with the exact values; committed before the request goes out. */
export interface Sending {
	readonly id: string;
	readonly status: 'sending' | 'creating';
	readonly kind: OperationKind;
	readonly fields: readonly string[];
	readonly values: JsonObject;
	readonly before: JsonObject | null;
	readonly agreedLocal: JsonObject;
	readonly agreedRemote: JsonObject;
	readonly plannedLocalSum: Buffer | null;
	readonly plannedRemoteSum: Buffer | null;
	readonly provenance: string | null;
	readonly remoteUser: string;
	readonly deadlineMs: number;
	/** OpenProject's clock when it is sent, as far as known, in epoch milliseconds. */
	readonly serverTimeMs: number;
	/** What it decides over: recorded with its answer, or by recovery where that was lost. */
	readonly decides: readonly SettledConflict[];
	readonly batch: number;
}

export async function markSending(tx: Transaction, tables: Tables, sendings: readonly Sending[]): Promise<void> {
	if (sendings.length === 0) return;
	const rows = sendings.map((one) => ({
		id: one.id, status: one.status, kind: one.kind, fields: one.fields, values_sent: one.values, before_image: one.before, agreed_local: one.agreedLocal, agreed_remote: one.agreedRemote,
		local_sum: hex(one.plannedLocalSum), remote_sum: hex(one.plannedRemoteSum), provenance: one.provenance, remote_user: one.remoteUser, deadline_ms: one.deadlineMs, server_time_ms: one.serverTimeMs,
		decides: one.decides.length === 0 ? null : one.decides, batch: one.batch,
	}));
	await tx.execute({
		text: `update ${tables.operation} o set status = s.status, kind = s.kind, fields = s.fields, values_sent = s.values_sent, before_image = s.before_image,
				agreed_local = s.agreed_local, agreed_remote = s.agreed_remote, planned_local_sum = s.local_sum, planned_remote_sum = s.remote_sum,
				provenance = s.provenance, remote_user = s.remote_user, decides = s.decides, batch = s.batch,
				server_time = to_timestamp(s.server_time_ms / 1000.0), sent_at = clock_timestamp(), deadline_at = clock_timestamp() + make_interval(secs => s.deadline_ms / 1000.0)
			from jsonb_to_recordset($1::jsonb) as s (id bigint, status text, kind text, fields text[], values_sent jsonb, before_image jsonb, agreed_local jsonb, agreed_remote jsonb,
				local_sum bytea, remote_sum bytea, provenance text, remote_user text, deadline_ms bigint, server_time_ms double precision, decides jsonb, batch integer)
			where o.id = s.id`,
		values: [JSON.stringify(rows)],
	});
}

/** An operation left `sending` or `creating` by a run that is no more. */
export interface UnsettledOperation {
	readonly id: string;
	readonly link: string;
	readonly kind: OperationKind;
	readonly status: 'sending' | 'creating';
	readonly values_sent: JsonObject;
	readonly agreed_local: JsonObject | null;
	readonly agreed_remote: JsonObject | null;
	readonly fields: readonly string[];
	readonly provenance: string | null;
	readonly remote_user: string | null;
	readonly planned_local_sum: Buffer | null;
	readonly before_image: JsonObject | null;
	readonly decides: readonly SettledConflict[] | null;
	/** By the database's clock or by OpenProject's, whichever says earlier. */
	readonly sent_at_ms: string;
	/** Until when something sent before may still take effect; the whole deadline where the clock was set back meanwhile. */
	readonly wait_ms: string;
}

export function readUnsettled(tx: Transaction, tables: Tables, pair: string): Promise<readonly UnsettledOperation[]> {
	return tx.query<UnsettledOperation>({
		text: `select id, link, kind, status, values_sent, agreed_local, agreed_remote, fields, provenance, remote_user, planned_local_sum, before_image, decides,
				floor(extract(epoch from least(sent_at, server_time)) * 1000)::bigint as sent_at_ms, ceil(extract(epoch from least(deadline_at - clock_timestamp(), deadline_at - sent_at)) * 1000)::bigint as wait_ms
			from ${tables.operation} where pair = $1 and side = 'remote' and status in ('sending', 'creating') order by id`,
		values: [pair],
	});
}

/** Plans of runs that will never be applied: everything planned but not sent, except plans kept for a person. */
export async function supersedePlanned(tx: Transaction, tables: Tables, pair: string, run: string): Promise<void> {
	await tx.execute({
		text: `update ${tables.operation} o set status = 'superseded', finished_at = clock_timestamp()
			from ${tables.run} r where o.pair = $1 and o.status = 'planned' and o.run <> $2 and r.id = o.run and coalesce(r.plan_state, '') not in ('open', 'approved')`,
		values: [pair, run],
	});
}
