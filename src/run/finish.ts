import { guardsAsJson } from '../plan';
import type { GuardFinding } from '../plan';
import { confirmWaitingPlan, consumeApprovals } from '../postgres/stores/planStore';
import { endRun, noteGoodRun, replaceOpenPlan, supersedeProposals } from '../postgres/stores/runStore';
import type { Transaction } from '../postgres';
import { asideRemarks } from './asideRemarks';
import { fenced } from './context';
import type { RunContext } from './context';
import { dateRemarks } from './dateRemarks';
import type { PlanSummary } from './planRun';
import { measureRun } from './measureRun';
import { readReport } from './report';
import { sentenceFor } from './runMessage';
import { standingRemarks } from './standingRemarks';
import type { RunResult, RunStatus } from './types';

/** What a run came to, before it is told. */
export interface RunOutcome {
	readonly status: RunStatus;
	readonly findings: readonly GuardFinding[];
	readonly summary: PlanSummary;
	/** False: it was stopped before its plan was made and judged. */
	readonly hasPlanned?: boolean;
	/** Links taken off hold. */
	readonly released?: number;
}

/** Ends a run: plans that wait and approvals are brought up to date, the report is read, the end is recorded. */
export async function finish(context: RunContext, outcome: RunOutcome): Promise<RunResult> {
	context.halt.enter('end');
	context.progress.begin('report');
	const { status, findings } = outcome;
	const planId = await fenced(context, (tx) => keepPlan(tx, context, outcome));
	const report = await readReport(context, { agreements: outcome.summary.agreements, planId });
	context.remarks.push(...dateRemarks(context), ...asideRemarks(context, report.notCarried.asides), ...(await fenced(context, (tx) => standingRemarks(tx, context))));
	const durationMs = Math.round(context.clock.monotonic() - context.begunAt);
	const message = sentenceFor({ status, pair: context.configuration.name, task: context.task, undoes: context.undoes, report, written: context.written, findings, durationMs, stopReason: context.stop.reason(), planId, released: outcome.released ?? 0, hasPlanned: outcome.hasPlanned ?? true, notMade: context.notMade, locked: { count: context.locked.links.size, message: context.locked.message, table: context.locked.table } });
	const finishedAt = await fenced(context, async (tx) => {
		const metrics = await measureRun(tx, context, { report, processed: outcome.summary.links });
		return await endRun(tx, context.tables, context.run.id, {
			status, effectiveMode: context.effectiveMode, message, guards: guardsAsJson(findings), remarks: context.remarks,
			counts: { local: report.local, remote: report.remote, conflicts: report.conflictCount, failures: report.failureCount }, openPlan: planId === context.run.id ? context.configuration : null, metrics,
		});
	});
	return {
		run: context.run.id, pair: context.configuration.name, mode: context.request.mode, task: context.task.kind, effectiveMode: context.effectiveMode, status, message,
		startedAt: context.run.startedAt, finishedAt, durationMs, local: report.local, remote: report.remote, plan: report.plan,
		conflictCount: report.conflictCount, conflicts: report.conflicts, failureCount: report.failureCount, failures: report.failures, guards: findings, remarks: context.remarks,
		written: { ...context.written }, requests: context.remote.stats().requests, peakMemoryBytes: context.progress.peakMemoryBytes,
		planId, operations: report.operations, movedOnCount: report.movedOnCount, movedOn: report.movedOn, heldCount: report.heldCount,
	};
}

/** Which plan waits to be applied once this run is over: its own, or the equal one that waited before; null: none. */
async function keepPlan(tx: Transaction, context: RunContext, { status, hasPlanned = true }: RunOutcome): Promise<string | null> {
	const { tables, pair, run, hashes } = context;
	await consumeApprovals(tx, tables, pair.id, run.id);
	if (status === 'previewed') return run.id;
	if (status === 'stopped_by_guard') {
		const waiting = await confirmWaitingPlan(tx, tables, pair.id, run.id, hashes.config);
		if (waiting !== null) return waiting;
		await replaceOpenPlan(tx, tables, pair.id, run.id);
		return run.id;
	}
	if ((status !== 'done' && status !== 'partial') || !hasPlanned) return null;
	// A sync that got past its guards, even if not to its end, has planned anew what a guarded plan was about.
	if (context.task.kind === 'sync' || context.task.kind === 'resync') await replaceOpenPlan(tx, tables, pair.id, null);
	if (status === 'done' && context.undoes === null && context.task.kind !== 'release') await noteGoodRun(tx, tables, pair.id, run.id);
	if (context.task.kind === 'release' || context.undoes !== null) return null;
	await supersedeProposals(tx, tables, pair.id, run.id);
	const proposals = await tx.query({ text: `select 1 from ${tables.operation} where run = $1 and kind = 'pair' and status = 'planned' limit 1`, values: [run.id] });
	return proposals.length > 0 ? run.id : null;
}
