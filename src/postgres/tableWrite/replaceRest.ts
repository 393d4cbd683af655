import { BatchSyncError } from '../../errors';
import { qualifiedName } from '../qualifiedName';
import { quoteIdentifier } from '../quoteIdentifier';
import type { Transaction } from '../types';
import { aboutRow } from './describeUniqueIndexes';
import type { Images } from './images';
import type { Prepared } from './types';

export const KEYS = 'pg_temp.batch_sync_keys';

/**
 * Counts, before anything is written, what `replace` would delete: rows of the table whose key was not given. Throws a BatchSyncError
 * DELETE_GUARD beyond the limits.
 */
export async function guardDeletion(tx: Transaction, { write, description, predicate }: Prepared, given: number): Promise<void> {
	const name = `${description.schema}.${description.table}`;
	const [{ rows, gone } = { rows: 0, gone: 0 }] = await tx.query<{ rows: number; gone: number }>({
		text: `select count(*)::float8 as rows, (count(*) filter (where ${notGiven(write.match, predicate)}))::float8 as gone from ${qualifiedName(description)} t${predicate === null ? '' : ` where ${aboutRow(predicate)}`}`,
	});
	const { maxRows, maxPercent, mayEmpty } = write.deleteGuard;
	if (gone > 0 && given === 0 && !mayEmpty) throw guarded(`No records were given, so all ${gone} rows of ${name} would be deleted. Nothing was written. If that is meant, turn on May Empty the Table.`, { rows, gone });
	if (gone > maxRows || (rows > 0 && (gone / rows) * 100 > maxPercent)) {
		throw guarded(`${gone} of ${rows} rows of ${name} would be deleted (${((gone / rows) * 100).toFixed(1)} %); allowed are ${maxRows} rows and ${maxPercent} %. Nothing was written. Look at what was given; if it is complete, raise the limits.`, { rows, gone });
	}
}

/** Deletes the rows whose key was not given. Answers how many were, and how many a trigger or rule kept. */
export async function deleteRest(tx: Transaction, { write, description, hooks, predicate }: Prepared, images: Images | null): Promise<{ readonly deleted: number; readonly kept: number }> {
	await images?.noteDeleted(notGiven(write.match, predicate));
	const deleted = await tx.execute({ text: `delete from ${qualifiedName(description)} t where ${notGiven(write.match, predicate)}` });
	if (!hooks.delete) return { deleted, kept: 0 };
	const [row] = await tx.query<{ kept: number }>({ text: `select count(*)::int4 as kept from ${qualifiedName(description)} t where ${notGiven(write.match, predicate)}` });
	return { deleted, kept: row?.kept ?? 0 };
}

function notGiven(match: readonly string[], predicate: string | null): string {
	return `${predicate === null ? '' : `${aboutRow(predicate)} and `}not exists (select 1 from ${KEYS} s where ${match.map((name) => `t.${quoteIdentifier(name)} = s.${quoteIdentifier(name)}`).join(' and ')})`;
}

function guarded(message: string, data: { readonly rows: number; readonly gone: number }): BatchSyncError {
	return new BatchSyncError('DELETE_GUARD', message, { data });
}
