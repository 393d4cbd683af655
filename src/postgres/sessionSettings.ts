import type { Patience } from './patience';

/**
 * Where names without a schema are looked up: in PostgreSQL's own, and for tables in the temporary ones. On a path with a schema
 * in which others may create, a function or operator of theirs whose arguments fit better would be called with our rights.
 */
export const OWN_PATH = 'pg_catalog, pg_temp';

/**
 * Settings every transaction runs under. The text form of dates, intervals, floats and bytea depends on them, and
 * with it every checksum: changing one makes every record look changed.
 */
export const SESSION_SETTINGS: Readonly<Record<string, string>> = {
	TimeZone: 'UTC',
	DateStyle: 'ISO',
	IntervalStyle: 'iso_8601',
	extra_float_digits: '1',
	bytea_output: 'hex',
	standard_conforming_strings: 'on',
	search_path: OWN_PATH,
};

/** How often the server looks whether the process that asked is still there while it works or waits for it. */
const CLIENT_CHECK_MS = 5000;

export interface TransactionOptions {
	readonly readOnly?: boolean;
	readonly repeatableRead?: boolean;
	/** Default: `USUAL_PATIENCE`. */
	readonly patience?: Partial<Patience>;
	/** Aborting stops the statement that is under way on the server and refuses those that follow: the transaction fails. */
	readonly signal?: AbortSignal | undefined;
	/** Names without a schema are looked up on the path of role and database. For SQL of the user's own, never for ours. */
	readonly rolePath?: boolean;
}

/** The settings that bound every wait. */
export function patienceSettings({ lockMs, statementMs, idleMs }: Patience, checksClient: boolean): Readonly<Record<string, string>> {
	return {
		lock_timeout: String(lockMs),
		statement_timeout: String(statementMs),
		idle_in_transaction_session_timeout: String(idleMs),
		...(checksClient ? { client_connection_check_interval: String(CLIENT_CHECK_MS) } : {}),
	};
}

/**
 * Opens a transaction under `SESSION_SETTINGS` and the limits of its patience: one message, so one round trip; SET LOCAL, since a
 * pooler may give the session to others. Answers which session it got, and since when it has it.
 */
export function beginStatement(options: Pick<TransactionOptions, 'readOnly' | 'repeatableRead' | 'rolePath'>, patience: Patience, checksClient: boolean): string {
	const modes = [options.repeatableRead === true ? 'isolation level repeatable read' : '', options.readOnly === true ? 'read only' : ''].filter((mode) => mode !== '');
	const all = Object.entries({ ...SESSION_SETTINGS, ...patienceSettings(patience, checksClient) }).filter(([name]) => name !== 'search_path' || options.rolePath !== true);
	// A path in quotes would be the name of one schema.
	const settings = all.map(([name, value]) => `set local ${name} = ${name === 'search_path' ? value : `'${value}'`}`);
	return [`begin ${modes.join(', ')}`.trim(), ...settings, 'select pg_catalog.pg_backend_pid() as pid, pg_catalog.now()::text as began'].join('; ');
}
