import { BatchSyncError } from '../../errors';
import { createCopyEncoder, type EncodeCopyRow } from '../copyText';
import { copyTypeOf } from '../copyTypeOf';
import { RecordReader, type CopyForm, type GivenRecords } from './recordReader';
import type { RowFailure } from './types';

const REPLACEMENT = '\ufffd';
const DAMAGED = 'Its text holds a replacement character (\ufffd), which stands where bytes were no text: most likely the file is in another encoding than it was read in, e.g. Windows-1252. Read it in its own encoding, or allow such text by the option Damaged Text.';

/** Records as lines of a COPY, one by one; those that no column can hold are noted and left out. */
export class Lines {
	failures: RowFailure[] = [];
	/** Positions in `indexes` that became a line, in order. */
	private readonly sent: number[] = [];

	/** `indexes` may be a part of those given. */
	constructor(private readonly given: GivenRecords, private readonly indexes: readonly number[], private readonly form: CopyForm) {}

	/** Lines of the first `count` records. Throws a StoppedError when a stop comes. */
	*all(count: number): Generator<string> {
		this.failures = [];
		this.sent.length = 0;
		const reader = new RecordReader(this.given);
		const types = reader.columns.map((column) => ({ name: column.name, type: copyTypeOf(column) }));
		const encode = createCopyEncoder(this.form.withOrdinal ? [...types, { name: 'ordinal', type: 'integer' }] : types);
		const values: unknown[] = [];
		for (let position = 0; position < count; position += 1) {
			const index = this.indexes[position] as number;
			const record = reader.record(index);
			for (let column = 0; column < reader.columns.length; column += 1) values[column] = reader.value(record, column);
			if (this.form.withOrdinal) values[reader.columns.length] = index;
			const line = this.encoded(encode, values, index);
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

	private encoded(encode: EncodeCopyRow, values: readonly unknown[], index: number): string | null {
		try {
			const line = encode(values);
			if (this.given.reading.damagedText === 'refuse' && line.includes(REPLACEMENT)) {
				this.failures.push({ index, column: this.damagedColumn(values), code: 'DAMAGED_TEXT', reason: DAMAGED });
				return null;
			}
			return line;
		} catch (error) {
			if (!(error instanceof BatchSyncError) || error.code !== 'VALUE_NOT_STORABLE') throw error;
			const column = error.data['column'];
			this.failures.push({ index, column: typeof column === 'string' ? column : null, code: error.code, reason: error.message.replace(/ of row \d+ /, ' ') });
			return null;
		}
	}

	/** The first column whose value holds a replacement character. */
	private damagedColumn(values: readonly unknown[]): string | null {
		const position = values.findIndex((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)).includes(REPLACEMENT));
		return this.given.columns[position] ?? null;
	}
}
