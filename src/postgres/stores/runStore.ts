import type { RunMetrics } from '../../run/runMetrics';
import type { Progress, RunMode, RunRequest, RunStatus, SideCounts } from '../../run/types';
import type { Transaction } from '../types';
import { countUp } from './runTotals';
import type { Tables } from './tables';
import { isoTime } from '../isoTime';

export async function insertRun(tx: Transaction, tables: Tables, run: { readonly pair: string; readonly mode: RunMode; readonly request: RunRequest; readonly undoes?: string | null; readonly hashes?: { readonly config: string; readonly shape: string }; readonly adopted?: string }): Promise<{ readonly id: string; readonly startedAt: string; readonly nowMs: number }> {
	const { undoes } = run;
	const task = run.request.task ?? { kind: 'sync' as const };
	const [row] = await tx.query<{ id: string; started_at: string; now_ms: string }>({
		text: `insert into ${tables.run} (pair, mode, effective_mode, trigger, started_by, status, request, task, undoes, config_hash, shape_hash, adopted_hash, started_at)
			values ($1, $2, $2, $3, $4, 'running', $5, $6, $7, $8, $9, $10, clock_timestamp())
			returning id, ${isoTime('started_at')} as started_at, floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now_ms`,
		values: [run.pair, run.mode, run.request.trigger, run.request.startedBy, JSON.stringify({ ids: run.request.ids ?? null, preview: run.request.preview ?? false, task }), task.kind, undoes ?? null, run.hashes?.config ?? null, run.hashes?.shape ?? null, run.adopted ?? null],
	});
	if (row === undefined) throw new Error('The run was entered but not returned.');
	return { id: row.id, startedAt: row.started_at, nowMs: Number(row.now_ms) };
}

/** How the message of a run begins whose process was gone. */
export const WITHOUT_REPORT = 'The run ended without a report';

/** Runs of the pair that never ended, though we hold the lease: their processes are gone. */
export async function closeDeadRuns(tx: Transaction, tables: Tables, pair: string, run: string): Promise<readonly string[]> {
	const rows = await tx.query<{ id: string }>({
		text: `update ${tables.run} set status = 'failed', finished_at = clock_timestamp(), message = '${WITHOUT_REPORT} (its process is gone); run ' || $2::text || ' took over.'
			where pair = $1 and status = 'running' and id <> $2 and fence is not null returning id`,
		values: [pair, run],
	});
	const ids = rows.map((row) => row.id);
	await countUp(tx, tables, ids);
	return ids;
}

export async function writeProgress(tx: Transaction, tables: Tables, run: string, progress: Progress): Promise<void> {
	await tx.execute({ text: `update ${tables.run} set progress = $2 where id = $1`, values: [run, JSON.stringify(progress)] });
}

export interface RunEnd {
	readonly status: RunStatus;
	readonly effectiveMode: RunMode;
	readonly message: string;
	readonly counts: { readonly local: SideCounts; readonly remote: SideCounts; readonly conflicts: number; readonly failures: number } | null;
	readonly guards: unknown;
	readonly remarks: readonly string[];
	/** The configuration under which a plan of this run waits to be applied; null: none waits. */
	readonly openPlan: unknown;
	/** What the run cost; null: it did nothing that could be measured. */
	readonly metrics: RunMetrics | null;
}

/** Writes how the run ended. A plan that waits stays open; the pair keeps one open guarded plan. */
export async function endRun(tx: Transaction, tables: Tables, run: string, end: RunEnd): Promise<string> {
	const planState = end.openPlan !== null ? 'open' : end.status === 'done' || end.status === 'partial' ? 'applied' : null;
	const [row] = await tx.query<{ finished_at: string }>({
		text: `update ${tables.run} set status = $2, effective_mode = $3, message = $4, counts = $5, guards = $6, remarks = $7, plan_state = $8, config = $9, metrics = $10, finished_at = clock_timestamp()
			where id = $1 returning ${isoTime('finished_at')} as finished_at`,
		values: [run, end.status, end.effectiveMode, end.message, end.counts === null ? null : JSON.stringify(end.counts), JSON.stringify(end.guards), JSON.stringify(end.remarks), planState, end.openPlan === null ? null : JSON.stringify(end.openPlan), end.metrics === null ? null : JSON.stringify(end.metrics)],
	});
	await countUp(tx, tables, [run]);
	return row?.finished_at ?? '';
}

/** Makes this plan the one guarded plan that waits; null: none waits any more, since a run planned anew what it was about. */
export async function replaceOpenPlan(tx: Transaction, tables: Tables, pair: string, run: string | null): Promise<void> {
	await tx.execute({
		text: `with former as (select open_plan from ${tables.pair} where id = $1 and open_plan is distinct from $2::bigint and open_plan is not null),
				closed as (update ${tables.run} set plan_state = 'superseded', config = null where id in (select open_plan from former) and plan_state = 'open' returning id)
			update ${tables.operation} set status = 'superseded', finished_at = clock_timestamp() where status = 'planned' and run in (select id from closed)`,
		values: [pair, run],
	});
	await tx.execute({ text: `update ${tables.pair} set open_plan = $2 where id = $1`, values: [pair, run] });
}

/** Notes a run that did what it was to do. */
export async function noteGoodRun(tx: Transaction, tables: Tables, pair: string, run: string): Promise<void> {
	await tx.execute({ text: `update ${tables.pair} set last_good_run = $2 where id = $1`, values: [pair, run] });
}

/** Proposals of pairings that earlier runs left open: this run has made its own. */
export async function supersedeProposals(tx: Transaction, tables: Tables, pair: string, run: string): Promise<void> {
	await tx.execute({
		text: `with old as (update ${tables.run} r set plan_state = 'superseded', config = null where r.pair = $1 and r.id <> $2 and r.plan_state = 'open' and r.status in ('done', 'partial') returning r.id)
			update ${tables.operation} set status = 'superseded', finished_at = clock_timestamp() where status = 'planned' and run in (select id from old)`,
		values: [pair, run],
	});
}
