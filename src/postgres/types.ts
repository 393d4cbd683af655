import type { TransactionOptions } from './sessionSettings';

/** A statement with bound values. Values are text, numbers, booleans, null, Buffers or arrays of these; JSON goes in as text. */
export interface Sql {
	readonly text: string;
	readonly values?: readonly unknown[];
}

export type Row = Readonly<Record<string, unknown>>;

/** One open transaction. int8 and numeric come back as strings, json and jsonb parsed, timestamps as text, bytea as Buffer. */
export interface Transaction {
	/** Rows of the statement. */
	query<T = Row>(sql: Sql): Promise<readonly T[]>;
	/** Number of rows the statement touched. */
	execute(sql: Sql): Promise<number>;
	/** COPY … FROM STDIN; `chunks` are lines in text format, or pieces in binary format. Resolves with the number of rows copied. */
	copyIn(statement: string, chunks: Iterable<string | Buffer>): Promise<number>;
	/** Runs the work under a savepoint; on failure rolls back to it and throws the failure on. */
	savepoint<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * A PostgreSQL that may sit behind a transaction pooler: nothing outlives a transaction. Every transaction
 * starts with the settings of `SESSION_SETTINGS` (SET LOCAL), since the text of checksums depends on them, looks names
 * up where nobody else can put any (what reads or writes tables of the user's goes through `withTablePath`), and with
 * limits on every wait: a lock that is not to be had fails the transaction, and says who holds it (`isLockFailure`).
 * Failures of the server are thrown as `DatabaseError`.
 */
export interface Database {
	transaction<T>(work: (transaction: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
	/** Closes every connection; safe to call twice. */
	close(): Promise<void>;
}
