import { DatabaseError } from '../errors';
import type { Database, Transaction } from '../postgres';
import type { Tables } from '../postgres/stores/tables';
import { readRows, type ConflictRow } from './readRows';

/** How long a conflict that somebody else is writing is waited for. */
const LOCK_TIMEOUT_MS = 5000;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Locks those of the conflicts that nobody else has locked, and reads them. Waits for nothing: a run locks rows in an order of its
 * own, and whoever waits while holding others can end in a deadlock with it.
 */
export async function lockRows(tx: Transaction, tables: Tables, ids: readonly string[]): Promise<ReadonlyMap<string, ConflictRow>> {
	const rows = await readRows(tx, tables, { where: 'c.id = any($1::bigint[])', tail: 'order by c.id for update of c skip locked', values: [ids] });
	return new Map(rows.map((row) => [row.id, row]));
}

/** Waits until nobody has the conflict locked, holding nothing meanwhile. False: somebody still has after five seconds. */
export async function waitForRow(database: Database, tables: Tables, id: string): Promise<boolean> {
	try {
		await database.transaction(async (tx) => {
			await tx.execute({ text: `set local lock_timeout = ${LOCK_TIMEOUT_MS}` });
			await tx.query({ text: `select 1 from ${tables.conflict} where id = $1 for update`, values: [id] });
		});
		return true;
	} catch (error) {
		if (error instanceof DatabaseError && error.sqlState === LOCK_NOT_AVAILABLE) return false;
		throw error;
	}
}
