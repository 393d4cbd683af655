import { stringify } from 'csv-stringify/sync';
import type { Database } from '../postgres';
import type { Json } from '../record';
import { harmlessCell } from './harmlessCell';
import { eachRowPage, type Walk } from './eachPage';
import { viewOf } from './viewOf';
import type { ConflictFilter, ConflictView } from './types';

export interface CsvOptions extends Walk {
	/** Between cells; default a comma. */
	readonly delimiter?: string;
}

type Cell = string | number | null;

/** A column: its heading, and the cell of a conflict. */
type Column = readonly [heading: string, cell: (conflict: ConflictView) => Cell];

const COLUMNS: readonly Column[] = [
	['id', (one) => one.id],
	['pair', (one) => one.pair],
	['title', (one) => one.title],
	['localKey', (one) => one.localKey],
	['remoteId', (one) => one.remoteId],
	['field', (one) => one.field],
	['kind', (one) => one.kind],
	['status', (one) => one.status],
	['base', (one) => textOf(one.base)],
	['local', (one) => textOf(one.local)],
	['remote', (one) => textOf(one.remote)],
	['raisedAt', (one) => one.raisedAt],
	['localEditedAt', (one) => one.localEditedAt],
	['remoteEditedAt', (one) => one.remoteEditedAt],
	['suggestion', (one) => one.suggestion?.choice ?? null],
	['suggestedValue', (one) => textOf(one.suggestion?.value ?? null)],
	['suggestionReason', (one) => one.suggestion?.reason ?? null],
	['choice', (one) => one.resolution?.choice ?? null],
	['chosen', (one) => textOf(one.resolution?.chosen ?? null)],
	['lost', (one) => (one.resolution === null || one.resolution.lost.length === 0 ? null : JSON.stringify(one.resolution.lost))],
	['resolvedBy', (one) => one.resolvedBy],
	['resolvedAt', (one) => one.resolvedAt],
	['appliedAt', (one) => one.appliedAt],
	['supersededBy', (one) => one.supersededBy],
];

/**
 * Conflicts as CSV, a page at a time: UTF-8 with a byte order mark (spreadsheets take it for another encoding otherwise), one line of headings, lines
 * ended by CR LF (RFC 4180). Cells that a spreadsheet would take for a formula begin with an apostrophe.
 */
export async function* conflictsAsCsv(database: Database, schema: string, filter: ConflictFilter = {}, { delimiter = ',', order, limit }: CsvOptions = {}): AsyncGenerator<string> {
	const options = { delimiter, record_delimiter: 'windows' } as const;
	yield stringify([COLUMNS.map(([heading]) => heading)], { ...options, bom: true });
	for await (const { rows, mappings } of eachRowPage(database, schema, filter, { order, limit })) {
		yield stringify(rows.map((row) => viewOf(row, undefined, mappings.get(row.pair))).map((conflict) => COLUMNS.map(([, cell]) => harmlessCell(cell(conflict)))), options);
	}
}

/** Text as it is, anything else as JSON; nothing for null. */
function textOf(value: Json): string | null {
	return value === null || typeof value === 'string' ? value : JSON.stringify(value);
}
