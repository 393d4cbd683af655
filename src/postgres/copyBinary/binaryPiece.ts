/** A piece is sent when it holds about so many bytes. */
const PIECE_BYTES = 32 * 1024;
/** Room for the row that fills a piece. */
const ROOM_BYTES = PIECE_BYTES / 4;
/** Characters of a short text. */
const SHORT = 24;
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');

/** What a reader puts where bytes are no text in the encoding it was told. */
const REPLACEMENT = '\ufffd';

const NO_DIGIT = 0x100;
/** Hexadecimal digits of either case by their character code. */
const HEX = Int16Array.from({ length: 0x80 }, (_, code) => {
	const digit = parseInt(String.fromCharCode(code), 16);
	return Number.isNaN(digit) ? NO_DIGIT : digit;
});

/**
 * Bytes of a COPY in binary format (PostgreSQL manual, COPY, "Binary Format"), taken out piece by piece. Numbers are in network
 * order.
 */
export class BinaryPiece {
	private bytes = Buffer.allocUnsafeSlow(PIECE_BYTES + ROOM_BYTES);
	private view = viewOf(this.bytes);
	private at = 0;

	get length(): number {
		return this.at;
	}

	get isFull(): boolean {
		return this.at >= PIECE_BYTES;
	}

	/** What was appended since the last time. */
	take(): Buffer {
		const taken = this.bytes.subarray(0, this.at);
		this.bytes = Buffer.allocUnsafeSlow(PIECE_BYTES + ROOM_BYTES);
		this.view = viewOf(this.bytes);
		this.at = 0;
		return taken;
	}

	/** Forgets what was appended behind `length`. */
	cut(length: number): void {
		this.at = length;
	}

	start(): void {
		this.reserve(SIGNATURE.length + 8);
		this.at += SIGNATURE.copy(this.bytes, this.at);
		// No flags, and no extension of the header.
		this.int32(0);
		this.int32(0);
	}

	end(): void {
		this.int16(-1);
	}

	byte(value: number): void {
		this.reserve(1);
		this.bytes[this.at++] = value;
	}

	/** NULL. */
	nothing(): void {
		this.int32(-1);
	}

	int16(value: number): void {
		this.reserve(2);
		this.view.setInt16(this.at, value);
		this.at += 2;
	}

	int32(value: number): void {
		this.reserve(4);
		this.view.setInt32(this.at, value);
		this.at += 4;
	}

	/** A whole number between -2^53 and 2^53. */
	int64(value: number): void {
		const high = Math.floor(value / 0x1_0000_0000);
		this.int32(high);
		this.int32((value - high * 0x1_0000_0000) | 0);
	}

	bigint64(value: bigint): void {
		this.reserve(8);
		this.view.setBigInt64(this.at, value);
		this.at += 8;
	}

	float64(value: number): void {
		this.reserve(8);
		this.view.setFloat64(this.at, value);
		this.at += 8;
	}

	blob(value: Uint8Array): void {
		this.int32(value.length);
		this.reserve(value.length);
		this.bytes.set(value, this.at);
		this.at += value.length;
	}

	/**
	 * Text as UTF-8, with its length in bytes before it, which counts a `version` byte before the text. Answers whether it is text: UTF-8
	 * has no half of a surrogate pair, and what another encoding was misread to is better looked at. (PostgreSQL itself refuses NUL.)
	 */
	text(value: string, version?: number): boolean {
		this.reserve(5 + (value.length < PIECE_BYTES ? 3 * value.length : Buffer.byteLength(value)));
		const start = this.at;
		this.at += 4;
		if (version !== undefined) this.bytes[this.at++] = version;
		const written = value.length > SHORT ? this.bytes.write(value, this.at, 'utf8') : this.shortText(value);
		this.at += written;
		this.view.setInt32(start, this.at - start - 4);
		// What takes a byte for each character is ASCII.
		return written === value.length || (value.isWellFormed() && !value.includes(REPLACEMENT));
	}

	/** Character by character, which is faster than a call into native code as long as it is ASCII. Answers the number of bytes. */
	private shortText(value: string): number {
		const { bytes, at } = this;
		for (let index = 0; index < value.length; index += 1) {
			const code = value.charCodeAt(index);
			if (code > 0x7f) return bytes.write(value, at, 'utf8');
			bytes[at + index] = code;
		}
		return value.length;
	}

	/** Bytes given as pairs of hexadecimal digits, from `start` up to `end`. Answers whether they are. */
	hex(text: string, start: number, end: number): boolean {
		this.reserve((end - start) >> 1);
		const { bytes } = this;
		let { at } = this;
		let all = 0;
		for (let index = start; index < end; index += 2) {
			const byte = ((HEX[text.charCodeAt(index)] ?? NO_DIGIT) << 4) | (HEX[text.charCodeAt(index + 1)] ?? NO_DIGIT);
			all |= byte;
			bytes[at++] = byte;
		}
		this.at = at;
		return all < 0x100;
	}

	private reserve(count: number): void {
		if (this.at + count <= this.bytes.length) return;
		const larger = Buffer.allocUnsafeSlow(Math.max(2 * this.bytes.length, this.at + count));
		this.bytes.copy(larger, 0, 0, this.at);
		this.bytes = larger;
		this.view = viewOf(larger);
	}
}

function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
	return new DataView(buffer, byteOffset, length);
}

/** Appends a value other than null. Answers false where it has to be sent as text: then what was appended is to be cut off. */
export type WriteValue = (to: BinaryPiece, value: unknown) => boolean;
