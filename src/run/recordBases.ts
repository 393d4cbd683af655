import { checksum, partOf, withoutNames } from '../record';
import type { JsonObject } from '../record';
import type { Transaction } from '../postgres';
import { insertOperations } from '../postgres/stores/operationStore';
import type { NewOperation, OperationKind } from '../postgres/stores/operationStore';
import { fenced } from './context';
import type { RunContext } from './context';

/** Links handled in one transaction. */
const CHUNK_COUNT = 1000;

interface Bases {
	readonly base_local: JsonObject;
	readonly base_remote: JsonObject;
}

/**
 * Takes the base of these columns and properties from every link: their mapping is no longer the one the base was
 * agreed under; or, in links that show that a side went back (`onlyInDoubt`), nobody knows what a side had agreed to. Each gets an operation `park` that holds what was parked. Safe to repeat after an interruption.
 */
export async function parkBases(context: RunContext, lost: { readonly columns: readonly string[]; readonly properties: readonly string[] }, onlyInDoubt = false): Promise<void> {
	if (lost.columns.length + lost.properties.length === 0) return;
	for (;;) {
		const count = await fenced(context, async (tx) => {
			const rows = await tx.query<Bases & { id: string }>({
				text: `select id, base_local, base_remote from ${context.tables.link}
					where pair = $1 and state <> 'tombstone' and (base_local ?| $2::text[] or base_remote ?| $3::text[]) ${onlyInDoubt ? `and went_back ?| array['local', 'remote']` : ''} order by id limit ${CHUNK_COUNT}`,
				values: [context.pair.id, lost.columns, lost.properties],
			});
			const operations = rows.map((row) => {
				const parked = { base_local: partOf(row.base_local, lost.columns), base_remote: partOf(row.base_remote, lost.properties) };
				const kept = { base_local: withoutNames(row.base_local, lost.columns), base_remote: withoutNames(row.base_remote, lost.properties) };
				return silentMove(context, row.id, 'park', parked, row, kept, context.isResync ? 'resync: nothing that was agreed is relied on' : 'the mapping changed');
			});
			await moveBases(tx, context, rows.map((row) => row.id), operations, lost);
			return rows.length;
		});
		if (count < CHUNK_COUNT) return;
	}
}

async function moveBases(tx: Transaction, context: RunContext, links: readonly string[], operations: readonly NewOperation[], lost: { readonly columns: readonly string[]; readonly properties: readonly string[] }): Promise<void> {
	const ids = await insertOperations(tx, context.tables, operations);
	await tx.execute({
		text: `update ${context.tables.link} l set base_local = base_local - $3::text[], remote_seen = coalesce(remote_seen, base_remote), base_remote = base_remote - $4::text[], mapping_epoch = mapping_epoch + 1, last_operation = p.operation, updated_at = clock_timestamp()
			from unnest($1::bigint[], $2::bigint[]) p (id, operation) where l.id = p.id`,
		values: [links, ids, lost.columns, lost.properties],
	});
}

/** Links of a new generation that begin with the base of the one before get an operation `adopt` for it, so that their chain begins at nothing. */
export async function recordInherited(context: RunContext): Promise<void> {
	await fenced(context, async (tx) => {
		const { link, operation } = context.tables;
		const rows = await tx.query<Bases & { id: string }>({
			text: `select l.id, l.base_local, l.base_remote from ${link} l where l.pair = $1 and l.generation > 1 and 'new' = any(l.pending)
				and (l.base_local <> '{}'::jsonb or l.base_remote <> '{}'::jsonb) and not exists (select 1 from ${operation} o where o.link = l.id)`,
			values: [context.pair.id],
		});
		const nothing: Bases = { base_local: {}, base_remote: {} };
		await insertOperations(tx, context.tables, rows.map((row) => silentMove(context, row.id, 'adopt', row, nothing, row, 'taken over from the generation before')));
	});
}

/** The whole base of a link, as an operation that stands for everything before it. */
export function snapshotOf(context: RunContext, link: string, base: { readonly local: JsonObject; readonly remote: JsonObject }, reason: string): NewOperation {
	const after = { base_local: base.local, base_remote: base.remote };
	return silentMove(context, link, 'snapshot', after, { base_local: {}, base_remote: {} }, after, reason);
}

/** A move of base that no write carried, as an operation. */
function silentMove(context: RunContext, link: string, kind: OperationKind, moved: Bases, before: Bases, after: Bases, reason: string): NewOperation {
	return {
		run: context.run.id, batch: null, pair: context.pair.id, link, side: 'none', kind, status: 'done', fields: [], values: null, before: null,
		agreedLocal: moved.base_local, agreedRemote: moved.base_remote, reason, plannedLocalSum: null, plannedRemoteSum: null, provenance: null, remoteUser: null, deadlineMs: null,
		baseBefore: checksum({ local: before.base_local, remote: before.base_remote }), baseAfter: checksum({ local: after.base_local, remote: after.base_remote }),
	};
}
