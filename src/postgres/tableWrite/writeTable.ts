import { ConfigurationError, DatabaseError } from '../../errors';
import { isStoppedStatement } from '../lockFailure';
import { migrate } from '../migrations';
import { USUAL_PATIENCE } from '../patience';
import { withTablePath } from '../tablePath';
import type { Database, Transaction } from '../types';
import { BatchSizes } from './batchSizes';
import { checkTarget } from './checkTarget';
import { GivenShapes } from './givenShapes';
import { closeImages, openImages } from './images';
import { RowRefusedError } from './RowRefusedError';
import { StoppedError } from './StoppedError';
import { Tally } from './tally';
import type { Prepared, TableWrite, TableWriteResult } from './types';
import { writeBatch, type Progress } from './writeBatch';

/** Thrown to have PostgreSQL take back a dry run. */
class DryRunOver extends Error {}

const QUERY_CANCELED = '57014';
/** A first load of very many rows takes its time; nothing takes for ever. */
const LONGEST_STATEMENT_MS = 6 * 3_600_000;

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
	const images = write.dryRun ? null : write.images;
	if (images !== null) await migrate(database, images.schema);
	const given = new GivenShapes(write.records, write.emptyTextIsNull);
	const tally = new Tally(write.records.length);
	const sizes = new BatchSizes(write.batches, write.records.length);
	let columns: Pick<Prepared, 'addedColumns' | 'ignoredColumns'> = { addedColumns: [], ignoredColumns: [] };
	let progress: Progress = { dropped: null, writeId: null };
	let batches = 0;
	let from = 0;
	do {
		if (from > 0 && write.isStopped()) break;
		const to = Math.min(write.records.length, from + sizes.next);
		const startedAt = write.nowMs();
		const before = tally.snapshot();
		try {
			await inTransaction(database, write, async (tx) => {
				// Columns are added with the first batch.
				const prepared = await checkTarget(tx, from === 0 ? write : { ...write, unknownColumns: 'ignore' }, given);
				if (from === 0) {
					columns = prepared;
					tally.remarks.push(...prepared.remarks);
				}
				const writeId = progress.writeId ?? (images === null ? null : await openImages(tx, images.schema, prepared.write));
				progress = await writeBatch(tx, prepared, { from, to, dropped: progress.dropped, writeId }, tally);
			});
		} catch (error) {
			tally.restore(before);
			if (from === 0) progress = { dropped: null, writeId: null };
			if (error instanceof StoppedError) break;
			if (isTooSlow(error) && sizes.shrink()) continue;
			throw withProgress(error, from, write);
		}
		batches += 1;
		sizes.took(write.nowMs() - startedAt);
		from = to;
	} while (from < write.records.length);
	if (given.blank.length > 0) tally.remarks.push(`${given.blank.length} ${given.blank.length === 1 ? 'record' : 'records'} without any value ${given.blank.length === 1 ? 'was' : 'were'} left out.`);
	const remarks = from < write.records.length ? [...tally.remarks, `Stopped after ${from} of ${write.records.length} records.`] : tally.remarks;
	const { writeId } = progress;
	const result = { counts: tally.counts(), outcomes: tally.outcomes, failures: [...tally.failures].sort((a, b) => a.index - b.index), addedColumns: columns.addedColumns, ignoredColumns: columns.ignoredColumns, batches, writeId, remarks };
	if (writeId !== null && images !== null) await closeImages(database, images.schema, writeId, result.counts);
	return result;
}

async function inTransaction(database: Database, write: TableWrite, work: (tx: Transaction) => Promise<void>): Promise<void> {
	try {
		await database.transaction(async (tx) => {
			const timeout = write.statementTimeoutMs === null ? '' : `; set local statement_timeout = ${Math.round(write.statementTimeoutMs)}`;
			// A constraint that waits for the end of the transaction could not be laid at one record's door.
			await tx.execute({ text: `set constraints all immediate${timeout}` });
			await withTablePath(tx, write.target, () => work(tx));
			if (write.dryRun) throw new DryRunOver();
		}, { signal: write.signal, patience: { lockMs: lockMsOf(write), statementMs: LONGEST_STATEMENT_MS } });
	} catch (error) {
		if (isStoppedStatement(error)) throw new StoppedError();
		if (!(error instanceof DryRunOver)) throw error;
	}
}

/** A wait for a lock ends before the statement's own time does, or it would look like a batch that is too large. */
function lockMsOf({ lockTimeoutMs = USUAL_PATIENCE.lockMs, statementTimeoutMs }: TableWrite): number {
	return statementTimeoutMs === null ? lockTimeoutMs : Math.max(1, Math.min(lockTimeoutMs, statementTimeoutMs / 2));
}

function isTooSlow(error: unknown): boolean {
	return error instanceof DatabaseError && error.sqlState === QUERY_CANCELED;
}

/** Says what was written before a batch failed. */
function withProgress(error: unknown, from: number, write: TableWrite): unknown {
	if (from === 0 || write.dryRun || !(error instanceof RowRefusedError)) return error;
	return new RowRefusedError(error.failure, write.records.length, `The ${from} records before its batch were written; it and what follows were not.`);
}
