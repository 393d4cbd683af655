import { BatchSyncError } from '../../errors';
import { createCopyEncoder, type EncodeCopyRow } from '../copyText';
import { copyTypeOf } from '../copyTypeOf';
import type { ColumnDescription } from '../describeColumns';
import type { TableDescription } from '../describeTable';
import { quoteIdentifier } from '../quoteIdentifier';
import type { Transaction } from '../types';
import { isRowFailure, reasonOf } from './isRowFailure';
import type { GivenRecord, RowFailure } from './types';

export const STAGED = 'pg_temp.batch_sync_staged';
/** Position of the record, among the columns of the staging table. */
export const ORDINAL = '"batch_sync ordinal"';

export interface Staging {
	readonly description: TableDescription;
	readonly columns: readonly string[];
	readonly indexes: readonly number[];
	readonly records: readonly GivenRecord[];
	readonly badRows: 'stop' | 'isolate';
	readonly emptyTextIsNull: boolean;
}

/**
 * COPYs records into a staging table that goes with the transaction. What no column takes is answered, and with 'stop' the first
 * such record ends it. PostgreSQL names the line it stumbles over: what comes before is good and copied at once, the line is left
 * out, and it goes on behind it, so that a bad record costs two statements, whatever their number.
 */
export async function stage(tx: Transaction, staging: Staging): Promise<readonly RowFailure[]> {
	const { description, columns } = staging;
	const list = [...columns.map(quoteIdentifier), ORDINAL].join(', ');
	const target = `${quoteIdentifier(description.schema)}.${quoteIdentifier(description.table)}`;
	await tx.execute({
		text: `create temporary table ${STAGED.slice('pg_temp.'.length)} on commit drop as select ${[...columns.map(quoteIdentifier), `0 as ${ORDINAL}`].join(', ')} from ${target} with no data`,
	});
	const copy = `copy ${STAGED} (${list}) from stdin`;
	const failures: RowFailure[] = [];
	let rest: readonly number[] = staging.indexes;
	while (rest.length > 0) {
		const lines = new Lines(staging, rest);
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

/** Encodes records one by one; those that no column can hold are noted and left out. */
class Lines {
	failures: RowFailure[] = [];
	private readonly encode: EncodeCopyRow;
	private readonly names: readonly string[];
	/** By column: whether '' is NULL. */
	private readonly emptyIsNull: readonly boolean[];
	/** Positions in `indexes` that became a line, in order, where any was left out. */
	private readonly sent: number[] = [];

	constructor(private readonly staging: Staging, private readonly indexes: readonly number[]) {
		this.names = staging.columns;
		const described = this.names.map((name) => staging.description.columns.find((column) => column.name === name) as ColumnDescription);
		this.emptyIsNull = described.map((column) => staging.emptyTextIsNull && column.category !== 'text');
		this.encode = createCopyEncoder([...described.map((column) => ({ name: column.name, type: copyTypeOf(column) })), { name: 'ordinal', type: 'integer' }]);
	}

	*all(count: number): Generator<string> {
		this.failures = [];
		this.sent.length = 0;
		const values: unknown[] = new Array(this.names.length + 1);
		for (let position = 0; position < count; position += 1) {
			const index = this.indexes[position] as number;
			const record = this.staging.records[index] as GivenRecord;
			for (let column = 0; column < this.names.length; column += 1) {
				const value = record[this.names[column] as string] ?? null;
				values[column] = value === '' && this.emptyIsNull[column] === true ? null : value;
			}
			values[this.names.length] = index;
			const line = this.encoded(values, index);
			if (line === null) {
				if (this.staging.badRows === 'stop') return;
				continue;
			}
			this.sent.push(position);
			yield line;
		}
	}

	/** Where a line of the COPY (from 1) is among the indexes. */
	positionOfLine(line: number): number {
		return this.sent[line - 1] ?? 0;
	}

	private encoded(values: readonly unknown[], index: number): string | null {
		try {
			return this.encode(values);
		} catch (error) {
			if (!(error instanceof BatchSyncError) || error.code !== 'VALUE_NOT_STORABLE') throw error;
			const column = error.data['column'];
			this.failures.push({ index, column: typeof column === 'string' ? column : null, code: error.code, reason: error.message.replace(/ of row \d+ /, ' ') });
			return null;
		}
	}
}

/** Takes the staging table away before its time. */
export async function unstage(tx: Transaction): Promise<void> {
	await tx.execute({ text: `drop table ${STAGED}` });
}
