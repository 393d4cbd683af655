import type { JsonObject } from './record';

/**
 * The base of every error the engine throws. `code` is stable and for programs, `message` is for people: what
 * was given, what was expected, what to do. `data` is JSON-safe and never holds a secret.
 */
export class BatchSyncError extends Error {
	readonly code: string;
	readonly data: JsonObject;

	constructor(code: string, message: string, options: { data?: JsonObject; cause?: unknown } = {}) {
		super(message, options.cause === undefined ? undefined : { cause: options.cause });
		this.name = new.target.name;
		this.code = code;
		this.data = options.data ?? {};
	}
}

/** Something in the configuration does not fit the systems it names: a table, column, project, status, mapping. */
export class ConfigurationError extends BatchSyncError {
	constructor(message: string, options: { data?: JsonObject; cause?: unknown } = {}) {
		super('CONFIGURATION', message, options);
	}
}

/** PostgreSQL cannot be reached, refuses the credential, or lacks a right. */
export class DatabaseError extends BatchSyncError {
	/** SQLSTATE where PostgreSQL gave one, else the system error code (ECONNREFUSED). */
	readonly sqlState: string | null;

	constructor(message: string, sqlState: string | null, options: { data?: JsonObject; cause?: unknown } = {}) {
		super('DATABASE', message, options);
		this.sqlState = sqlState;
	}
}

/** The run no longer holds its lease: another run has taken over, and nothing more may be written. */
export class LeaseLostError extends BatchSyncError {
	constructor(pair: string) {
		super('LEASE_LOST', `This run of pair '${pair}' no longer holds the lease: another run has taken over. Nothing more was written.`, { data: { pair } });
	}
}

/** The remote side cannot be reached, or transient failures outlasted the retries. */
export class RemoteUnavailableError extends BatchSyncError {
	constructor(message: string, options: { data?: JsonObject; cause?: unknown } = {}) {
		super('REMOTE_UNAVAILABLE', message, options);
	}
}

/** The remote side answered something that is not its API: HTML, truncated JSON, another product. */
export class RemoteAnswerError extends BatchSyncError {
	constructor(message: string, options: { data?: JsonObject; cause?: unknown } = {}) {
		super('REMOTE_ANSWER', message, options);
	}
}

/** The remote side refuses the credential or a permission is missing (401, 403). */
export class RemoteRefusedError extends BatchSyncError {
	constructor(message: string, options: { data?: JsonObject; cause?: unknown } = {}) {
		super('REMOTE_REFUSED', message, options);
	}
}
