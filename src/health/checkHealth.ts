import { ConfigurationError } from '../errors';
import { checkSchemaVersion, isLockFailure, withPatience } from '../postgres';
import { tablesIn } from '../postgres/stores/tables';
import { requireName } from '../metrics/requireName';
import { checkPair } from './checkPair';
import { judgeErrorRate, judgeLastGoodRun } from './checks/runChecks';
import { lockedCheck } from './checks/locksCheck';
import { judged } from './judge';
import { messageOf, stateOf } from './overall';
import { readRunFacts } from './read/readRunFacts';
import { thresholdsOf } from './thresholds';
import type { HealthCheck, HealthPorts, HealthQuery, HealthReport } from './types';

/**
 * How a pair, or the runs recorded under a name, are doing: everything looked at with a finding and what to do, and the worst of it as
 * the state. Writes nothing anywhere. What is wrong with the systems is a finding; it throws a ConfigurationError for a name nobody
 * has and a DatabaseError where the database itself cannot be asked. It waits for no lock for longer than a second: what is locked, and by
 * whom, is a finding.
 */
export async function checkHealth(given: HealthPorts, query: HealthQuery): Promise<HealthReport> {
	const ports: HealthPorts = { ...given, database: withPatience(given.database, { lockMs: LOCK_MS }) };
	try {
		return await checkAll(ports, query);
	} catch (error) {
		// Whoever asks how things are is to hear that they hang, not to hang as well.
		if (!isLockFailure(error)) throw error;
		return reportOf(query.name, 'engine', new Date().toISOString(), [await lockedCheck(error, ports.database, ports.schema, null)]);
	}
}

/** How long a check waits for a lock. */
const LOCK_MS = 1000;

async function checkAll(ports: HealthPorts, query: HealthQuery): Promise<HealthReport> {
	const thresholds = thresholdsOf(query.thresholds ?? {});
	const tables = tablesIn(ports.schema);
	const schema = await judgeSchema(ports);
	if (schema.severity !== 'ok') return reportOf(query.name, 'engine', new Date().toISOString(), [schema]);
	const { source, facts } = await ports.database.transaction(async (tx) => {
		const found = await requireName(tx, tables, query.name);
		return { source: found, facts: await readRunFacts(tx, tables, { name: query.name, source: found, recentRuns: Math.max(1, Math.round(thresholds.recentRuns)) }) };
	}, { readOnly: true });
	const ofRuns = [judgeLastGoodRun(facts, thresholds), judgeErrorRate(facts, thresholds)];
	const ofPair = source === 'engine' ? await checkPair(ports, tables, query, thresholds) : [];
	return reportOf(query.name, source, facts.now, [schema, ...ofRuns, ...ofPair]);
}

/** Names of all pairs that can be checked, from A to Z. */
export async function pairNames(ports: Pick<HealthPorts, 'database' | 'schema'>): Promise<readonly string[]> {
	return await ports.database.transaction(async (tx) => {
		if ((await checkSchemaVersion(tx, ports.schema)) === 'missing') return [];
		return (await tx.query<{ name: string }>({ text: `select name from ${tablesIn(ports.schema).pair} order by name` })).map(({ name }) => name);
	}, { readOnly: true });
}

function reportOf(name: string, source: HealthReport['source'], checkedAt: string, checks: readonly HealthCheck[]): HealthReport {
	return { name, source, state: stateOf(checks), message: messageOf(name, checks), checkedAt, checks };
}

async function judgeSchema({ database, schema }: HealthPorts): Promise<HealthCheck> {
	try {
		const state = await database.transaction((tx) => checkSchemaVersion(tx, schema), { readOnly: true });
		if (state === 'current') return judged('schema', 'ok', { finding: `The tables in schema '${schema}' are those this package works with.` });
		return judged('schema', 'critical', { finding: `The tables of Batch Sync are not in schema '${schema}'.`, whatToDo: 'Check Package Schema, or run the operation Set Up of Batch Sync once.' });
	} catch (error) {
		if (!(error instanceof ConfigurationError)) throw error;
		return judged('schema', 'critical', { finding: error.message, whatToDo: 'Do as it says; until then no run works.' });
	}
}
