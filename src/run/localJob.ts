import type { LinkOutcome, PlannedWrite, SideOutcome } from '../plan';
import type { WrittenRow } from '../postgres/stores/writeRows';
import type { JsonObject } from '../record';

/** A write to the table that is to be made. */
export interface LocalJob {
	readonly link: string;
	readonly key: string | null;
	readonly write: PlannedWrite;
	readonly sum: Buffer | null;
	/** The row as it is now, where there is one. */
	readonly present: JsonObject | null;
	readonly remoteId: string | null;
}

/** What became of the local write of one link. */
export interface LocalWriteResult {
	readonly outcome: SideOutcome;
	readonly refused: LinkOutcome['refused'];
	/** Key and checksum of the row as it is now. */
	readonly row: { readonly key: string; readonly sum: Buffer } | null;
	/** The whole row, where it was deleted. */
	readonly whole: JsonObject | null;
}

export function done(row: WrittenRow, refused: LinkOutcome['refused'] = []): LocalWriteResult {
	return { outcome: { status: 'done', record: row.record }, refused, row: { key: row.key, sum: row.sum }, whole: null };
}

/** Nothing was written, for these reasons. */
export function refusedFor(refused: LinkOutcome['refused']): LocalWriteResult {
	return { outcome: { status: 'none' }, refused, row: null, whole: null };
}

/** The row was edited or deleted since it was read: it is looked at again. */
export const movedOn: LocalWriteResult = { outcome: { status: 'not_done', pending: 'guard_refused' }, refused: [], row: null, whole: null };

/** The key of a new row is another record's, whose row is gone: the row was taken back, and is made once that is settled. */
export const keyHeld: LocalWriteResult = { outcome: { status: 'not_done', pending: 'guard_refused' }, refused: [], row: null, whole: null };
