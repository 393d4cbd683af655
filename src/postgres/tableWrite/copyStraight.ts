import { isLockFailure } from '../lockFailure';
import { qualifiedName } from '../qualifiedName';
import { quoteIdentifier } from '../quoteIdentifier';
import type { Transaction } from '../types';
import { BinaryRecords } from './binaryRecords';
import { isRowFailure } from './isRowFailure';
import { Lines } from './lines';
import type { GivenRecords } from './recordReader';
import type { Prepared, Shape } from './types';

/** Thrown to have PostgreSQL take back a COPY that did not take every record. */
class NotAll extends Error {}

/**
 * COPYs new rows straight into the table, where none of the records can have a row yet: an empty table, or an insert without
 * match columns. Answers whether all of them were written; else none is, and staging finds out why. Keys that are repeated are
 * the unique index's to refuse; a key must not be NULL, which no index refuses.
 */
export async function copyStraight(tx: Transaction, prepared: Prepared, { columns, indexes }: Shape): Promise<boolean> {
	const { write, description } = prepared;
	if (indexes.length === 0 || !mayCopy(prepared) || !(await isOpen(tx, prepared))) return false;
	const given: GivenRecords = { ...write, description, columns, indexes, badRows: 'stop' };
	const copy = `copy ${qualifiedName(description)} (${columns.map(quoteIdentifier).join(', ')}) from stdin`;
	try {
		await tx.savepoint(async () => {
			const records = BinaryRecords.of(given, { withOrdinal: false });
			let count = (await records?.copy(tx, copy)) ?? 0;
			const rest = indexes.slice(records?.sent ?? 0);
			if (rest.length > 0) count += await tx.copyIn(copy, new Lines(given, rest, { withOrdinal: false }).all(rest.length));
			// What a trigger leaves out, or no column can hold.
			if (count !== indexes.length) throw new NotAll();
		});
		return true;
	} catch (error) {
		// A record that meets somebody else's lock is found among the staged ones, and fails alone.
		if (error instanceof NotAll || isRowFailure(error) || (isLockFailure(error) && write.badRows === 'isolate')) return false;
		throw error;
	}
}

function mayCopy({ write, description, hooks, isKeyUnique, predicate }: Prepared): boolean {
	if (write.mode === 'update' || write.mode === 'delete' || write.checksumColumn !== null || description.rowSecurityActive) return false;
	// Images are told from what was staged.
	if (write.images !== null && !write.dryRun) return false;
	// COPY passes by rules, and counts rows that a trigger puts under another key.
	if (hooks.rules.insert) return false;
	if (write.match.length === 0) return true;
	if (hooks.insert || predicate !== null) return false;
	return isKeyUnique && write.match.every((name) => description.columns.find((column) => column.name === name)?.notNull);
}

/** Whether no row is there that a record could stand for. */
async function isOpen(tx: Transaction, { write, description }: Prepared): Promise<boolean> {
	if (write.match.length === 0) return true;
	const [row] = await tx.query<{ open: boolean }>({ text: `select not exists (select 1 from ${qualifiedName(description)}) as open` });
	return row?.open === true;
}
