import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Lines are sent in pieces of about this many characters: a message per line would cost more than the line. */
const PIECE_CHARACTERS = 64 * 1024;

export type CopyOutcome = { readonly status: 'copied'; readonly count: number } | { readonly status: 'source_failed'; readonly error: unknown };

/**
 * Streams lines of text, or pieces of COPY's binary format as they are, into `COPY … FROM STDIN`, at most a few pieces ahead of
 * the server. Where `chunks` throws, the COPY is abandoned and its error handed back as such, apart from PostgreSQL's own, which are thrown.
 */
export async function copyIn(client: ClientBase, statement: string, chunks: Iterable<string | Buffer>): Promise<CopyOutcome> {
	const target = client.query(copyFrom(statement));
	const source: SourceState = {};
	try {
		await pipeline(Readable.from(watched(joined(chunks), source), { highWaterMark: 1 }), target);
	} catch (error) {
		if (source.failure === undefined) throw error;
		return { status: 'source_failed', error: source.failure.error };
	}
	return { status: 'copied', count: target.rowCount };
}

interface SourceState {
	failure?: { readonly error: unknown };
}

/** Passes the pieces on and notes when their source throws. */
async function* watched(pieces: Iterable<string | Buffer>, source: SourceState): AsyncGenerator<string | Buffer> {
	let isOut = false;
	try {
		for (const piece of pieces) {
			isOut = true;
			yield piece;
			isOut = false;
		}
	} catch (error) {
		// While a piece is out, it is the pipeline that throws PostgreSQL's error in here.
		if (!isOut) source.failure = { error };
		throw error;
	}
}

function* joined(chunks: Iterable<string | Buffer>): Generator<string | Buffer> {
	const piece = new Piece();
	for (const chunk of chunks) {
		if (typeof chunk !== 'string') yield chunk;
		else if (piece.add(chunk)) yield piece.take();
	}
	if (!piece.isEmpty()) yield piece.take();
}

/** Gathers lines until there are enough of them. */
class Piece {
	private chunks: string[] = [];
	private length = 0;

	/** Whether it is large enough to be sent. */
	add(chunk: string): boolean {
		this.chunks.push(chunk);
		this.length += chunk.length;
		return this.length >= PIECE_CHARACTERS;
	}

	isEmpty(): boolean {
		return this.length === 0;
	}

	take(): string {
		const text = this.chunks.join('');
		this.chunks = [];
		this.length = 0;
		return text;
	}
}
