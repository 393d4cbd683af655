import type { Transaction } from '../postgres';
import { requireTables } from '../postgres/stores/requireTables';
import type { Tables } from '../postgres/stores/tables';

/** The package's tables. Throws a ConfigurationError where they are not there or of another version. */
export async function requireRunTables(tx: Transaction, schema: string): Promise<Tables> {
	return await requireTables(tx, schema, ', so no runs are known there. Check Package Schema, or run Set Up, Run Sync or Record Run first.');
}
