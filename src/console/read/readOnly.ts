import { ConfigurationError } from '../../errors';
import { checkSchemaVersion, type Database, type Transaction } from '../../postgres';
import { tablesIn, type Tables } from '../../postgres/stores/tables';

/** Reads from the package's tables in one transaction that sees one state. Throws a ConfigurationError where they are not there. */
export async function readOnly<T>(database: Database, schema: string, work: (tx: Transaction, tables: Tables) => Promise<T>): Promise<T> {
	return await database.transaction(async (tx) => {
		if ((await checkSchemaVersion(tx, schema)) === 'missing') throw new ConfigurationError(`The tables of Batch Sync are not in schema '${schema}'. Check Package Schema of the Sync Console, or run the operation Set Up of Batch Sync first.`);
		return await work(tx, tablesIn(schema));
	}, { readOnly: true, repeatableRead: true });
}
