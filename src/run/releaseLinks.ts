import { ConfigurationError } from '../errors';
import { checksum, isEqualJson, partOf } from '../record';
import type { JsonObject } from '../record';
import type { Transaction } from '../postgres';
import { readLinks } from '../postgres/stores/linkStore';
import { insertOperations } from '../postgres/stores/operationStore';
import type { NewOperation } from '../postgres/stores/operationStore';
import { fenced } from './context';
import type { RunContext } from './context';
import { readInputs } from './readInputs';
import type { PlannableLink } from './readInputs';
import { snapshotOf } from './recordBases';
import type { RunTask } from './types';

/** Links released in one transaction. */
const CHUNK_COUNT = 500;

type Release = Extract<RunTask, { kind: 'release' }>;

/**
 * Ends the hold on links. `take_up`: they are planned again from the next run on, as any other. `accept`: what both sides
 * hold now is base, and a side whose record is gone stays without it. Answers how many were released.
 */
export async function releaseLinks(context: RunContext, task: Release): Promise<number> {
	const named = await fenced(context, (tx) => readHeld(tx, context, task));
	if (named.length === 0) throw new ConfigurationError(`None of the records given (${task.records.join(', ')}) is on hold in pair '${context.pair.name}'. Give work package IDs or row keys of links on hold, or leave it empty for all of them.`);
	let released = 0;
	for (let start = 0; start < named.length; start += CHUNK_COUNT) {
		if (context.stop.reason() !== null) break;
		const ids = named.slice(start, start + CHUNK_COUNT);
		await fenced(context, async (tx) => {
			if (task.how === 'accept') await accept(tx, context, await readInputs(tx, context, await readLinks(tx, context.tables, ids)));
			else await takeUp(tx, context, ids);
			await closeConflicts(tx, context, ids, task);
		});
		released += ids.length;
		context.progress.add(ids.length);
	}
	return released;
}

async function readHeld(tx: Transaction, context: RunContext, task: Release): Promise<readonly string[]> {
	const rows = await tx.query<{ id: string }>({
		text: `select l.id from ${context.tables.link} l where l.pair = $1 and l.state = 'held' and ($2::bigint is null or l.held_by = $2)
			and (cardinality($3::text[]) = 0 or l.remote_id::text = any($3::text[]) or l.local_key = any($3::text[]) or exists (select 1 from unnest($3::text[]) k where l.local_key = jsonb_build_array(k)::text)) order by l.id`,
		values: [context.pair.id, task.run, task.records],
	});
	return rows.map((row) => row.id);
}

/**
 * Planned again like any other. A row whose work package the undo deleted is to get a new one: the link ends, and the
 * row goes on in the next generation.
 */
async function takeUp(tx: Transaction, context: RunContext, ids: readonly string[]): Promise<void> {
	const { link, operation } = context.tables;
	const wasDeletedByUs = `l.gone_side = 'remote' and exists (select 1 from ${operation} o where o.link = l.id and o.side = 'remote' and o.kind = 'delete' and o.status = 'done')`;
	await tx.execute({ text: 'create temporary table restarted on commit drop as select 0::bigint as id with no data' });
	await tx.execute({ text: `insert into restarted select l.id from ${link} l where l.id = any($1::bigint[]) and ${wasDeletedByUs}`, values: [ids] });
	await tx.execute({ text: `update ${link} l set state = 'tombstone', gone_side = 'both', held_by = null, held_state = null, pending = null, remote_sum_after_effect = null, updated_at = clock_timestamp() from restarted s where l.id = s.id` });
	await tx.execute({
		text: `insert into ${link} (pair, generation, local_key, local_sum, local_edited_at, title, pending, pending_since)
			select l.pair, l.generation + 1, l.local_key, l.local_sum, l.local_edited_at, l.title, array['released'], clock_timestamp() from ${link} l join restarted s on s.id = l.id where l.local_key is not null`,
	});
	await tx.execute({
		text: `update ${link} l set state = case when l.held_state = 'out_of_scope' then 'out_of_scope' else 'live' end, held_by = null, held_state = null, pending = array['released'] || case when l.gone_side = 'local' then array['gone_local'] else '{}'::text[] end,
				pending_since = clock_timestamp(), next_attempt_at = null, attempts = 0, last_failure = null, field_failures = null, updated_at = clock_timestamp()
			where l.id = any($1::bigint[]) and l.state = 'held'`,
		values: [ids],
	});
	await tx.execute({ text: 'drop table restarted' });
}

async function accept(tx: Transaction, context: RunContext, links: readonly PlannableLink[]): Promise<void> {
	const operations: NewOperation[] = [];
	const changes: JsonObject[] = [];
	for (const link of links) {
		const { row, input } = link;
		const base = baseOf(context, link);
		const before = { local: row.base_local, remote: row.base_remote };
		const hasMoved = !isEqualJson(before, base);
		if (hasMoved) operations.push({ ...snapshotOf(context, row.id, base, 'the present state was accepted'), baseBefore: checksum(before), baseAfter: checksum(base) });
		const isGone = row.gone_side !== null || row.local_key === null || row.remote_id === null;
		const hex = (sum: Buffer | null | undefined): string | null => (sum === null || sum === undefined ? null : `\\x${sum.toString('hex')}`);
		changes.push({
			id: row.id, is_gone: isGone, base_local: base.local, base_remote: base.remote, remote_seen: input.remote === null || isEqualJson(input.remote, base.remote) ? null : input.remote,
			local_sum: hex(link.live?.sum), local_after: row.gone_side === 'remote' ? hex(link.live?.sum) : null, remote_after: row.gone_side === 'local' ? hex(row.remote_sum) : null,
		});
	}
	await insertOperations(tx, context.tables, operations);
	await tx.execute({
		text: `update ${context.tables.link} l set state = case when c.is_gone then 'tombstone' when l.held_state = 'out_of_scope' then 'out_of_scope' else 'live' end, held_by = null, held_state = null,
				base_local = c.base_local, base_remote = c.base_remote, remote_seen = c.remote_seen, local_sum = coalesce(c.local_sum, l.local_sum),
				local_sum_after_effect = c.local_after, remote_sum_after_effect = c.remote_after, gone_side = case when c.is_gone then coalesce(l.gone_side, 'both') end,
				pending = null, pending_since = null, attempts = 0, next_attempt_at = null, last_failure = null, field_failures = null, unresolved = null, bounces = null, updated_at = clock_timestamp()
			from jsonb_to_recordset($1::jsonb) as c (id bigint, is_gone boolean, base_local jsonb, base_remote jsonb, remote_seen jsonb, local_sum bytea, local_after bytea, remote_after bytea) where l.id = c.id`,
		values: [JSON.stringify(changes)],
	});
}

/** What both sides hold now, in their own normal form; a link with one side keeps its base. */
function baseOf(context: RunContext, { row, input }: PlannableLink): { readonly local: JsonObject; readonly remote: JsonObject } {
	const { local, remote } = input;
	if (local === null || remote === null) return { local: row.base_local, remote: row.base_remote };
	const parts = context.mapping.fields.map((field) => ({ local: field.lens.normalise('local', partOf(local, field.local)), remote: field.lens.normalise('remote', partOf(remote, field.remote)) }));
	return { local: Object.assign({}, ...parts.map((part) => part.local)) as JsonObject, remote: Object.assign({}, ...parts.map((part) => part.remote)) as JsonObject };
}

/** Accepting settles what the undo asked; taking up leaves it to the plan, which raises anew what still stands. */
async function closeConflicts(tx: Transaction, context: RunContext, ids: readonly string[], task: Release): Promise<void> {
	await tx.execute({
		text: `update ${context.tables.conflict} set status = 'superseded', updated_at = clock_timestamp(), resolution = case when $2 then jsonb_build_object('released', 'accept') end
			where link = any($1::bigint[]) and status = 'pending_review' and (kind = 'edited_since' or $2)`,
		values: [ids, task.how === 'accept'],
	});
}
