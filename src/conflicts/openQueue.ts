import { ConfigurationError } from '../errors';
import type { Transaction } from '../postgres';
import { requireTables } from '../postgres/stores/requireTables';
import type { Tables } from '../postgres/stores/tables';

/** The package's tables in a schema. Throws a ConfigurationError where they are not there. */
export async function openQueue(tx: Transaction, schema: string): Promise<Tables> {
	return await requireTables(tx, schema, ', so there are no conflicts there. Check Package Schema, or run the operation Set Up of Batch Sync first.');
}

/** The ID of a pair by its name. Throws a ConfigurationError that names the pairs there are. */
export async function findPairId(tx: Transaction, tables: Tables, name: string): Promise<string> {
	const pairs = await tx.query<{ id: string; name: string }>({ text: `select id, name from ${tables.pair} order by name` });
	const found = pairs.find((pair) => pair.name === name);
	if (found !== undefined) return found.id;
	const known = pairs.length === 0 ? 'There is none yet: run Batch Sync first.' : `Pairs there: ${pairs.slice(0, 20).map((pair) => pair.name).join(', ')}.`;
	throw new ConfigurationError(`There is no pair '${name}' in schema '${tables.schema}'. ${known}`);
}
