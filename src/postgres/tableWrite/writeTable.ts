import { ConfigurationError, DatabaseError } from '../../errors';
import { quoteIdentifier } from '../quoteIdentifier';
import { tablesIn } from '../stores/tables';
import type { Database, Transaction } from '../types';
import { BatchSizes } from './batchSizes';
import { checkTarget } from './checkTarget';
import { doubtfulKeys } from './doubtfulKeys';
import { imagesOf, openImages } from './images';
import { deleteRest, guardDeletion, KEYS } from './replaceRest';
import { RowRefusedError } from './RowRefusedError';
import { shapesOf } from './shapesOf';
import { stage, STAGED, unstage } from './stage';
import { statementsFor } from './statements';
import { Tally } from './tally';
import type { Prepared, TableWrite, TableWriteResult } from './types';
import { writeShape } from './writeShape';

/** Thrown to have PostgreSQL take back a dry run. */
class DryRunOver extends Error {}

const QUERY_CANCELED = '57014';

/**
 * Writes records into a table: staged with COPY, compared in SQL, written by one statement per kind. Rows that are equal are not
 * written, so that no trigger fires for them. All or nothing, or batch by batch; see TableWrite for what becomes of bad records,
 * repeated keys, unknown columns and rows that were not given.
 *
 * Throws a ConfigurationError before anything is written where the table cannot take it at all, a RowRefusedError for a bad record
 * that is not isolated, a BatchSyncError DELETE_GUARD, and a DatabaseError for what is nobody's record's fault.
 */
export async function writeTable(database: Database, write: TableWrite): Promise<TableWriteResult> {
	if (write.mode === 'replace' && write.batches.kind !== 'one') throw new ConfigurationError('Replacing the content of a table is all or nothing. Leave Batches at All or Nothing.');
	const tally = new Tally(write.records.length);
	const remarks: string[] = [];
	const writeId = write.dryRun ? null : await openImages(database, write);
	const sizes = new BatchSizes(write.batches, write.records.length);
	let columns: Pick<Prepared, 'addedColumns' | 'ignoredColumns'> = { addedColumns: [], ignoredColumns: [] };
	let batches = 0;
	let dropped: ReadonlySet<number> | null = null;
	let from = 0;
	do {
		if (from > 0 && write.isStopped()) {
			remarks.push(`Stopped after ${from} of ${write.records.length} records.`);
			break;
		}
		const to = Math.min(write.records.length, from + sizes.next);
		const startedAt = write.nowMs();
		const before = tally.snapshot();
		try {
			await inTransaction(database, write, async (tx) => {
				// Columns are added with the first batch.
				const prepared = await checkTarget(tx, from === 0 ? write : { ...write, unknownColumns: 'ignore' });
				if (from === 0) columns = prepared;
				const isWhole = from === 0 && to === write.records.length;
				dropped = await writeRange(tx, prepared, { from, to, isWhole, dropped, writeId, remarks }, tally);
			});
		} catch (error) {
			tally.restore(before);
			if (isTooSlow(error) && sizes.shrink()) continue;
			throw withProgress(error, from, write);
		}
		batches += 1;
		sizes.took(write.nowMs() - startedAt);
		from = to;
	} while (from < write.records.length);
	const result = { counts: tally.counts(), outcomes: tally.outcomes, failures: [...tally.failures].sort((a, b) => a.index - b.index), addedColumns: columns.addedColumns, ignoredColumns: columns.ignoredColumns, batches, writeId, remarks };
	if (writeId !== null && write.images !== null) await closeImages(database, write.images.schema, writeId, result.counts);
	return result;
}

interface RangeOfRecords {
	readonly from: number;
	readonly to: number;
	/** All records in one transaction. */
	readonly isWhole: boolean;
	/** Positions that others with the same key are taken for, found in the first batch; null: not looked for yet. */
	readonly dropped: ReadonlySet<number> | null;
	readonly writeId: string | null;
	readonly remarks: string[];
}

async function writeRange(tx: Transaction, prepared: Prepared, range: RangeOfRecords, tally: Tally): Promise<ReadonlySet<number>> {
	const { write, description } = prepared;
	const columns = new Set((write.columns ?? description.columns.map(({ name }) => name)).filter((name) => description.columns.some((column) => column.name === name)));
	const shapes = shapesOf(write.records, range, columns, write.match);
	const needsKeys = write.mode === 'replace' || (write.match.length > 0 && (!range.isWhole || shapes.length > 1));
	const dropped = range.dropped ?? (needsKeys ? await stageKeys(tx, prepared, tally) : new Set<number>());
	if (write.mode === 'replace') await guardDeletion(tx, prepared);
	for (const shape of shapes) {
		const indexes = dropped.size === 0 ? shape.indexes : shape.indexes.filter((index) => !dropped.has(index));
		await writeShape(tx, prepared, { columns: shape.columns, indexes }, { writeId: range.writeId, keysAreClear: needsKeys }, tally);
	}
	tally.settle(range.from, range.to);
	if (write.mode === 'replace') {
		if (tally.failures.length > 0) range.remarks.push(`Nothing was deleted, because ${tally.failures.length} records failed: what they stand for cannot be told from what was left out.`);
		else tally.deletedRest = await deleteRest(tx, prepared, range.writeId === null || write.images === null ? null : imagesOf(tx, write.images.schema, range.writeId, write.match, statementsFor(prepared, write.match)));
	}
	return dropped;
}

/** Compares the keys of all records with one another, whatever batch they are in. Answers the positions that are not written. */
async function stageKeys(tx: Transaction, { write, description }: Prepared, tally: Tally): Promise<ReadonlySet<number>> {
	const indexes = write.records.map((_record, index) => index);
	const failures = [...(await stage(tx, { description, columns: write.match, indexes, records: write.records, badRows: write.badRows, emptyTextIsNull: write.emptyTextIsNull }))];
	const doubtful = await doubtfulKeys(tx, STAGED, write.match, write.duplicates);
	failures.push(...doubtful.failures);
	const [first] = failures;
	if (first !== undefined && write.badRows === 'stop') throw new RowRefusedError(first, write.records.length);
	tally.fail(failures);
	tally.note('duplicate', doubtful.dropped);
	if (write.mode === 'replace') {
		const keys = write.match.map(quoteIdentifier).join(', ');
		await tx.execute({ text: `create temporary table ${KEYS.slice('pg_temp.'.length)} on commit drop as select ${keys} from ${STAGED}` });
		await tx.execute({ text: `analyze ${KEYS}` });
	}
	await unstage(tx);
	return new Set([...failures.map(({ index }) => index), ...doubtful.dropped]);
}

async function inTransaction(database: Database, write: TableWrite, work: (tx: Transaction) => Promise<void>): Promise<void> {
	try {
		await database.transaction(async (tx) => {
			if (write.statementTimeoutMs !== null) await tx.execute({ text: `set local statement_timeout = ${Math.round(write.statementTimeoutMs)}` });
			// A constraint that waits for the end of the transaction could not be laid at one record's door.
			await tx.execute({ text: 'set constraints all immediate' });
			await work(tx);
			if (write.dryRun) throw new DryRunOver();
		});
	} catch (error) {
		if (!(error instanceof DryRunOver)) throw error;
	}
}

function isTooSlow(error: unknown): boolean {
	return error instanceof DatabaseError && error.sqlState === QUERY_CANCELED;
}

/** Says what was written before a batch failed. */
function withProgress(error: unknown, from: number, write: TableWrite): unknown {
	if (from === 0 || write.dryRun || !(error instanceof RowRefusedError)) return error;
	return new RowRefusedError(error.failure, write.records.length, `The ${from} records before its batch were written; it and what follows were not.`);
}

async function closeImages(database: Database, schema: string, id: string, counts: object): Promise<void> {
	await database.transaction((tx) => tx.execute({ text: `update ${tablesIn(schema).write} set counts = $2, finished_at = clock_timestamp() where id = $1`, values: [id, JSON.stringify(counts)] }));
}
