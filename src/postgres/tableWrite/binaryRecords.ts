import { BinaryPiece, binaryWriters, type WriteValue } from '../copyBinary';
import type { Transaction } from '../types';
import { RecordReader, type CopyForm, type GivenRecords } from './recordReader';

/** Records in COPY's binary form, from the first on and for as long as that can express them. */
export class BinaryRecords {
	/** How many records were sent last. */
	sent = 0;

	private constructor(private readonly given: GivenRecords, private readonly form: CopyForm, private readonly writers: readonly WriteValue[]) {}

	/** Null where not even the first can be expressed. */
	static of(given: GivenRecords, form: CopyForm): BinaryRecords | null {
		const reader = new RecordReader(given);
		const writers = binaryWriters(reader.columns);
		const [first] = given.indexes;
		if (writers === null || first === undefined) return null;
		const records = new BinaryRecords(given, form, writers);
		return records.write(new BinaryPiece(), reader, first) ? records : null;
	}

	/** COPYs at most `count` of them by the statement given. Answers how many rows PostgreSQL counted. Throws a StoppedError when a stop comes. */
	async copy(tx: Transaction, statement: string, count = this.given.indexes.length): Promise<number> {
		return await tx.copyIn(`${statement} (format binary)`, this.pieces(count));
	}

	private *pieces(count: number): Generator<Buffer> {
		const reader = new RecordReader(this.given);
		const piece = new BinaryPiece();
		this.sent = 0;
		piece.start();
		while (this.sent < count && this.write(piece, reader, this.given.indexes[this.sent] as number)) {
			this.sent += 1;
			if (piece.isFull) yield piece.take();
		}
		piece.end();
		yield piece.take();
	}

	/** Appends a record. Answers false, having appended nothing, where one of its values has to be sent as text. */
	private write(to: BinaryPiece, reader: RecordReader, index: number): boolean {
		const { writers } = this;
		const start = to.length;
		const record = reader.record(index);
		to.int16(writers.length + (this.form.withOrdinal ? 1 : 0));
		for (let column = 0; column < writers.length; column += 1) {
			const value = reader.value(record, column);
			if (value === null) to.nothing();
			else if (!(writers[column] as WriteValue)(to, value)) {
				to.cut(start);
				return false;
			}
		}
		if (this.form.withOrdinal) {
			to.int32(4);
			to.int32(index);
		}
		return true;
	}
}
