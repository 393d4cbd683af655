import type { Pool, PoolClient } from 'pg';
import { ConfigurationError, DatabaseError } from '../errors';
import type { ConnectionSettings, Target, TlsMode, Tunnel } from './connection';
import { createPool } from './createPool';
import { openTransaction, type OpenTransaction, type Translate } from './openTransaction';
import { createOverseer, type Overseer } from './overseer';
import { readTimeout, USUAL_PATIENCE, withinLimits, type Patience } from './patience';
import { beginStatement, type TransactionOptions } from './sessionSettings';
import { prepareCommit } from './tablePath';
import { isConnectionLost, translateFailure } from './translateFailure';
import type { Database, Transaction } from './types';

/** Oldest version with everything the SQL here uses (xid8, gen_random_uuid). */
const OLDEST_VERSION = 13;

/** How long the connection that looks after the others may take to be there. */
const OVERSEER_CONNECT_MS = 3000;
/** Servers that can tell whether their client is still there: the setting is refused on others. */
const CHECKS_CLIENTS = /linux|darwin|bsd/i;
const CHECKS_CLIENTS_FROM = 14;

/**
 * Opens a database and makes sure that it can be used. Idle connections are closed by themselves; `close` closes all of
 * them, and the tunnel. Throws a DatabaseError that says what is wrong with host, credential or TLS, and a
 * ConfigurationError for a PostgreSQL before version 13.
 */
export async function openDatabase(settings: ConnectionSettings): Promise<Database> {
	const translate: Translate = (error, seen) => translateFailure(error, settings, seen);
	const tunnel = await openTunnel(settings);
	try {
		const connected = await connectedPool(settings, tunnel ?? settings, translate);
		return databaseOn(connected, translate, async () => await tunnel?.close());
	} catch (error) {
		await tunnel?.close();
		const reason = tunnel?.failure?.();
		throw reason === undefined ? error : brokenTunnel(settings, reason);
	}
}

async function openTunnel(settings: ConnectionSettings): Promise<Tunnel | undefined> {
	try {
		return await settings.openTunnel?.({ host: settings.host, port: settings.port });
	} catch (error) {
		throw brokenTunnel(settings, error);
	}
}

function brokenTunnel({ host, port }: ConnectionSettings, cause: unknown): DatabaseError {
	const reason = cause instanceof Error ? cause.message : String(cause);
	return new DatabaseError(`The SSH tunnel to PostgreSQL at ${host}:${port} could not be used: ${reason}. Check the SSH fields of the credential, and that host and port are right as seen from the SSH server.`, null, { data: { connectionLost: true }, cause });
}

/** A pool whose first connection worked, and what was learnt of the server by it. */
interface Connected {
	readonly pool: Pool;
	readonly overseer: Overseer;
	/** What an administrator set for the role or database; 0: nothing. */
	readonly limits: Patience;
	/** Whether the server can be told to end the transactions of a process that is gone. */
	readonly checksClient: boolean;
}

const LEARN = `select pg_catalog.current_setting('server_version_num'::pg_catalog.text) as version, pg_catalog.version() as platform, pg_catalog.current_setting('lock_timeout'::pg_catalog.text) as lock,
	pg_catalog.current_setting('statement_timeout'::pg_catalog.text) as statement, pg_catalog.current_setting('idle_in_transaction_session_timeout'::pg_catalog.text) as idle`;

async function connectedPool(settings: ConnectionSettings, via: Target, translate: Translate, tls: TlsMode = settings.tls): Promise<Connected> {
	const pool = createPool(settings, via, tls);
	try {
		const [learnt] = (await pool.query<{ version: string; platform: string; lock: string; statement: string; idle: string }>(LEARN)).rows;
		const major = Math.floor(Number(learnt?.version ?? '') / 10_000);
		refuseOldVersion(major);
		return {
			pool,
			overseer: createOverseer(() => createPool({ ...settings, maxConnections: 1, connectTimeoutMs: Math.min(OVERSEER_CONNECT_MS, settings.connectTimeoutMs ?? OVERSEER_CONNECT_MS) }, via, tls)),
			limits: { lockMs: readTimeout(learnt?.lock ?? ''), statementMs: readTimeout(learnt?.statement ?? ''), idleMs: readTimeout(learnt?.idle ?? '') },
			checksClient: major >= CHECKS_CLIENTS_FROM && CHECKS_CLIENTS.test(learnt?.platform ?? ''),
		};
	} catch (error) {
		await pool.end();
		if (tls === 'prefer' && error instanceof Error && /does not support SSL/.test(error.message)) return await connectedPool(settings, via, translate, 'off');
		throw translate(error);
	}
}

function refuseOldVersion(major: number): void {
	if (major < OLDEST_VERSION) throw new ConfigurationError(`The database is PostgreSQL ${major}; version ${OLDEST_VERSION} or newer is needed.`);
}

function databaseOn(connected: Connected, translate: Translate, closeTunnel: () => Promise<void>): Database {
	const { pool, overseer } = connected;
	let closing: Promise<void> | undefined;
	return {
		transaction: async (work, options = {}) => {
			if (closing !== undefined) throw new DatabaseError('The database was closed already.', null);
			const client = await pool.connect().catch((error: unknown) => {
				throw translate(error);
			});
			return await runTransaction({ client, connected, translate }, work, options);
		},
		close: () => (closing ??= Promise.all([pool.end(), overseer.close()]).then(closeTunnel)),
	};
}

interface Taken {
	readonly client: PoolClient;
	readonly connected: Connected;
	readonly translate: Translate;
}

/** Commits where the work succeeds, else rolls back; either way the connection goes back, or away if it is lost. */
async function runTransaction<T>({ client, connected, translate }: Taken, work: (transaction: Transaction) => Promise<T>, options: TransactionOptions): Promise<T> {
	const open = openTransaction(client, translate);
	const { overseer, limits, checksClient } = connected;
	const patience = withinLimits({ ...USUAL_PATIENCE, ...options.patience }, limits);
	let isReusable = false;
	try {
		await open.begin(beginStatement(options, patience, checksClient), (session) => ({ overseer, session, lockMs: patience.lockMs, signal: options.signal }));
		const result = await work(open.transaction);
		if (options.readOnly !== true) await prepareCommit(open.transaction);
		open.end();
		await commit(open, translate);
		isReusable = true;
		return result;
	} catch (error) {
		open.end();
		isReusable = !open.isLost() && !isConnectionLost(error) && (await rollback(client));
		throw error;
	} finally {
		client.release(!isReusable);
	}
}

async function commit(open: OpenTransaction, translate: Translate): Promise<void> {
	const command = await open.commit((error, seen) => {
		const translated = translate(error, seen);
		if (!isConnectionLost(translated)) return translated;
		return new DatabaseError('The connection to PostgreSQL was lost while a transaction was being committed: whether it counts is not known. The next run looks at what is there and goes on.', translated instanceof DatabaseError ? translated.sqlState : null, {
			data: { connectionLost: true, commitUnknown: true },
			cause: error,
		});
	});
	// PostgreSQL answers COMMIT with ROLLBACK where a statement failed and its error was swallowed.
	if (command === 'ROLLBACK') throw new DatabaseError('A statement of this transaction failed, so PostgreSQL undid all of it.', '25P02');
}

async function rollback(client: PoolClient): Promise<boolean> {
	return await client.query('rollback').then(() => true, () => false);
}
