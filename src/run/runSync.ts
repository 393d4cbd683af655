import { BatchSyncError, ConfigurationError, LeaseLostError, RemoteAnswerError, RemoteRefusedError } from '../errors';
import { isLockFailure } from '../postgres';
import { keepKnown, readKnown } from '../postgres/stores/pairStore';
import { endRun, writeProgress } from '../postgres/stores/runStore';
import { readRepertoire } from '../postgres/repertoire';
import { tablesIn } from '../postgres/stores/tables';
import type { Tables } from '../postgres/stores/tables';
import { bareResult } from './bareResult';
import { checkTask } from './checkTask';
import { fenced } from './context';
import type { RunContext } from './context';
import { describePair, factsOf } from './describePair';
import { fitEncoding } from './fitEncoding';
import type { EnginePorts, RunSync } from './engine';
import { hashesOf } from './configurationHashes';
import { noKeylessRows } from './keylessRows';
import { Halt } from './halt';
import { LeaseKeeper } from './leaseKeeper';
import { carryOut } from './loop';
import { endInPart } from './endInPart';
import { endUnopened } from './endUnopened';
import { enterPair, failUnopened, openRun, requireTables } from './openRun';
import type { OpenedRun } from './openRun';
import { measureRun } from './measureRun';
import { ProgressKeeper } from './progressKeeper';
import { nameOfTask } from './runMessage';
import { StopSwitch } from './stopSwitch';
import type { PairConfiguration, RunMode, RunRequest, RunResult, RunTask } from './types';
import { readUserMap } from './userMap';
import { checkRequest, checkSettings, taskOf } from './settings';

/**
 * Runs one pair for whatever its request says: a sync, a resync, applying a plan, an undo, releasing links.
 *
 * Conflicts, failures of single records, guards and (for a sync) a run already going on are results; it throws (a
 * BatchSyncError) only where the request does not fit what is recorded, the pair cannot be run at all, or a whole side
 * fails. Whatever it throws, what was done is recorded and the next run goes on from there.
 */
export const runSync: RunSync = async (given, configuration, settings, request, options) => {
	checkSettings(settings);
	checkRequest(request);
	const task = taskOf(request);
	const begunAt = given.clock.monotonic();
	await requireTables(given, options.allowSetUp);
	const tables = tablesIn(given.schema);
	const opening = await given.database.transaction(async (tx) => ({
		described: await describePair(tx, configuration),
		users: await readUserMap(tx, configuration.users),
		known: await readKnown(tx, tables, configuration.name, settings.completeEveryMs),
		repertoire: await readRepertoire(tx),
	})).catch((error: unknown) => endUnopened(given, tables, { name: configuration.name, request, begunAt }, error));
	if (!('described' in opening)) return opening;
	const { described, users, known, repertoire } = opening;
	const ports = await fitEncoding(given, repertoire, configuration, described.table.hasRawText);
	const info = await ports.remote.open(known).catch((error: unknown) => failUnopened(ports, tables, { name: configuration.name, request, settings, begunAt }, error));
	const facts = factsOf(configuration, described, info, ports.remote.urlOf('0'));
	const query = { pair: configuration.name, task, hashes: hashesOf(facts), planMaxAgeMs: settings.planMaxAgeMs };
	const first = await ports.database.transaction((tx) => checkTask(tx, tables, query));
	const pair = await enterPair(ports, tables, facts, described);
	if (info.found !== null) await ports.database.transaction((tx) => keepKnown(tx, tables, pair.name, info.found));
	const opened = await openRun(ports, tables, pair, settings, { request, undoes: first.undoes, hashes: query.hashes });
	if (opened.status === 'busy') return await skip(ports, tables, configuration, request, opened, begunAt);
	const lease = new LeaseKeeper({ database: ports.database, clock: ports.clock, tables, pair: pair.id, run: opened.run.id, fence: opened.fence, leaseMs: settings.leaseMs, heartbeatMs: settings.heartbeatMs });
	const stop = new StopSwitch({ clock: ports.clock, deadlineMs: settings.deadlineMs, outageLimit: Math.max(5, settings.workers * 2), signal: ports.signal, lease });
	const halt = new Halt(ports.clock);
	// A run that is to stop waits for what is under way, not for pauses between attempts, nor for long for the database.
	const hearStop = (): void => {
		if (stop.reason() === null) return;
		ports.remote.stopRetrying();
		halt.beat();
	};
	lease.onBeat = hearStop;
	ports.signal?.addEventListener('abort', hearStop);
	const nowOffset = opened.databaseNowMs - ports.clock.monotonic();
	const changes = changesOf(pair, facts);
	const context: RunContext = {
		database: ports.database, remote: ports.remote, clock: ports.clock, begunAt, tables, configuration, settings, request, task, plan: first.plan, undoes: first.undoes, undoesUndo: first.undoesUndo,
		isResync: first.isResync, hashes: query.hashes, pair, facts, run: opened.run,
		table: described.table, description: described.description, mapping: described.mapping, users, info, lease, changes, stop, halt,
		progress: new ProgressKeeper(ports.clock, progressReporter(ports, tables, opened.run.id)),
		fieldsWithoutBase: new Set(first.isResync ? described.mapping.fields.map((field) => field.name) : changes.changedFields),
		nowMs: () => nowOffset + ports.clock.monotonic(),
		remarks: [...described.remarks, ...info.remarks, ...(opened.deadRuns.length > 0 ? [`This run took over from run ${opened.deadRuns.join(', ')}, which ended without a report.`] : [])],
		doubtfulCreates: [],
		notMade: null,
		keyless: noKeylessRows,
		locked: { links: new Set(), message: null, table: null, wait: null },
		written: { local: 0, remote: 0 },
		dates: { followed: 0, putBack: 0, moved: 0 },
		tendedParents: new Set(),
		unheeded: { left: 0, editedAfterDelete: { local: { count: 0, named: [] }, remote: { count: 0, named: [] } } },
		clockDifferenceMs: 0,
		effectiveMode: modeOf(request, first.isResync),
		heals: false,
	};
	try {
		// Once more under the lease: another run may have applied, undone or released the same meanwhile.
		await fenced(context, (tx) => checkTask(tx, tables, query));
		return await carryOut(context);
	} catch (error) {
		const reason = info.found === null ? await explained(context, error) : error;
		const ended = isLockFailure(reason) ? await endInPart(context, reason) : null;
		if (ended !== null) return ended;
		await recordFailure(context, reason);
		throw reason;
	} finally {
		ports.signal?.removeEventListener('abort', hearStop);
		await lease.release();
	}
};

function modeOf(request: RunRequest, isResync: boolean): RunMode {
	if (isResync) return 'reconciliation';
	return request.mode === 'delta_sync' && (request.ids ?? []).length === 0 ? 'incremental' : request.mode;
}

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

/** What is known of OpenProject may no longer hold: where it answers otherwise than expected, it is looked at in full, and what that finds wrong is the reason. */
async function explained(context: RunContext, error: unknown): Promise<unknown> {
	if (!(error instanceof RemoteAnswerError || error instanceof RemoteRefusedError)) return error;
	try {
		await fenced(context, (tx) => keepKnown(tx, context.tables, context.pair.name, null));
		await context.remote.open();
		return error;
	} catch (found) {
		return found instanceof BatchSyncError ? found : error;
	}
}

async function recordFailure(context: RunContext, error: unknown): Promise<void> {
	if (error instanceof LeaseLostError) return;
	context.halt.enter('end');
	const message = error instanceof BatchSyncError ? error.message : `Unexpected: ${error instanceof Error ? error.message : String(error)}`;
	try {
		await fenced(context, async (tx) => {
			const metrics = await measureRun(tx, context, { report: null, processed: null });
			await endRun(tx, context.tables, context.run.id, { status: 'failed', effectiveMode: context.effectiveMode, message, guards: [], remarks: context.remarks, counts: null, openPlan: null, metrics });
		});
	} catch (second) {
		// The first error is the one to tell; the run is closed by whoever takes over.
		if (!(second instanceof BatchSyncError)) throw second;
	}
}

/** Another run goes on. For a sync that is no error: the next one comes. What a person asked for is told not to have been done. */
async function skip(ports: EnginePorts, tables: Tables, configuration: PairConfiguration, request: RunRequest, opened: Extract<OpenedRun, { status: 'busy' }>, begunAt: number): Promise<RunResult> {
	const task: RunTask['kind'] = taskOf(request).kind;
	const finishedAt = await ports.database.transaction((tx) =>
		endRun(tx, tables, opened.run.id, { status: 'skipped', effectiveMode: request.mode, message: opened.message, guards: [], remarks: [], counts: null, openPlan: null, metrics: null }),
	);
	if (task !== 'sync') throw new ConfigurationError(`${nameOfTask(task)} was not started, and nothing was written. ${opened.message} Wait until that run is over, or cancel it with Cancel Run.`);
	return bareResult(ports, { run: opened.run, pair: configuration.name, request, task, effectiveMode: request.mode, status: 'skipped', message: `Skipped: ${opened.message}`, finishedAt, begunAt, remarks: [], written: { local: 0, remote: 0 } });
}
