import { ConfigurationError } from '../errors';
import { checkSchemaVersion } from '../postgres';
import { readAdopted } from '../postgres/stores/pairStore';
import { readPlannedRun } from '../postgres/stores/planStore';
import { tablesIn } from '../postgres/stores/tables';
import type { ReadConfiguration } from './engine';
import { requireRunId } from './settings';
import type { PairConfiguration } from './types';

/**
 * The configuration a pair was last run with, or the one a plan that waits was made under: so that what a person asks
 * for later (Apply Plan, Undo Run, Release Links, Resync) works with the very settings the sync has, without giving them
 * again. Throws a ConfigurationError where the pair is not known.
 */
export const readConfiguration: ReadConfiguration = async (ports, query) => {
	if (query.plan !== null) requireRunId(query.plan, 'plan');
	const tables = tablesIn(ports.schema);
	return await ports.database.transaction(async (tx) => {
		if ((await checkSchemaVersion(tx, ports.schema)) === 'missing') throw new ConfigurationError(`The tables of Batch Sync are not in schema '${ports.schema}', so nothing is known of pair '${query.pair}' there. Check Package Schema, or run Run Sync or Preview Plan first.`);
		const pair = await readAdopted(tx, tables, query.pair);
		if (pair === undefined) throw new ConfigurationError(`There is no pair '${query.pair}' yet. Give the Pair Name the sync has, or run Run Sync or Preview Plan first.`);
		// What is wrong with a plan, the run says; here only its configuration is of interest.
		const plan = query.plan === null ? undefined : await readPlannedRun(tx, tables, query.plan);
		return (plan !== undefined && plan.pair === pair.id && plan.config !== null ? plan.config : pair.config) as PairConfiguration;
	}, { readOnly: true });
};
