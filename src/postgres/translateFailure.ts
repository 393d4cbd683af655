import { BatchSyncError, DatabaseError } from '../errors';
import type { JsonObject } from '../record';
import { sentenceForConnection } from './connectionSentences';
import { lockAsJson } from './lockWait';
import { sentenceForState } from './stateSentences';
import type { Watched } from './watchStatement';

/** Whom a failure is told about; never the password. */
export interface Whereabouts {
	readonly host: string;
	readonly port: number;
	readonly database: string;
	readonly user: string;
}

/** What PostgreSQL's protocol says about an error, beside its message. */
export interface ServerFields {
	readonly message: string;
	readonly code?: string;
	readonly detail?: string;
	readonly hint?: string;
	readonly where?: string;
	readonly schema?: string;
	readonly table?: string;
	readonly column?: string;
	readonly constraint?: string;
	readonly dataType?: string;
}

/** What a statement says that was stopped because its transaction was to end. */
export const STOPPED = 'A statement was stopped on the server, because what it was for was cancelled or its time was up. What was not committed is undone.';

const UNSEEN: Watched = { lockWait: null, isStopped: false };
const QUERY_CANCELED = '57014';
const LOCK_NOT_AVAILABLE = '55P03';
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** Classes and codes after which a connection is of no more use. */
const CONNECTION_IS_GONE = /^(08|57P0[1235]|25P03)/;

/**
 * The one place where failures of the server and of the way to it become `DatabaseError`s: a sentence that says what to
 * do, the SQLSTATE (or the system's error code), and in `data` what it was about. `data` holds names only, no values of
 * rows: column, constraint, domain, table, schema, line (of a COPY), inFunction (raised by a trigger or function), connectionLost,
 * lock (who held what was waited for), stopped. Errors of the engine pass unchanged.
 */
export function translateFailure(error: unknown, whereabouts: Whereabouts, seen: Watched = UNSEEN): BatchSyncError {
	if (error instanceof BatchSyncError) return error;
	const fields = fieldsOf(error);
	const isFromServer = fields.code !== undefined && SQLSTATE.test(fields.code) && 'severity' in (error as object);
	const code = fields.code ?? null;
	if (!isFromServer) {
		const message = sentenceForConnection(fields, whereabouts);
		return new DatabaseError(message, code, { data: { connectionLost: true }, cause: error });
	}
	if (seen.isStopped && code === QUERY_CANCELED) return new DatabaseError(STOPPED, code, { data: { stopped: true }, cause: error });
	const lock = code === LOCK_NOT_AVAILABLE ? seen.lockWait : null;
	const data = { ...namesIn(fields), ...(/\bfunction\b/.test(fields.where ?? '') ? { inFunction: true } : {}), ...(CONNECTION_IS_GONE.test(fields.code ?? '') ? { connectionLost: true } : {}), ...(lock === null ? {} : { lock: lockAsJson(lock) }) };
	return new DatabaseError(sentenceForState(fields, whereabouts, data, lock), code, { data, cause: error });
}

/** Whether the connection an error came over is lost. */
export function isConnectionLost(error: unknown): boolean {
	return error instanceof DatabaseError && error.data['connectionLost'] === true;
}

function fieldsOf(error: unknown): ServerFields {
	if (typeof error !== 'object' || error === null) return { message: String(error) };
	return error as ServerFields;
}

/** Names PostgreSQL gives as fields, and those it gives only in passing: the key's column, the column of a COPY. */
function namesIn(fields: ServerFields): JsonObject {
	const key = /^Key \(([^)=]+)\)=/.exec(fields.detail ?? '')?.[1];
	const copy = /^COPY .*?, line (\d+)(?:, column ([^:]+))?/.exec(fields.where ?? '');
	const column = fields.column ?? copy?.[2] ?? (key !== undefined && !key.includes(',') && /^"?[\w$]+"?$/.test(key) ? key.replaceAll('"', '') : undefined);
	return Object.fromEntries(
		Object.entries({ schema: fields.schema, table: fields.table, column, constraint: fields.constraint, domain: fields.column === undefined && fields.table === undefined ? fields.dataType : undefined, line: copy?.[1] === undefined ? undefined : Number(copy[1]) }).filter(
			(entry): entry is [string, string | number] => entry[1] !== undefined,
		),
	);
}
