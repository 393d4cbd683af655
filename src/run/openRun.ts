import { BatchSyncError, ConfigurationError } from '../errors';
import { APPLICATION_NAME, checkSchemaVersion, isLockFailure, lockWaitIn, migrate } from '../postgres';
import type { RowCondition } from '../postgres/stores/localTable';
import { acquireLease } from '../postgres/stores/leaseStore';
import type { LeaseAnswer } from '../postgres/stores/leaseStore';
import { findOrEnterPair } from '../postgres/stores/pairStore';
import type { PairFacts, PairRow } from '../postgres/stores/pairStore';
import { closeDeadRuns, endRun, insertRun } from '../postgres/stores/runStore';
import type { Tables } from '../postgres/stores/tables';
import { adoptedHashesOf } from './configurationHashes';
import type { ConfigurationHashes } from './configurationHashes';
import type { PairDescription } from './describePair';
import { areDisjoint } from './describePair';
import type { EnginePorts } from './engine';
import { measureUnopened } from './measureUnopened';
import type { RunRequest, RunSettings } from './types';

/** How long a lease whose heartbeat has stopped is waited for. */
const LONGEST_WAIT_MS = 90_000;

/** Makes sure that the package's tables are there, making them where allowed. */
export async function requireTables(ports: Pick<EnginePorts, 'database' | 'schema'>, allowSetUp: boolean): Promise<void> {
	if (allowSetUp) {
		await migrate(ports.database, ports.schema);
		return;
	}
	const state = await ports.database.transaction((tx) => checkSchemaVersion(tx, ports.schema));
	if (state === 'missing') {
		throw new ConfigurationError(`The tables of Batch Sync are not in schema '${ports.schema}'. Run the operation Set Up once with a user that may create them, or allow Run Sync to set them up.`);
	}
}

/** Enters the pair, refusing one whose rows or work packages another pair already syncs. */
export function enterPair(ports: EnginePorts, tables: Tables, facts: PairFacts, described: PairDescription): Promise<PairRow> {
	return ports.database.transaction(async (tx) => {
		const others = await tx.query<{ name: string; scope: { local: { schema: string; table: string; filter: readonly RowCondition[] }; remote: { projectId: string; type: string | null }; server: string } }>({
			text: `select name, scope from ${tables.pair} where name <> $1 order by name`,
			values: [facts.name],
		});
		const mine = facts.scope as unknown as (typeof others)[number]['scope'];
		for (const other of others) {
			const isSameTable = other.scope.local.schema === mine.local.schema && other.scope.local.table === mine.local.table;
			if (isSameTable && !areDisjoint(other.scope.local.filter, described.table.filter)) {
				throw new ConfigurationError(`Pair '${other.name}' already syncs rows of ${mine.local.schema}.${mine.local.table}. Two pairs may share a table only if each filters the same column for other values.`);
			}
			const isSameProject = other.scope.server === mine.server && other.scope.remote.projectId === mine.remote.projectId;
			if (isSameProject && (other.scope.remote.type === null || mine.remote.type === null || other.scope.remote.type === mine.remote.type)) {
				throw new ConfigurationError(`Pair '${other.name}' already syncs this OpenProject project${mine.remote.type === null ? '' : ` and type '${mine.remote.type}'`}. Two pairs may share a project only with a work package type of their own each.`);
			}
		}
		return await findOrEnterPair(tx, tables, facts);
	});
}

export type OpenedRun =
	| { readonly status: 'open'; readonly run: { readonly id: string; readonly startedAt: string }; readonly fence: string; readonly databaseNowMs: number; readonly deadRuns: readonly string[] }
	| { readonly status: 'busy'; readonly run: { readonly id: string; readonly startedAt: string }; readonly message: string };

/**
 * Enters a run and takes the lease. A lease whose heartbeat still beats ends the run as busy, at the first beat seen;
 * one that is silent is waited for until it runs out.
 */
export async function openRun(ports: EnginePorts, tables: Tables, pair: PairRow, settings: RunSettings, asked: { readonly request: RunRequest; readonly undoes: string | null; readonly hashes: ConfigurationHashes }): Promise<OpenedRun> {
	const { request } = asked;
	const run = await ports.database.transaction((tx) => insertRun(tx, tables, { pair: pair.id, mode: request.mode, ...asked, adopted: adoptedHashesOf(pair).config }));
	const claim = { pair: pair.id, run: run.id, holder: `${request.startedBy} (process ${process.pid})`, leaseMs: settings.leaseMs, heartbeatMs: settings.heartbeatMs };
	const since = ports.clock.monotonic();
	let heartbeat: string | null = null;
	let silentSince: string | null = null;
	for (;;) {
		if (ports.signal?.aborted === true && heartbeat !== null) return { status: 'busy', run, message: `The run was cancelled while it waited for another run of pair '${pair.name}'.` };
		const asked = await ports.database.transaction((tx) => acquireLease(tx, tables, { ...claim, silentSince })).catch((error: unknown) => heldUp(error));
		if (asked.status === 'locked') {
			// A transaction of a run that is gone ends by itself, soon; what anybody else has locked is not waited for.
			if (!asked.isOurs || ports.clock.monotonic() - since > LONGEST_WAIT_MS) return { status: 'busy', run, message: `The run could not begin. ${asked.message}` };
			continue;
		}
		const answer: LeaseAnswer = asked;
		if (answer.status === 'acquired') {
			const deadRuns = await ports.database.transaction((tx) => closeDeadRuns(tx, tables, pair.id, run.id));
			const now = await ports.database.transaction((tx) => tx.query<{ now_ms: string }>({ text: 'select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now_ms' }));
			return { status: 'open', run, fence: answer.fence, databaseNowMs: Number(now[0]?.now_ms ?? 0), deadRuns };
		}
		heartbeat ??= answer.heartbeatAt;
		const isBeating = answer.heartbeatAt !== heartbeat;
		const waitedMs = ports.clock.monotonic() - since;
		if (isBeating || waitedMs > LONGEST_WAIT_MS) return { status: 'busy', run, message: busyMessage(pair.name, answer) };
		if (waitedMs > answer.leaseMs) silentSince = heartbeat;
		else await ports.clock.sleep(Math.max(20, Math.min(settings.heartbeatMs / 2, answer.expiresInMs)));
	}
}

type HeldUp = { readonly status: 'locked'; readonly message: string; readonly isOurs: boolean };

/** The lease could not even be asked for. Throws what is no lock. */
function heldUp(error: unknown): HeldUp {
	if (!isLockFailure(error)) throw error;
	const holders = lockWaitIn(error)?.holders ?? [];
	return { status: 'locked', message: error.message, isOurs: holders.length === 0 || holders.some(({ application }) => application === APPLICATION_NAME) };
}

/** OpenProject could not even be asked who we are: a pair that is known keeps that in its history. Throws what was given. */
export async function failUnopened(ports: EnginePorts, tables: Tables, asked: { readonly name: string; readonly request: RunRequest; readonly settings: RunSettings; readonly begunAt: number }, error: unknown): Promise<never> {
	const { name, request } = asked;
	if (error instanceof BatchSyncError) {
		await ports.database.transaction(async (tx) => {
			const [pair] = await tx.query<{ id: string }>({ text: `select id from ${tables.pair} where name = $1`, values: [name] });
			if (pair === undefined) return;
			const run = await insertRun(tx, tables, { pair: pair.id, mode: request.mode, request });
			await endRun(tx, tables, run.id, { status: 'failed', effectiveMode: request.mode, message: error.message, guards: [], remarks: [], counts: null, openPlan: null, metrics: measureUnopened(ports, asked) });
		});
	}
	throw error;
}

function busyMessage(pair: string, answer: Extract<LeaseAnswer, { status: 'busy' }>): string {
	return `Run ${answer.run} of pair '${pair}' has been going on since ${answer.startedAt}, started by ${answer.startedBy}.`;
}
