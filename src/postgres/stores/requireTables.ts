import { ConfigurationError } from '../../errors';
import { checkSchemaVersion } from '../migrations';
import type { Transaction } from '../types';
import { tablesIn, type Tables } from './tables';

/**
 * The package's tables in a schema. Throws a ConfigurationError where they are not there or of another version; `rest` is the end of its
 * first sentence, and what to do.
 */
export async function requireTables(tx: Transaction, schema: string, rest: string): Promise<Tables> {
	if ((await checkSchemaVersion(tx, schema)) === 'missing') throw new ConfigurationError(`The tables of Batch Sync are not in schema '${schema}'${rest}`);
	return tablesIn(schema);
}
