import { closestNames } from '../closestNames';
import { ConfigurationError } from '../errors';
import type { Transaction } from '../postgres';
import type { Tables } from '../postgres/stores/tables';
import type { RunSource } from './types';

/** Named in a message at most. */
const MOST_NAMED = 10;

/** Names under which there are runs, of pairs and of workflows, from A to Z. A pair is there from its first run on. */
export async function readNames(tx: Transaction, tables: Tables): Promise<ReadonlyArray<{ readonly name: string; readonly source: RunSource }>> {
	return await tx.query<{ name: string; source: RunSource }>({
		text: `select name, 'engine' as source from ${tables.pair} union select name, 'recorded' from ${tables.run_total} where source = 'recorded' order by name, source`,
	});
}

/** Refuses a name nobody has, with those that are close. */
export async function requireName(tx: Transaction, tables: Tables, name: string): Promise<RunSource> {
	const known = await readNames(tx, tables);
	const found = known.find((one) => one.name === name);
	if (found !== undefined) return found.source;
	const names = known.map((one) => one.name);
	const close = closestNames(name, names);
	const shown = close.length > 0 ? close : names.slice(0, MOST_NAMED);
	throw new ConfigurationError(`Nothing has run under the name '${name}'. ${shown.length === 0 ? 'Nothing has run at all yet: run Batch Sync, or record a run with Record Run first.' : `Pick one of: ${shown.join(', ')}.`}`);
}
