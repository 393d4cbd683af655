import { capital } from '../capital';
import type { JsonObject } from '../record';
import { lockAdvice, lockWords, type LockWait } from './lockWait';
import type { ServerFields, Whereabouts } from './translateFailure';

interface Told {
	readonly fields: ServerFields;
	readonly whereabouts: Whereabouts;
	readonly at: string;
	/** 'schema.table', or 'the table' where PostgreSQL did not say. */
	readonly table: string;
	readonly names: JsonObject;
	/** What was waited for, where it was seen. */
	readonly lock: LockWait | null;
}

type Sentence = (told: Told) => string;

const goingDown: Sentence = ({ at }) => `PostgreSQL at ${at} was shut down, or an administrator ended the connection. What was not committed is undone; try again when it is back.`;
const unavailable: Sentence = ({ at }) => `PostgreSQL at ${at} is starting up, shutting down or recovering. Try again in a moment.`;
const again: Sentence = ({ fields }) => `PostgreSQL undid the transaction because another one was in its way (${fields.message}). Try again.`;

/** By SQLSTATE, the name of the condition beside it. PostgreSQL manual, appendix A. */
const BY_STATE: ReadonlyMap<string, Sentence> = new Map<string, Sentence>([
	// invalid_password
	['28P01', ({ whereabouts, at }) => `PostgreSQL at ${at} refused the password of user '${whereabouts.user}'. Check user and password in the credential.`],
	// invalid_authorization_specification
	['28000', refusedLogin],
	// invalid_catalog_name
	['3D000', ({ whereabouts, at }) => `There is no database '${whereabouts.database}' at ${at}. Check the database in the credential.`],
	// insufficient_privilege
	['42501', ({ fields, whereabouts }) => `The database user '${whereabouts.user}' lacks a right: ${fields.message}. Have an administrator grant it.`],
	// not_null_violation
	['23502', ({ table, names }) => (names['column'] === undefined && names['domain'] !== undefined ? `A value of type '${names['domain']}' is needed, and none was given: that type allows no NULL.` : `Column '${names['column'] ?? '?'}' of ${table} needs a value, and none was given.`)],
	// foreign_key_violation
	['23503', ({ fields, table, names }) =>
		/still referenced/.test(fields.detail ?? '') ? `A row cannot be removed or renamed: others refer to it (constraint '${names['constraint']}' of ${table}).` : `Column '${names['column'] ?? '?'}' of ${table} refers to a row that does not exist (constraint '${names['constraint']}').`],
	// unique_violation
	['23505', ({ table, names }) => `Another row of ${table} has the same ${names['column'] === undefined ? 'values' : `'${names['column']}'`}, which must be unique (constraint '${names['constraint']}').`],
	// check_violation
	['23514', failedCheck],
	// generated_always, program_limit_exceeded, untranslatable_character, character_not_in_repertoire
	['428C9', ({ fields }) => `PostgreSQL works out a column by itself and lets nobody write it: ${fields.message}.`],
	['54000', ({ fields }) => `A value is larger than PostgreSQL can hold there: ${fields.message}. Shorten it.`],
	['22P05', unfitCharacter],
	['22021', unfitCharacter],
	// exclusion_violation
	['23P01', ({ table, names }) => `A row overlaps another one, which '${names['constraint'] ?? '?'}' of ${table} forbids.`],
	// undefined_table, undefined_column, undefined_function, invalid_schema_name
	['42P01', ({ fields }) => `Something PostgreSQL was asked for is not there: ${fields.message}. Was it renamed or dropped in the meantime?`],
	['42703', ({ fields }) => `Something PostgreSQL was asked for is not there: ${fields.message}. Was it renamed or dropped in the meantime?`],
	['42883', ({ fields }) => `PostgreSQL cannot do this with the column's type: ${fields.message}.`],
	['3F000', ({ fields }) => `Something PostgreSQL was asked for is not there: ${fields.message}. Was it renamed or dropped in the meantime?`],
	// read_only_sql_transaction
	['25006', ({ at }) => `PostgreSQL at ${at} is read-only (a standby, or set so by its administrator). Use the address of the primary.`],
	// too_many_connections
	['53300', ({ at }) => `PostgreSQL at ${at} has no free connections. Lower 'Maximum Number of Connections' in the credential, or raise the server's limit.`],
	// disk_full, out_of_memory
	['53100', ({ at }) => `The disk of PostgreSQL at ${at} is full. Nothing was written; make room and try again.`],
	['53200', ({ at }) => `PostgreSQL at ${at} ran out of memory. Nothing was written; try smaller batches or give it more.`],
	// serialization_failure, deadlock_detected, lock_not_available
	['40001', again],
	['40P01', again],
	['55P03', ({ lock }) => `${capital(lockWords(lock))}, and was not free in the time that is waited for it. ${lockAdvice(lock)} What was to be done is undone and can be tried again.`],
	// query_canceled
	['57014', ({ fields }) => `PostgreSQL stopped a statement: ${fields.message}. What was not committed is undone. If it happens again, look for a slow trigger or a missing index, or raise statement_timeout for this user where it is below 15 minutes.`],
	// admin_shutdown, crash_shutdown, cannot_connect_now, database_dropped
	['57P01', goingDown],
	['57P02', goingDown],
	['57P03', unavailable],
	['57P04', ({ whereabouts }) => `The database '${whereabouts.database}' was dropped.`],
	// in_failed_sql_transaction
	['25P02', () => 'A statement of this transaction failed before, so PostgreSQL undid all of it.'],
	// idle_in_transaction_session_timeout
	['25P03', ({ at }) => `PostgreSQL at ${at} ended the connection because the transaction was idle for too long (idle_in_transaction_session_timeout). What was not committed is undone.`],
]);

/** Of a table, of a type of the user's own, or that no partition is for the row. */
function failedCheck({ fields, table, names }: Told): string {
	if (names['constraint'] === undefined) return `${table} has no place for the row: ${fields.message}.`;
	return `A value does not satisfy the check '${names['constraint']}' of ${names['domain'] === undefined ? table : `type '${names['domain']}'`}.`;
}

function unfitCharacter({ fields, names }: Told): string {
	return `PostgreSQL refused a value${inColumn(names)}, which holds a character that this database's encoding lacks, or bytes that are no text (${fields.message}). Change the value; a database encoded in UTF8 holds every character.`;
}

function refusedLogin({ fields, whereabouts, at }: Told): string {
	const needsTls = /no encryption|SSL off|SSL connection is required/i.test(fields.message);
	return `PostgreSQL at ${at} does not let user '${whereabouts.user}' in (${fields.message}). ${needsTls ? "Set SSL to 'Require' in the credential." : 'Check the user, and the rules of the server (pg_hba.conf).'}`;
}

/** A sentence for an error of PostgreSQL. The server's own words are kept where they say more. */
export function sentenceForState(fields: ServerFields, whereabouts: Whereabouts, names: JsonObject, lock: LockWait | null = null): string {
	const table = fields.table === undefined ? 'the table' : [fields.schema, fields.table].filter((part) => part !== undefined).join('.');
	const told: Told = { fields, whereabouts, at: `${whereabouts.host}:${whereabouts.port}`, table, names, lock };
	const state = fields.code ?? '';
	const known = BY_STATE.get(state);
	if (known !== undefined) return known(told);
	if (/tenant or user not found/i.test(fields.message)) {
		return `The connection pooler at ${told.at} knows no user '${whereabouts.user}'. On Supabase the user of the pooler is 'postgres.<project reference>', and the host must be that of the project's region.`;
	}
	if (state.startsWith('22')) return `PostgreSQL refused a value${inColumn(names)}: ${fields.message} (code ${state}).`;
	return `PostgreSQL answered: ${fields.message} (code ${state}).${fields.hint === undefined ? '' : ` ${fields.hint}`}`;
}

function inColumn(names: JsonObject): string {
	const column = names['column'] === undefined ? '' : ` of column '${names['column']}'`;
	return names['line'] === undefined ? column : `${column} in row ${names['line']}`;
}
