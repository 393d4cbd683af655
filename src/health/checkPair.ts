import { BatchSyncError, type DatabaseError } from '../errors';
import { isLockFailure } from '../postgres';
import type { Tables } from '../postgres/stores/tables';
import { readUserMap } from '../run/userMap';
import { judgeAgreement } from './checks/agreementCheck';
import { judgeClock, readClockDifference } from './checks/clockCheck';
import { checkLocks, lockedCheck } from './checks/locksCheck';
import { judgeCounts } from './checks/countsCheck';
import { judgeConfiguration, type Drift } from './checks/driftChecks';
import { judgeNotCarried } from './checks/notCarriedCheck';
import { judgeConflicts, judgeFailingRecords, judgeLease, judgeWaitingChanges, judgeWaitingPlan } from './checks/queueChecks';
import { compareAll, compareSample } from './compare/comparePair';
import type { CompareScope } from './compare/types';
import { judged } from './judge';
import { countRows } from './read/countRows';
import { readPairFacts, type PairFacts } from './read/readPairFacts';
import type { HealthCheck, HealthPorts, HealthQuery, HealthRemote, HealthThresholds } from './types';

const USUAL_SAMPLE = 25;

interface Known {
	readonly facts: PairFacts;
	readonly drift: Drift;
	readonly rows: number | null;
	readonly users: CompareScope['users'] | null;
	/** Why the table could not be looked at, where somebody has it locked. */
	readonly locked: DatabaseError | null;
}

/** The checks that only a pair can be put to. */
export async function checkPair(ports: HealthPorts, tables: Tables, query: HealthQuery, thresholds: HealthThresholds): Promise<readonly HealthCheck[]> {
	let known: Known | null;
	try {
		known = await readKnown(ports, tables, query.name);
	} catch (error) {
		if (!isLockFailure(error)) throw error;
		return [await lockedCheck(error, ports.database, ports.schema, null)];
	}
	if (known === null) return [];
	const { facts, drift } = known;
	const remote = await openRemote(ports.remote);
	return [
		known.locked === null ? await checkLocks(ports.database, ports.schema, facts.configuration.local) : await lockedCheck(known.locked, ports.database, ports.schema, facts.configuration.local),
		judgeLease(facts, thresholds), judgeWaitingPlan(facts), judgeWaitingChanges(facts, thresholds), ...judgeNotCarried(facts, thresholds), judgeFailingRecords(facts, thresholds), judgeConflicts(facts, thresholds),
		drift.check,
		...(remote.check === null ? [] : [remote.check]),
		...(await overRemote('clock', remote, async (port) => judgeClock(await readClockDifference(ports.database, port), thresholds))),
		...(await consistency(ports, tables, query, { known, remote, thresholds })),
	];
}

async function readKnown(ports: HealthPorts, tables: Tables, name: string): Promise<Known | null> {
	const facts = await ports.database.transaction((tx) => readPairFacts(tx, tables, name), { readOnly: true });
	if (facts === null) return null;
	try {
		return await ports.database.transaction(async (tx) => {
			const drift = await judgeConfiguration(tx, facts);
			if (drift.described === null) return { facts, drift, rows: null, users: null, locked: null };
			return { facts, drift, rows: await countRows(tx, drift.described), users: await readUserMap(tx, facts.configuration.users), locked: null };
		}, { readOnly: true });
	} catch (error) {
		if (!isLockFailure(error)) throw error;
		return { facts, drift: { check: judged('configuration', 'unknown', { finding: 'The table is locked and could not be looked at.' }), described: null }, rows: null, users: null, locked: error };
	}
}

interface OpenedRemote {
	/** null: it was not given, or does not answer. */
	readonly port: HealthRemote | null;
	/** null: it was not given. */
	readonly check: HealthCheck | null;
}

async function openRemote(remote: HealthRemote | undefined): Promise<OpenedRemote> {
	if (remote === undefined) return { port: null, check: null };
	try {
		const { projectName } = await remote.open();
		return { port: remote, check: judged('openproject', 'ok', { finding: `OpenProject answers, and project '${projectName}' is there.` }) };
	} catch (error) {
		return { port: null, check: unanswered(error) };
	}
}

/** What OpenProject answers is the engine's own sentence; anything else is a mistake of ours and thrown on. */
function unanswered(error: unknown): HealthCheck {
	if (!(error instanceof BatchSyncError)) throw error;
	return judged('openproject', 'critical', { finding: error.message, value: error.code, whatToDo: 'Check that OpenProject is up, and the credential and project. Runs go on by themselves once it answers.' });
}

/** A check that needs OpenProject: none where it was not given, and its failure instead where it stops answering. */
async function overRemote(name: 'clock', remote: OpenedRemote, check: (port: HealthRemote) => Promise<HealthCheck>): Promise<readonly HealthCheck[]> {
	if (remote.check === null) return [];
	if (remote.port === null) return [judged(name, 'unknown', { finding: 'OpenProject does not answer.' })];
	try {
		return [await check(remote.port)];
	} catch (error) {
		return [{ ...unanswered(error), name }];
	}
}

async function consistency(ports: HealthPorts, tables: Tables, query: HealthQuery, { known, remote, thresholds }: { readonly known: Known; readonly remote: OpenedRemote; readonly thresholds: HealthThresholds }): Promise<readonly HealthCheck[]> {
	const { facts, drift, rows, users } = known;
	if (drift.described === null || users === null) return [judged('counts', 'unknown', { finding: 'The table could not be read as configured.' }), judged('agreement', 'unknown', { finding: 'The table could not be read as configured.' })];
	// Without an answer now, what was last seen would only be compared with itself.
	if (remote.check !== null && remote.port === null) return [judged('counts', 'unknown', { finding: 'OpenProject does not answer.' }), judged('agreement', 'unknown', { finding: 'OpenProject does not answer.' })];
	try {
		const packages = remote.port === null ? null : await remote.port.total();
		const counts = judgeCounts({ rows, packages, linkedRows: facts.linkedRows, linkedPackages: facts.linkedPackages, direction: facts.configuration.direction }, thresholds);
		if (query.compare === 'none') return [counts];
		const scope: CompareScope = { configuration: facts.configuration, described: drift.described, table: drift.described.table, tables, pair: facts, users };
		const compared = { database: ports.database, scope, remote: remote.port };
		const comparison = query.compare === 'full' ? await compareAll(compared) : await compareSample(compared, { size: query.sampleSize ?? USUAL_SAMPLE, random: query.random ?? Math.random });
		return [counts, judgeAgreement(comparison)];
	} catch (error) {
		if (isLockFailure(error)) return [judged('agreement', 'unknown', { finding: error.message })];
		return [{ ...unanswered(error), name: 'agreement' }];
	}
}
