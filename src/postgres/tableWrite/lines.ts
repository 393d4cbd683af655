import { BatchSyncError } from '../../errors';
import { createCopyEncoder, type EncodeCopyRow } from '../copyText';
import { copyTypeOf } from '../copyTypeOf';
import type { ColumnDescription } from '../describeColumns';
import type { TableDescription } from '../describeTable';
import { StoppedError } from './StoppedError';
import type { GivenRecord, RowFailure, TableWrite } from './types';

/** Records to be lines of a COPY. */
export interface GivenLines extends Pick<TableWrite, 'records' | 'badRows' | 'emptyTextIsNull' | 'isStopped'> {
	readonly description: TableDescription;
	readonly columns: readonly string[];
	/** Positions of the records, ascending. */
	readonly indexes: readonly number[];
}

/** A stop is asked for once for so many records. */
const STOP_EVERY = 1000;

/** Encodes records one by one; those that no column can hold are noted and left out. Throws a StoppedError when a stop comes. */
export class Lines {
	failures: RowFailure[] = [];
	private readonly encode: EncodeCopyRow;
	private readonly names: readonly string[];
	/** By column: whether '' is NULL. */
	private readonly emptyIsNull: readonly boolean[];
	/** Positions in `indexes` that became a line, in order. */
	private readonly sent: number[] = [];

	/** `indexes` may be a part of those given. `withOrdinal` puts the position of the record behind its columns. */
	constructor(private readonly given: GivenLines, private readonly indexes: readonly number[], private readonly form: { readonly withOrdinal: boolean }) {
		this.names = given.columns;
		const described = this.names.map((name) => given.description.columns.find((column) => column.name === name) as ColumnDescription);
		this.emptyIsNull = described.map((column) => given.emptyTextIsNull && column.category !== 'text');
		const types = described.map((column) => ({ name: column.name, type: copyTypeOf(column) }));
		this.encode = createCopyEncoder(form.withOrdinal ? [...types, { name: 'ordinal', type: 'integer' }] : types);
	}

	*all(count: number): Generator<string> {
		this.failures = [];
		this.sent.length = 0;
		const values: unknown[] = new Array(this.names.length + (this.form.withOrdinal ? 1 : 0));
		for (let position = 0; position < count; position += 1) {
			if (position % STOP_EVERY === 0 && this.given.isStopped()) throw new StoppedError();
			const index = this.indexes[position] as number;
			const record = this.given.records[index] as GivenRecord;
			for (let column = 0; column < this.names.length; column += 1) {
				const value = record[this.names[column] as string] ?? null;
				values[column] = value === '' && this.emptyIsNull[column] === true ? null : value;
			}
			if (this.form.withOrdinal) values[this.names.length] = index;
			const line = this.encoded(values, index);
			if (line === null) {
				if (this.given.badRows === 'stop') return;
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
