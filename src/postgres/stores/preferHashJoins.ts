import type { Transaction } from '../types';

/**
 * For statements that join whole tables of ours: until autovacuum has been by, PostgreSQL believes freshly filled
 * tables to be small and joins row by row. Measured at 10,000 links: 14 s, against 0.1 s with hash joins. Holds for
 * the rest of the transaction.
 */
export async function preferHashJoins(tx: Transaction): Promise<void> {
	await tx.execute({ text: 'set local enable_nestloop = off' });
}
