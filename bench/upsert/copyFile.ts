import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { copyLine } from '../../sandbox/flrts/copyText';
import { COLUMNS, type TaskRow } from './taskRows';

const ROWS_PER_WRITE = 1000;

/** Writes rows to a file in COPY's text format, by an encoder of its own: the file is psql's input, not ours. */
export async function writeCopyFile(path: string, rows: readonly TaskRow[]): Promise<void> {
	await pipeline(Readable.from(pieces(rows)), createWriteStream(path));
}

function* pieces(rows: readonly TaskRow[]): Generator<string> {
	for (let start = 0; start < rows.length; start += ROWS_PER_WRITE) {
		yield rows.slice(start, start + ROWS_PER_WRITE).map((row) => copyLine(COLUMNS.map((column) => textOf(row[column])))).join('');
	}
}

function textOf(value: TaskRow[keyof TaskRow]): string | null {
	if (value === null) return null;
	if (value instanceof Date) return value.toISOString();
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
