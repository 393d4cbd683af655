import { qualifiedName } from '../qualifiedName';
import { quoteIdentifier } from '../quoteIdentifier';
import type { Transaction } from '../types';
import { isRowFailure, reasonOf } from './isRowFailure';
import { Lines, type GivenLines } from './lines';
import type { RowFailure } from './types';

export const STAGED = 'pg_temp.batch_sync_staged';
/** Position of the record, among the columns of the staging table. */
export const ORDINAL = '"batch_sync ordinal"';

/**
 * COPYs records into a staging table that goes with the transaction. What no column takes is answered, and with 'stop' the first
 * such record ends it. PostgreSQL names the line it stumbles over: what comes before is good and copied at once, the line is left
 * out, and it goes on behind it, so that a bad record costs two statements, whatever their number.
 */
export async function stage(tx: Transaction, staging: GivenLines): Promise<readonly RowFailure[]> {
	const { description, columns } = staging;
	const list = [...columns.map(quoteIdentifier), ORDINAL].join(', ');
	await tx.execute({
		text: `create temporary table ${STAGED.slice('pg_temp.'.length)} on commit drop as select ${[...columns.map(quoteIdentifier), `0 as ${ORDINAL}`].join(', ')} from ${qualifiedName(description)} with no data`,
	});
	const copy = `copy ${STAGED} (${list}) from stdin`;
	const failures: RowFailure[] = [];
	let rest: readonly number[] = staging.indexes;
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
