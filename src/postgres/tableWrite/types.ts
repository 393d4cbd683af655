import type { TableDescription } from '../describeTable';
import type { TableHooks } from './describeHooks';
import type { GivenShapes } from './givenShapes';
import type { ValueReading } from './values/reading';

export type WriteMode = 'insert_or_update' | 'insert' | 'update' | 'delete' | 'replace';

/** Given records by column; a property that is absent or undefined is left alone in the row, null is NULL. */
export type GivenRecord = Readonly<Record<string, unknown>>;

/** What became of one record. */
export const OUTCOMES = ['pending', 'inserted', 'updated', 'unchanged', 'deleted', 'not_found', 'skipped', 'duplicate', 'failed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface TableWrite {
	readonly target: { readonly schema: string; readonly table: string };
	/** `replace`: insert or update, then delete the rows of the table that were not given. */
	readonly mode: WriteMode;
	/** Columns that say which row is meant; null: the primary key. Empty, for `insert` alone: every record is a new row. */
	readonly match: readonly string[] | null;
	readonly records: readonly GivenRecord[];
	/** Columns that are written; null: all properties of a record. */
	readonly columns: readonly string[] | null;
	/** Whether '' stands for NULL in columns that hold no text, as in a CSV file. */
	readonly emptyTextIsNull: boolean;
	/** How times, days, JSON and damaged text are taken. */
	readonly reading: ValueReading;
	/** Properties that no column is named for: refused, left out, or made (nullable, of the type their values have). */
	readonly unknownColumns: 'refuse' | 'ignore' | 'add';
	/** Records with one key: `refuse` them, or take the `first` or `last`. */
	readonly duplicates: 'refuse' | 'first' | 'last';
	/** What `insert` does with a record whose row is there. */
	readonly existing: 'skip' | 'fail';
	/** A record the table does not take: `stop` and write nothing (of its batch), or `isolate` it and write the others. */
	readonly badRows: 'stop' | 'isolate';
	/** `one`: all or nothing. Else every batch is a transaction of its own: of `rows` records, or as many as take about a second. */
	readonly batches: { readonly kind: 'one' } | { readonly kind: 'fixed'; readonly rows: number } | { readonly kind: 'adaptive' };
	/** Text column that holds a checksum of the columns given: rows are told apart by it instead of column by column. */
	readonly checksumColumn: string | null;
	/** Where no unique index is on `match`: refuse, or lock the table against other writers. */
	readonly withoutUniqueIndex: 'refuse' | 'lock';
	/** Where what was there before is kept for `undoTableWrite`; null: not kept. */
	readonly images: { readonly schema: string } | null;
	/** Longest time of one statement in milliseconds; null: as the server has it, and six hours at most. */
	readonly statementTimeoutMs: number | null;
	/** How long a lock is waited for, in milliseconds. Default 2 s. */
	readonly lockTimeoutMs?: number;
	/** Aborting stops the statement under way on the server: its batch is taken back. */
	readonly signal?: AbortSignal | undefined;
	/** Everything is done and checked, and then undone. */
	readonly dryRun: boolean;
	/** Most rows `replace` may delete: as a number and in percent of the table. Beyond either it writes nothing. */
	readonly deleteGuard: { readonly maxRows: number; readonly maxPercent: number; readonly mayEmpty: boolean };
	/** Asked between batches, and while records are sent: the batch is taken back then. */
	readonly isStopped: () => boolean;
	/** Milliseconds of any steady clock. */
	readonly nowMs: () => number;
}

/** Why the table did not take a record. */
export interface RowFailure {
	/** Position among the records, from 0. */
	readonly index: number;
	readonly column: string | null;
	/** SQLSTATE, or a code of the package (KEY_MISSING, DUPLICATE_KEY, ROW_EXISTS, VALUE_NOT_STORABLE, NOT_TAKEN, …). */
	readonly code: string;
	readonly reason: string;
}

export type WriteCounts = Readonly<Record<Exclude<Outcome, 'pending'>, number>> & {
	/** Records given: the sum of all others, without the rows that `replace` deleted. */
	readonly given: number;
};

export interface TableWriteResult {
	readonly counts: WriteCounts;
	/** By position of the record, an index into OUTCOMES. */
	readonly outcomes: Uint8Array;
	readonly failures: readonly RowFailure[];
	readonly addedColumns: readonly string[];
	/** Properties left out because no column is named for them. */
	readonly ignoredColumns: readonly string[];
	readonly batches: number;
	/** Id to undo it by; null where nothing was kept. */
	readonly writeId: string | null;
	/** What a person should know: why nothing was deleted, that a stop came. */
	readonly remarks: readonly string[];
}

/** Records that give the same columns, to be staged together. */
export interface Shape {
	/** Columns given, match columns first. */
	readonly columns: readonly string[];
	/** Positions of the records, ascending. */
	readonly indexes: readonly number[];
}

/** A write whose match columns are known. */
export interface ResolvedWrite extends TableWrite {
	readonly match: readonly string[];
}

/** Everything known before the first record is staged. */
export interface Prepared {
	readonly write: ResolvedWrite;
	/** Its records by the columns they give. */
	readonly given: GivenShapes;
	readonly description: TableDescription;
	readonly hooks: TableHooks;
	/** Whether a unique index is on the match columns. */
	readonly isKeyUnique: boolean;
	readonly ignoredColumns: readonly string[];
	readonly addedColumns: readonly string[];
	/** SQL of the rows that the unique index on the match columns is for; null: all. */
	readonly predicate: string | null;
	/** What a person should know before anything is written. */
	readonly remarks: readonly string[];
}
