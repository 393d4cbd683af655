import { BatchSyncError } from '../../errors';
import { isLockFailure, type Transaction } from '../../postgres';
import { adoptedHashesOf } from '../../run/configurationHashes';
import { describePair, type PairDescription } from '../../run/describePair';
import { judged } from '../judge';
import type { PairFacts } from '../read/readPairFacts';
import type { HealthCheck } from '../types';

/** The pair's configuration held against the table as it is now. */
export interface Drift {
	readonly check: HealthCheck;
	/** null: the configuration does not fit the table any more. */
	readonly described: PairDescription | null;
}

/** Columns that are gone, columns whose type changed, and a configuration that the last run was given and did not take up. */
export async function judgeConfiguration(tx: Transaction, facts: PairFacts): Promise<Drift> {
	try {
		const described = await describePair(tx, facts.configuration);
		return { check: fitting(facts, described), described };
	} catch (error) {
		if (!(error instanceof BatchSyncError) || isLockFailure(error)) throw error;
		return { check: judged('configuration', 'critical', { finding: `The configuration does not fit the database any more. ${error.message}`, value: error.code, whatToDo: 'Bring back what is missing, or change the field mapping in Batch Sync. Until then every run fails.' }), described: null };
	}
}

function fitting({ columnTypes, newest, adopted }: PairFacts, { table }: PairDescription): HealthCheck {
	const changed = table.columns.filter(({ name, type }) => Object.hasOwn(columnTypes, name) && columnTypes[name] !== type).map(({ name, type }) => `'${name}' from ${columnTypes[name] ?? ''} to ${type}`);
	if (changed.length > 0) {
		return judged('configuration', 'warning', { finding: `Since the last run the type changed of ${changed.join(', ')}.`, value: changed.length, threshold: 1, whatToDo: 'Run Preview Plan: these fields are compared anew, and the plan shows what would be written.' });
	}
	const hash = adoptedHashesOf(adopted).config;
	if (newest !== null && newest.hash !== hash) {
		return judged('configuration', 'warning', { finding: `Run ${newest.run}, the newest, was given another mapping, scope or policy than the one in use, and has not taken it up.`, value: newest.hash.slice(0, 12), threshold: hash.slice(0, 12), whatToDo: 'If the change is meant, look at the plan and carry it out with Apply Plan; if not, change the node back.' });
	}
	return judged('configuration', 'ok', { finding: 'The configuration is the one last used, and fits the table.', value: hash.slice(0, 12) });
}
