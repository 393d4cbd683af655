import { BatchSyncError } from '../errors';
import { createWorkerPool } from '../openproject';
import { plannable } from '../postgres/stores/linkStore';
import { NOT_REACHED } from '../postgres/stores/operationStore';
import { fenced } from './context';
import type { RunContext } from './context';
import { prepareBatch } from './prepareBatch';
import type { PreparedLink } from './prepareBatch';
import { readQuiet } from './readQuiet';
import { rewriteCopiedKeys } from './rewriteCopiedKeys';
import { settleBatch } from './settleBatch';
import { writeRemote } from './writeRemote';
import type { RemoteWriteResult } from './writeRemote';

/** Batches under way at once: while one is being sent, the next is prepared. */
const BATCHES_IN_FLIGHT = 2;
/** Links without any write are settled this many at a time. */
const QUIET_COUNT = 500;

/**
 * Carries out the plan: first the links that need no write, then the writes level by level of the tree, parents
 * before children, siblings side by side. Stops taking up work when asked to; what is left stays pending. Batches hold
 * as many links as the settings say, `leastBatch` at least.
 */
export async function applyRun(context: RunContext, leastBatch = 1): Promise<void> {
	// An undo is about the links of its run alone; what else is pending stays so.
	if (context.undoes === null) await settleQuiet(context);
	const pool = createWorkerPool(context.settings.workers);
	let batch = 0;
	for (;;) {
		if (context.stop.reason() !== null) break;
		const level = await nextLevel(context);
		if (level === null) break;
		let after = '0';
		const inFlight = new Set<Promise<void>>();
		const failures: unknown[] = [];
		while (context.stop.reason() === null && failures.length === 0) {
			const ids = await nextLinks(context, level, after, Math.max(leastBatch, context.settings.batchSize));
			const last = ids.at(-1);
			if (last === undefined) break;
			after = last;
			batch += 1;
			const work = carryOut(context, ids, batch, pool).catch((error: unknown) => void failures.push(error)).finally(() => void inFlight.delete(work));
			inFlight.add(work);
			if (inFlight.size >= BATCHES_IN_FLIGHT) await Promise.race(inFlight);
		}
		await Promise.all(inFlight);
		if (failures.length > 0) throw failures[0];
		if (context.stop.reason() === null) await leaveRest(context, level);
	}
	await leaveRest(context, null);
	if (context.undoes === null && context.plan === null) await rewriteCopiedKeys(context);
}

async function carryOut(context: RunContext, ids: readonly string[], batch: number, pool: ReturnType<typeof createWorkerPool>): Promise<void> {
	const prepared = await prepareBatch(context, ids, batch);
	const results = await Promise.all(prepared.map((one) => (one.plan.remote === null ? writeRemote(context, one, batch) : pool.run(() => writeSafely(context, one, batch)))));
	await settleBatch(context, results);
	context.progress.add(ids.length);
}

/** A remote side that fails otherwise than by an answer leaves the operation open, for recovery to settle. */
async function writeSafely(context: RunContext, prepared: PreparedLink, batch: number): Promise<RemoteWriteResult> {
	try {
		return await writeRemote(context, prepared, batch);
	} catch (error) {
		// Anything the engine did not foresee is a fault of its own and ends the run, loudly; recovery settles what was sent.
		if (!(error instanceof BatchSyncError)) throw error;
		context.stop.noteOutage();
		const isCreate = prepared.plan.remote?.kind === 'create';
		return {
			prepared, outcome: { status: 'not_done', pending: 'retry' }, refused: [], record: null, isDeleted: false, wouldCascade: false,
			status: isCreate ? 'creating' : 'sending', message: error.message,
		};
	}
}

async function nextLevel(context: RunContext): Promise<number | null> {
	const [row] = await fenced(context, (tx) =>
		tx.query<{ level: number | null }>({ text: `select min(priority)::integer as level from ${context.tables.operation} where run = $1 and pair = $2 and status = 'planned' and side <> 'none'`, values: [context.run.id, context.pair.id] }),
	);
	return row?.level ?? null;
}

async function nextLinks(context: RunContext, level: number, after: string, limit: number): Promise<readonly string[]> {
	const rows = await fenced(context, (tx) =>
		tx.query<{ link: string }>({
			text: `select distinct link from ${context.tables.operation} where run = $1 and pair = $2 and status = 'planned' and side <> 'none' and priority = $3 and link > $4 order by link limit $5`,
			values: [context.run.id, context.pair.id, level, after, limit],
		}),
	);
	return rows.map((row) => row.link);
}

/** Operations that were not reached, or that their link's new state no longer calls for: the link stays pending. */
export async function leaveRest(context: RunContext, level: number | null): Promise<void> {
	await fenced(context, (tx) =>
		tx.execute({
			text: `update ${context.tables.operation} set status = 'superseded', finished_at = clock_timestamp(), last_message = coalesce(last_message, '${NOT_REACHED}')
				where run = $1 and pair = $2 and status = 'planned' and side <> 'none' and ($3::integer is null or priority = $3)`,
			values: [context.run.id, context.pair.id, level],
		}),
	);
}

/** Links that moved but need no write: bases, conflicts and failures are recorded, many at a time. */
async function settleQuiet(context: RunContext): Promise<void> {
	let after = '0';
	while (context.stop.reason() === null) {
		const rows = await fenced(context, (tx) =>
			tx.query<{ id: string }>({
				text: `select l.id from ${context.tables.link} l where l.pair = $1 and l.id > $2 and ${plannable(context.tables)}
					and not exists (select 1 from ${context.tables.operation} o where o.run = $3 and o.link = l.id and o.status = 'planned') order by l.id limit $4`,
				values: [context.pair.id, after, context.run.id, QUIET_COUNT],
			}),
		);
		const last = rows.at(-1);
		if (last === undefined) return;
		after = last.id;
		await settleBatch(context, await readQuiet(context, rows.map((row) => row.id)));
		context.progress.add(rows.length);
	}
}
