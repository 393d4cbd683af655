import { qualifiedName } from '../qualifiedName';
import { quoteIdentifier } from '../quoteIdentifier';
import type { Transaction } from '../types';
import { BinaryRecords } from './binaryRecords';
import { isRowFailure, reasonOf } from './isRowFailure';
import { Lines } from './lines';
import type { GivenRecords } from './recordReader';
import type { RowFailure } from './types';

export const STAGED = 'pg_temp.batch_sync_staged';
/** Position of the record, among the columns of the staging table. */
export const ORDINAL = '"batch_sync ordinal"';

/**
 * COPYs records into a staging table that goes with the transaction, in binary form as far as that goes, and what is left as text.
 * What no column takes is answered, and with 'stop' the first such record ends it. PostgreSQL names the line it stumbles over: what
 * comes before is good and copied at once, the line is left out, and it goes on behind it, so that a bad record costs two
 * statements, whatever their number.
 */
export async function stage(tx: Transaction, staging: GivenRecords): Promise<readonly RowFailure[]> {
	const { description, columns } = staging;
	const list = [...columns.map(quoteIdentifier), ORDINAL].join(', ');
	await tx.execute({
		text: `create temporary table ${STAGED.slice('pg_temp.'.length)} on commit drop as select ${[...columns.map(quoteIdentifier), `0 as ${ORDINAL}`].join(', ')} from ${qualifiedName(description)} with no data`,
	});
	const copy = `copy ${STAGED} (${list}) from stdin`;
	return await stageAsText(tx, copy, staging, await stageInBinary(tx, copy, staging));
}

/** Answers how many records are staged, from the first on: up to one that PostgreSQL refuses, or that has no binary form. */
async function stageInBinary(tx: Transaction, copy: string, staging: GivenRecords): Promise<number> {
	const records = BinaryRecords.of(staging, { withOrdinal: true });
	if (records === null) return 0;
	const count = await tx.savepoint(() => records.copy(tx, copy)).catch(async (error: unknown) => {
		if (!isRowFailure(error)) throw error;
		const { line } = error.data;
		return await records.copy(tx, copy, typeof line === 'number' ? line - 1 : 0);
	});
	if (count !== records.sent) throw new Error(`The books do not add up: ${records.sent} records were sent, and PostgreSQL counted ${count}. Nothing of this batch was written.`);
	return count;
}

/** Stages the records from a position among the indexes on; answers those that no column takes. */
async function stageAsText(tx: Transaction, copy: string, staging: GivenRecords, from: number): Promise<readonly RowFailure[]> {
	const failures: RowFailure[] = [];
	let rest = staging.indexes.slice(from);
	while (rest.length > 0) {
		const lines = new Lines(staging, rest, { withOrdinal: true });
		try {
			await tx.savepoint(() => tx.copyIn(copy, lines.all(rest.length)));
			failures.push(...lines.failures);
			break;
		} catch (error) {
			if (!isRowFailure(error) || typeof error.data['line'] !== 'number') throw error;
			const position = lines.positionOfLine(error.data['line']);
			if (staging.badRows === 'isolate' && position > 0) await tx.copyIn(copy, lines.all(position));
			failures.push(...lines.failures.filter((failure) => failure.index < (rest[position] as number)), { index: rest[position] as number, ...reasonOf(error) });
			rest = rest.slice(position + 1);
		}
		if (staging.badRows === 'stop' && failures.length > 0) break;
	}
	return failures;
}

/** Takes the staging table away before its time. */
export async function unstage(tx: Transaction): Promise<void> {
	await tx.execute({ text: `drop table ${STAGED}` });
}
