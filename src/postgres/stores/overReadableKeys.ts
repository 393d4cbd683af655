import { DatabaseError } from '../../errors';
import type { Transaction } from '../types';
import type { LocalTable } from './localTable';

/**
 * Runs a query over keys given as text. A text that is no value of its column any more (the type was changed, a value of an enum
 * renamed) or never was (a person typed it) is no row's key, and must not end a run: where PostgreSQL itself cannot tell without an
 * error, the set is halved until those that it refuses stand alone, and these are left out.
 */
export async function overReadableKeys<K, R>(tx: Transaction, table: LocalTable, items: readonly K[], query: (items: readonly K[]) => Promise<readonly R[]>): Promise<readonly R[]> {
	if (items.length === 0) return [];
	if (table.key.every((column) => column.takesAnyText || column.comparison.checksText)) return await query(items);
	return await halve(tx, items, query);
}

async function halve<K, R>(tx: Transaction, items: readonly K[], query: (items: readonly K[]) => Promise<readonly R[]>): Promise<readonly R[]> {
	try {
		return await tx.savepoint(() => query(items));
	} catch (error) {
		if (!isUnreadable(error)) throw error;
		if (items.length === 1) return [];
		const middle = Math.ceil(items.length / 2);
		return [...(await halve(tx, items.slice(0, middle), query)), ...(await halve(tx, items.slice(middle), query))];
	}
}

/** A text its type's input refuses: class 22 (data), or a name that is none (42704, 42P01: regtype, regclass). */
function isUnreadable(error: unknown): boolean {
	return error instanceof DatabaseError && error.sqlState !== null && /^(22|23514|42704|42P01|42883|3F000)/.test(error.sqlState);
}
