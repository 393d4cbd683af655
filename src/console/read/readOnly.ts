import type { Database, Transaction } from '../../postgres';
import { requireTables } from '../../postgres/stores/requireTables';
import type { Tables } from '../../postgres/stores/tables';

/** Reads from the package's tables in one transaction that sees one state. Throws a ConfigurationError where they are not there. */
export async function readOnly<T>(database: Database, schema: string, work: (tx: Transaction, tables: Tables) => Promise<T>): Promise<T> {
	const rest = '. Check Package Schema of the Sync Console, or run the operation Set Up of Batch Sync first.';
	return await database.transaction(async (tx) => await work(tx, await requireTables(tx, schema, rest)), { readOnly: true, repeatableRead: true });
}
