import { DatabaseError } from '../errors';
import { evaluateGuards } from '../plan';
import { acceptState, beginHealing, isHeldAgainst } from './wentBack';
import { observeLocal } from '../postgres/stores/observeLocal';
import { adoptConfiguration } from '../postgres/stores/pairStore';
import { approvePlan, dropStaleApprovals } from '../postgres/stores/planStore';
import { isLockFailure, isStoppedStatement } from '../postgres';
import { addPending } from '../postgres/stores/tables';
import { applyRun, leaveRest } from './applyRun';
import { columnTypes, fenced } from './context';
import type { RunContext } from './context';
import { finish } from './finish';
import { readKeylessRows, remarkOnKeys } from './keylessRows';
import { measureGuards } from './measureGuards';
import { noteUnheeded } from './noteUnheeded';
import { observeParents } from './observeParents';
import { observeRemote } from './observeRemote';
import { pairRecords } from './pairRecords';
import { planRun } from './planRun';
import type { PlanSummary } from './planRun';
import { decidePairs, proposePairs } from './proposePairs';
import { parkBases, recordInherited } from './recordBases';
import { recover } from './recover';
import { refreshStatistics } from './refreshStatistics';
import { refineEditTimes } from './refineEditTimes';
import { refuseDoubles } from './refuseDoubles';
import { releaseLinks } from './releaseLinks';
import { reopenCycles } from './reopenCycles';
import { retain } from './retain';
import type { RunResult, RunStatus } from './types';
import { planUndoRun, settleUndone } from './undoRun';
import { wakeTaken } from './untangle';
import { wakeResolved } from './wakeResolved';
import { wakeUnresolved } from './wakeUnresolved';

/** Passes after the first: what our own writes made the sides show is carried once or twice more, then left to the next run. */
const SECOND_PASSES = 2;
/** Links handled together in a second pass at least: rows that exchange unique values have to meet in one batch. */
const SECOND_PASS_BATCH = 50;
/** From this many moved links on, the planner's statistics are refreshed before the tables are joined. */
const MANY = 1000;

/**
 * The loop of every run, whatever it is for: recover, observe local, observe remote, record, plan, guard, apply, second pass, report.
 * Where it is stopped in the middle of a statement, or somebody has a whole table locked, it ends in part with what it came to.
 */
export async function carryOut(context: RunContext): Promise<RunResult> {
	const reached: Reached = { summary: noPlan, hasPlanned: false };
	try {
		return await goThrough(context, reached);
	} catch (error) {
		if (!isEarlyEnd(context, error)) throw error;
		return await finishStopped(context, reached.summary, reached.hasPlanned);
	}
}

/** How far a run has come, for its report where it ends early. */
interface Reached {
	summary: PlanSummary;
	hasPlanned: boolean;
}

const QUERY_CANCELED = '57014';

function isEarlyEnd(context: RunContext, error: unknown): boolean {
	if (isLockFailure(error)) {
		context.locked.table = error.message;
		return true;
	}
	const isCanceled = isStoppedStatement(error) || (error instanceof DatabaseError && error.sqlState === QUERY_CANCELED);
	return isCanceled && context.stop.reason() !== null;
}

async function goThrough(context: RunContext, reached: Reached): Promise<RunResult> {
	context.progress.begin('recover');
	await recover(context);
	const observed = await observe(context);
	if (context.stop.reason() !== null) return await finishStopped(context, noPlan);
	if (context.task.kind === 'release') {
		context.halt.enter('apply');
		context.progress.begin('apply');
		const released = await releaseLinks(context, context.task);
		return await finish(context, { status: statusOf(context), findings: [], summary: noPlan, released });
	}
	await beginHealing(context);
	context.progress.begin('plan', observed.moved);
	const summary = context.undoes === null ? await planAll(context) : await planUndoRun(context);
	if (summary.links > MANY) await refreshStatistics(context, 'operation');
	reached.summary = summary;
	if (context.stop.reason() !== null) return await finishStopped(context, summary);
	context.progress.begin('guard');
	if (context.plan === null) await fenced(context, (tx) => dropStaleApprovals(tx, context.tables, context.pair.id, context.run.id));
	const measures = await measureGuards(context, summary, { localRows: observed.localRows, remoteTotal: observed.remoteTotal });
	const findings = evaluateGuards(measures, context.settings.guards).filter((finding) => isHeldAgainst(context, finding));
	if (context.request.preview === true) return await finish(context, { status: 'previewed', findings, summary });
	if (findings.length > 0) return await finish(context, { status: 'stopped_by_guard', findings, summary });
	const { plan, task } = context;
	if (plan !== null) await fenced(context, (tx) => approvePlan(tx, context.tables, { plan: plan.id, run: context.run.id, withholdDeletes: task.kind === 'apply_plan' && task.withholdDeletes }));
	await takeUpConfiguration(context);
	if (!context.heals) await acceptState(context, false);
	reached.hasPlanned = true;
	context.halt.enter('apply');
	context.progress.begin('apply', summary.links);
	await applyRun(context);
	if (context.undoes !== null) await settleUndone(context);
	else if (plan === null) await secondPasses(context);
	const status = statusOf(context);
	if (context.heals) await acceptState(context, status !== 'done');
	if (status === 'done') await retain(context);
	return await finish(context, { status, findings: [], summary });
}

const noPlan: PlanSummary = { links: 0, agreements: 0, noBaseConflicts: 0 };

function statusOf(context: RunContext): RunStatus {
	const reason = context.stop.reason();
	if (reason === null && (context.notMade !== null || isLocked(context))) return 'partial';
	return reason === null ? 'done' : reason === 'cancelled' ? 'cancelled' : 'partial';
}

function isLocked({ locked }: RunContext): boolean {
	return locked.table !== null || locked.links.size > 0;
}

/** Asked to stop, or kept from going on, before the end: nothing more of the plan is carried out. */
async function finishStopped(context: RunContext, summary: PlanSummary, hasPlanned = false): Promise<RunResult> {
	context.halt.enter('end');
	await leaveRest(context, null);
	return await finish(context, { status: statusOf(context), findings: [], summary, hasPlanned });
}

interface Observed {
	readonly moved: number;
	readonly localRows: number;
	readonly remoteTotal: number | null;
}

async function observe(context: RunContext): Promise<Observed> {
	context.progress.begin('observe_local');
	const local = await fenced(context, async (tx) => {
		const observation = await observeLocal(tx, context.tables, context.pair.id, context.table, {
			isRowSecurityActive: context.description.rowSecurityActive,
			versusUpdate: context.configuration.deletePolicy.versusUpdate,
			mayNarrow: mayNarrow(context),
			types: columnTypes(context),
		});
		context.keyless = await readKeylessRows(tx, context, observation.keyless);
		return observation;
	});
	context.remarks.push(...remarkOnKeys(local.rekeyed));
	noteUnheeded(context, 'local', local);
	await recordInherited(context);
	if (context.stop.reason() !== null) return { moved: 0, localRows: local.rows, remoteTotal: null };
	context.progress.begin('observe_remote');
	const remote = await observeRemote(context);
	context.progress.begin('record');
	const moved = local.changed + local.created + remote.changed + remote.created;
	if (moved > MANY) await refreshStatistics(context, 'link');
	return { moved, localRows: local.rows, remoteTotal: remote.total };
}

async function planAll(context: RunContext): Promise<PlanSummary> {
	await pairRecords(context);
	await refuseDoubles(context);
	await proposePairs(context);
	await decidePairs(context);
	await wakeUnresolved(context);
	await wakeResolved(context);
	await reopenCycles(context);
	await refineEditTimes(context);
	await markMappingChange(context);
	return await planRun(context);
}

async function secondPasses(context: RunContext): Promise<void> {
	for (let pass = 1; pass <= SECOND_PASSES && context.stop.reason() === null; pass += 1) {
		context.progress.begin('second_pass');
		await wakeUnresolved(context, 'settle');
		if (pass === 1) await wakeTaken(context);
		if (pass === 1) await observeParents(context);
		const again = await planRun(context, 'settle');
		if (again.links === 0) return;
		await applyRun(context, SECOND_PASS_BATCH);
	}
}

/** Below `narrowFromRows` hashing every row is quick; and after a change of the mapping every row has to be hashed. */
function mayNarrow(context: RunContext): boolean {
	const { kind, estimatedRows } = context.description;
	const isBig = (estimatedRows ?? 0) >= context.settings.narrowFromRows;
	const isSame = context.fieldsWithoutBase.size + context.changes.newFields.length === 0 && !context.changes.isScopeChanged && !context.pair.is_new;
	return isBig && isSame && (kind === 'table' || kind === 'partitioned') && context.effectiveMode !== 'reconciliation';
}

/** A changed mapping makes every living link worth a look; what it means is planned behind the guard. */
async function markMappingChange(context: RunContext): Promise<void> {
	if (context.fieldsWithoutBase.size + context.changes.newFields.length === 0) return;
	await fenced(context, (tx) =>
		tx.execute({
			text: `update ${context.tables.link} l set pending = ${addPending('l', 'mapping')}, pending_since = coalesce(l.pending_since, clock_timestamp()), next_attempt_at = null where l.pair = $1 and l.state = 'live'`,
			values: [context.pair.id],
		}),
	);
}

/** From here on the configuration of this run is the pair's own. */
async function takeUpConfiguration(context: RunContext): Promise<void> {
	const fields = context.mapping.fields.filter((field) => context.fieldsWithoutBase.has(field.name));
	const lost = { columns: fields.flatMap((field) => field.local), properties: fields.flatMap((field) => field.remote) };
	await parkBases(context, lost);
	if (context.heals) await parkBases(context, { columns: context.mapping.fields.flatMap((field) => field.local), properties: context.mapping.fields.flatMap((field) => field.remote) }, true);
	await fenced(context, (tx) => adoptConfiguration(tx, context.tables, context.pair.id, context.facts));
	(context.fieldsWithoutBase as Set<string>).clear();
}
