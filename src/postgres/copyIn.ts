import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Lines are sent in pieces of about this many characters: a message per line would cost more than the line. */
const PIECE_CHARACTERS = 64 * 1024;

export type CopyOutcome = { readonly status: 'copied'; readonly count: number } | { readonly status: 'source_failed'; readonly error: unknown };

/**
 * Streams encoded lines into `COPY … FROM STDIN`, at most a few pieces ahead of the server. Where `chunks` throws, the
 * COPY is abandoned and its error handed back as such, apart from PostgreSQL's own, which are thrown.
 */
export async function copyIn(client: ClientBase, statement: string, chunks: Iterable<string> | AsyncIterable<string>): Promise<CopyOutcome> {
	const target = client.query(copyFrom(statement));
	const source: SourceState = {};
	// Without the branch every line would be awaited, which costs as much as encoding it.
	const pieces = Symbol.iterator in chunks ? joined(chunks) : joinedLater(chunks);
	try {
		await pipeline(Readable.from(watched(pieces, source), { highWaterMark: 1 }), target);
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
async function* watched(pieces: Iterable<string> | AsyncIterable<string>, source: SourceState): AsyncGenerator<string> {
	let isOut = false;
	try {
		for await (const piece of pieces) {
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

function* joined(chunks: Iterable<string>): Generator<string> {
	const piece = new Piece();
	for (const chunk of chunks) if (piece.add(chunk)) yield piece.take();
	if (!piece.isEmpty()) yield piece.take();
}

async function* joinedLater(chunks: AsyncIterable<string>): AsyncGenerator<string> {
	const piece = new Piece();
	for await (const chunk of chunks) if (piece.add(chunk)) yield piece.take();
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
