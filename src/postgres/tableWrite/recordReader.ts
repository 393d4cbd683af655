import type { ColumnDescription } from '../describeColumns';
import type { TableDescription } from '../describeTable';
import { StoppedError } from './StoppedError';
import type { GivenRecord, TableWrite } from './types';
import type { ReadValue } from './values/readTimes';
import { valueReaderFor } from './values/valueReaderFor';

/** Records to be copied into columns. */
export interface GivenRecords extends Pick<TableWrite, 'records' | 'badRows' | 'emptyTextIsNull' | 'reading' | 'isStopped'> {
	readonly description: TableDescription;
	readonly columns: readonly string[];
	/** Positions of the records, ascending. */
	readonly indexes: readonly number[];
}

/** What is copied beside the columns. */
export interface CopyForm {
	/** Whether the position of the record stands behind its columns. */
	readonly withOrdinal: boolean;
}

/** A stop is asked for once for so many records. */
const STOP_EVERY = 1000;

/** Reads the values of records by column. */
export class RecordReader {
	readonly columns: readonly ColumnDescription[];
	/** By column: whether '' is NULL. */
	private readonly emptyIsNull: readonly boolean[];
	/** By column: what reads its values; null: they are taken as they stand. */
	private readonly readers: ReadonlyArray<ReadValue | null>;
	private readonly names: readonly string[];
	private asked = 0;

	constructor(private readonly given: GivenRecords) {
		this.names = given.columns;
		this.columns = given.columns.map((name) => given.description.columns.find((column) => column.name === name) as ColumnDescription);
		this.emptyIsNull = this.columns.map((column) => given.emptyTextIsNull && column.category !== 'text');
		this.readers = this.columns.map((column) => valueReaderFor(column, given.reading));
	}

	/** The record at a position. Throws a StoppedError when a stop comes. */
	record(index: number): GivenRecord {
		if (this.asked++ % STOP_EVERY === 0 && this.given.isStopped()) throw new StoppedError();
		return this.given.records[index] as GivenRecord;
	}

	/** A value by the position of its column; what is not given is null, and what cannot be taken without a guess an UnstorableValue. */
	value(record: GivenRecord, column: number): unknown {
		const value = record[this.names[column] as string] ?? null;
		if (value === null || (value === '' && this.emptyIsNull[column] === true)) return null;
		const read = this.readers[column] ?? null;
		return read === null ? value : read(value);
	}
}
