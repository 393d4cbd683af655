import { BatchSyncError, LeaseLostError } from '../errors';
import { evaluateGuards, guardsAsJson } from '../plan';
import type { GuardFinding } from '../plan';
import { checksum } from '../record';
import { observeLocal } from '../postgres/stores/observeLocal';
import { adoptConfiguration } from '../postgres/stores/pairStore';
import { endRun, writeProgress } from '../postgres/stores/runStore';
import { addPending, tablesIn } from '../postgres/stores/tables';
import type { Tables } from '../postgres/stores/tables';
import { applyRun } from './applyRun';
import { fenced } from './context';
import type { RunContext } from './context';
import { describePair, factsOf } from './describePair';
import type { EnginePorts, RunSync } from './engine';
import { LeaseKeeper } from './leaseKeeper';
import { measureGuards } from './measureGuards';
import { observeRemote } from './observeRemote';
import { enterPair, failUnopened, openRun, requireTables } from './openRun';
import type { OpenedRun } from './openRun';
import { pairRecords } from './pairRecords';
import { planRun } from './planRun';
import { ProgressKeeper } from './progressKeeper';
import { parkBases, recordInherited } from './recordBases';
import { recover } from './recover';
import { refreshStatistics } from './refreshStatistics';
import { refineEditTimes } from './refineEditTimes';
import { refuseDoubles } from './refuseDoubles';
import { reopenCycles } from './reopenCycles';
import { readReport } from './report';
import type { RunReport } from './report';
import { emptyCounts, sentenceFor } from './runMessage';
import { standingRemarks } from './standingRemarks';
import { StopSwitch } from './stopSwitch';
import type { PairConfiguration, RunRequest, RunResult, RunStatus } from './types';
import { readUserMap } from './userMap';
import { checkRequest, checkSettings } from './settings';
import { wakeResolved } from './wakeResolved';
import { wakeTaken } from './untangle';
import { wakeUnresolved } from './wakeUnresolved';

/** Passes after the first: what our own writes made the sides show is carried once or twice more, then left to the next run. */
const SECOND_PASSES = 2;
/** Links handled together in a second pass at least: rows that exchange unique values have to meet in one batch. */
const SECOND_PASS_BATCH = 50;
/** From this many moved links on, the planner's statistics are refreshed before the tables are joined. */
const MANY = 1000;

/**
 * Runs one sync of a pair: recover, observe local, observe remote, record, plan, guard, apply, second pass, report.
 *
 * Conflicts, failures of single records, guards and a run already going on are results; it throws (a BatchSyncError)
 * only where the pair cannot be run at all or a whole side fails. Whatever it throws, what was done is recorded and
 * the next run goes on from there.
 */
export const runSync: RunSync = async (ports, configuration, settings, request, options) => {
	checkSettings(settings);
	checkRequest(request);
	const begunAt = ports.clock.monotonic();
	await requireTables(ports, options.allowSetUp);
	const tables = tablesIn(ports.schema);
	const { described, users } = await ports.database.transaction(async (tx) => ({ described: await describePair(tx, configuration), users: await readUserMap(tx, configuration.users) }));
	const info = await ports.remote.open().catch((error: unknown) => failUnopened(ports, tables, configuration.name, request, error));
	const facts = factsOf(configuration, described, info, ports.remote.urlOf('0'));
	const pair = await enterPair(ports, tables, facts, described);
	const opened = await openRun(ports, tables, pair, settings, request);
	if (opened.status === 'busy') return await skip(ports, tables, configuration, request, pair.id, opened, begunAt);
	const lease = new LeaseKeeper({ database: ports.database, clock: ports.clock, tables, pair: pair.id, run: opened.run.id, fence: opened.fence, leaseMs: settings.leaseMs, heartbeatMs: settings.heartbeatMs });
	const nowOffset = opened.databaseNowMs - ports.clock.monotonic();
	const changes = changesOf(pair, facts);
	const context: RunContext = {
		database: ports.database, remote: ports.remote, clock: ports.clock, tables, configuration, settings, request, pair, facts, run: opened.run,
		table: described.table, description: described.description, mapping: described.mapping, users, info, lease, changes,
		progress: new ProgressKeeper(ports.clock, progressReporter(ports, tables, opened.run.id)),
		stop: new StopSwitch({ clock: ports.clock, deadlineMs: settings.deadlineMs, outageLimit: Math.max(5, settings.workers * 2), signal: ports.signal, lease }),
		fieldsWithoutBase: new Set(request.resync === true ? described.mapping.fields.map((field) => field.name) : changes.changedFields),
		nowMs: () => nowOffset + ports.clock.monotonic(),
		remarks: [...described.remarks, ...info.remarks, ...(opened.deadRuns.length > 0 ? [`This run took over from run ${opened.deadRuns.join(', ')}, which ended without a report.`] : [])],
		doubtfulCreates: [],
		written: { local: 0, remote: 0 },
		clockDifferenceMs: 0,
		effectiveMode: request.resync === true ? 'reconciliation' : request.mode === 'delta_sync' && (request.ids ?? []).length === 0 ? 'incremental' : request.mode,
	};
	try {
		return await carryOut(context, begunAt);
	} catch (error) {
		await recordFailure(context, error);
		throw error;
	} finally {
		await lease.release();
	}
};

function changesOf(pair: RunContext['pair'], facts: RunContext['facts']): RunContext['changes'] {
	if (pair.is_new) return { isScopeChanged: false, changedFields: [], newFields: [] };
	const names = Object.keys(facts.mappingHashes);
	return {
		isScopeChanged: pair.scope_hash !== facts.scopeHash,
		changedFields: names.filter((name) => pair.mapping_hashes[name] !== undefined && pair.mapping_hashes[name] !== facts.mappingHashes[name]),
		newFields: names.filter((name) => pair.mapping_hashes[name] === undefined),
	};
}

function progressReporter(ports: EnginePorts, tables: Tables, run: string): (progress: Parameters<NonNullable<EnginePorts['onProgress']>>[0]) => void {
	let isWriting = false;
	return (progress) => {
		ports.onProgress?.(progress);
		if (isWriting) return;
		isWriting = true;
		// Progress is a courtesy: failing to write it must not fail the run, which notices a lost database by itself.
		ports.database.transaction((tx) => writeProgress(tx, tables, run, progress)).catch(() => undefined).finally(() => {
			isWriting = false;
		});
	};
}

async function carryOut(context: RunContext, begunAt: number): Promise<RunResult> {
	context.progress.begin('recover');
	await recover(context);
	context.progress.begin('observe_local');
	const local = await fenced(context, (tx) =>
		observeLocal(tx, context.tables, context.pair.id, context.table, {
			isRowSecurityActive: context.description.rowSecurityActive,
			versusUpdate: context.configuration.deletePolicy.versusUpdate,
			mayNarrow: mayNarrow(context),
		}),
	);
	await recordInherited(context);
	context.progress.begin('observe_remote');
	const remote = await observeRemote(context);
	context.progress.begin('record');
	const moved = local.changed + local.created + remote.changed + remote.created;
	if (moved > MANY) await refreshStatistics(context, 'link');
	await pairRecords(context);
	await refuseDoubles(context);
	await wakeUnresolved(context);
	await wakeResolved(context);
	await reopenCycles(context);
	await refineEditTimes(context);
	await markMappingChange(context);
	context.progress.begin('plan', moved);
	const summary = await planRun(context);
	if (summary.links > MANY) await refreshStatistics(context, 'operation');
	context.progress.begin('guard');
	const findings = evaluateGuards(await measureGuards(context, summary, { localRows: local.rows, remoteTotal: remote.total }), context.settings.guards);
	if (context.request.preview === true) return await finish(context, 'previewed', findings, summary.agreements, begunAt);
	if (findings.length > 0) return await finish(context, 'stopped_by_guard', findings, summary.agreements, begunAt);
	await takeUpConfiguration(context);
	context.progress.begin('apply', summary.links);
	await applyRun(context);
	for (let pass = 1; pass <= SECOND_PASSES && context.stop.reason() === null; pass += 1) {
		context.progress.begin('second_pass');
		await wakeUnresolved(context, 'settle');
		if (pass === 1) await wakeTaken(context);
		const again = await planRun(context, 'settle');
		if (again.links === 0) break;
		await applyRun(context, SECOND_PASS_BATCH);
	}
	const reason = context.stop.reason();
	const status: RunStatus = reason === null ? 'done' : reason === 'cancelled' ? 'cancelled' : 'partial';
	return await finish(context, status, [], summary.agreements, begunAt);
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
	await fenced(context, (tx) => adoptConfiguration(tx, context.tables, context.pair.id, context.facts));
	(context.fieldsWithoutBase as Set<string>).clear();
}

async function finish(context: RunContext, status: RunStatus, findings: readonly GuardFinding[], agreements: number, begunAt: number): Promise<RunResult> {
	context.progress.begin('report');
	const report = await readReport(context, agreements);
	context.remarks.push(...(await fenced(context, (tx) => standingRemarks(tx, context))));
	const durationMs = Math.round(context.clock.monotonic() - begunAt);
	const message = sentenceFor({ status, pair: context.configuration.name, report, written: context.written, findings, durationMs, stopReason: context.stop.reason() });
	const finishedAt = await fenced(context, (tx) =>
		endRun(tx, context.tables, context.pair.id, context.run.id, {
			status, effectiveMode: context.effectiveMode, message, guards: guardsAsJson(findings), remarks: context.remarks,
			counts: { local: report.local, remote: report.remote, conflicts: report.conflictCount, failures: report.failureCount },
			configHash: checksum({ scope: context.facts.scopeHash, mapping: context.facts.mappingHashes, policy: context.facts.policyHash }).toString('hex'),
		}),
	);
	return resultOf(context, { status, message, findings, report, durationMs, finishedAt });
}

function resultOf(context: RunContext, end: { status: RunStatus; message: string; findings: readonly GuardFinding[]; report: RunReport; durationMs: number; finishedAt: string }): RunResult {
	const { report } = end;
	return {
		run: context.run.id, pair: context.configuration.name, mode: context.request.mode, effectiveMode: context.effectiveMode, status: end.status, message: end.message,
		startedAt: context.run.startedAt, finishedAt: end.finishedAt, durationMs: end.durationMs, local: report.local, remote: report.remote, plan: report.plan,
		conflictCount: report.conflictCount, conflicts: report.conflicts, failureCount: report.failureCount, failures: report.failures, guards: end.findings, remarks: context.remarks,
		written: { ...context.written }, requests: context.remote.stats().requests, peakMemoryBytes: context.progress.peakMemoryBytes, operations: report.operations,
	};
}

async function recordFailure(context: RunContext, error: unknown): Promise<void> {
	if (error instanceof LeaseLostError) return;
	const message = error instanceof BatchSyncError ? error.message : `Unexpected: ${error instanceof Error ? error.message : String(error)}`;
	try {
		await fenced(context, (tx) =>
			endRun(tx, context.tables, context.pair.id, context.run.id, { status: 'failed', effectiveMode: context.effectiveMode, message, guards: [], remarks: context.remarks, counts: null, configHash: null }),
		);
	} catch (second) {
		// The first error is the one to tell; the run is closed by whoever takes over.
		if (!(second instanceof BatchSyncError)) throw second;
	}
}

async function skip(ports: EnginePorts, tables: Tables, configuration: PairConfiguration, request: RunRequest, pair: string, opened: Extract<OpenedRun, { status: 'busy' }>, begunAt: number): Promise<RunResult> {
	const finishedAt = await ports.database.transaction((tx) =>
		endRun(tx, tables, pair, opened.run.id, { status: 'skipped', effectiveMode: request.mode, message: opened.message, guards: [], remarks: [], counts: null, configHash: null }),
	);
	return {
		run: opened.run.id, pair: configuration.name, mode: request.mode, effectiveMode: request.mode, status: 'skipped', message: opened.message, startedAt: opened.run.startedAt, finishedAt,
		durationMs: Math.round(ports.clock.monotonic() - begunAt), local: emptyCounts, remote: emptyCounts,
		plan: { remote: { create: 0, update: 0, delete: 0 }, local: { create: 0, update: 0, delete: 0 }, agreements: 0 },
		conflictCount: 0, conflicts: [], failureCount: 0, failures: [], guards: [], remarks: [], written: { local: 0, remote: 0 }, requests: ports.remote.stats().requests, peakMemoryBytes: process.memoryUsage().rss, operations: [],
	};
}

