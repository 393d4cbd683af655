import { ConfigurationError } from '../errors';
import { checkSchemaVersion, type Transaction } from '../postgres';
import { tablesIn, type Tables } from '../postgres/stores/tables';

/** The package's tables. Throws a ConfigurationError where they are not there or of another version. */
export async function requireTables(tx: Transaction, schema: string): Promise<Tables> {
	if ((await checkSchemaVersion(tx, schema)) === 'missing') {
		throw new ConfigurationError(`The tables of Batch Sync are not in schema '${schema}', so no runs are known there. Check Package Schema, or run Set Up, Run Sync or Record Run first.`);
	}
	return tablesIn(schema);
}
