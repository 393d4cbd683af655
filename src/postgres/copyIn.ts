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
	const source: { failure?: { readonly error: unknown } } = {};
	try {
		await pipeline(Readable.from(inPieces(chunks, source), { highWaterMark: 1 }), target);
	} catch (error) {
		if (source.failure === undefined) throw error;
		return { status: 'source_failed', error: source.failure.error };
	}
	return { status: 'copied', count: target.rowCount };
}

async function* inPieces(chunks: Iterable<string> | AsyncIterable<string>, source: { failure?: { readonly error: unknown } }): AsyncGenerator<string> {
	let pending: string[] = [];
	let length = 0;
	try {
		for await (const chunk of chunks) {
			pending.push(chunk);
			length += chunk.length;
			if (length < PIECE_CHARACTERS) continue;
			yield pending.join('');
			pending = [];
			length = 0;
		}
	} catch (error) {
		source.failure = { error };
		throw error;
	}
	if (length > 0) yield pending.join('');
}
