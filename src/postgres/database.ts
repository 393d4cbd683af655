import type { Pool, PoolClient, QueryResult } from 'pg';
import { ConfigurationError, DatabaseError, type BatchSyncError } from '../errors';
import type { ConnectionSettings, Target, TlsMode, Tunnel } from './connection';
import { createPool } from './createPool';
import { openTransaction } from './openTransaction';
import { beginStatement, type TransactionOptions } from './sessionSettings';
import { isConnectionLost, translateFailure } from './translateFailure';
import type { Database, Transaction } from './types';

/** Oldest version with everything the SQL here uses (xid8, gen_random_uuid). */
const OLDEST_VERSION = 13;

/**
 * Opens a database and makes sure that it can be used. Idle connections are closed by themselves; `close` closes all of
 * them, and the tunnel. Throws a DatabaseError that says what is wrong with host, credential or TLS, and a
 * ConfigurationError for a PostgreSQL before version 13.
 */
export async function openDatabase(settings: ConnectionSettings): Promise<Database> {
	const translate = (error: unknown): BatchSyncError => translateFailure(error, settings);
	const tunnel = await openTunnel(settings);
	try {
		const pool = await connectedPool(settings, tunnel ?? settings, translate);
		return databaseOn(pool, translate, async () => await tunnel?.close());
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

/** A pool whose first connection worked. */
async function connectedPool(settings: ConnectionSettings, via: Target, translate: (error: unknown) => BatchSyncError, tls: TlsMode = settings.tls): Promise<Pool> {
	const pool = createPool(settings, via, tls);
	try {
		const { rows } = await pool.query<{ version: string }>("select current_setting('server_version_num') as version");
		refuseOldVersion(rows[0]?.version ?? '');
		return pool;
	} catch (error) {
		await pool.end();
		if (tls === 'prefer' && error instanceof Error && /does not support SSL/.test(error.message)) return await connectedPool(settings, via, translate, 'off');
		throw translate(error);
	}
}

function refuseOldVersion(versionNumber: string): void {
	const major = Math.floor(Number(versionNumber) / 10_000);
	if (major < OLDEST_VERSION) throw new ConfigurationError(`The database is PostgreSQL ${major}; version ${OLDEST_VERSION} or newer is needed.`);
}

function databaseOn(pool: Pool, translate: (error: unknown) => BatchSyncError, closeTunnel: () => Promise<void>): Database {
	let closing: Promise<void> | undefined;
	return {
		transaction: async (work, options = {}) => {
			if (closing !== undefined) throw new DatabaseError('The database was closed already.', null);
			const client = await pool.connect().catch((error: unknown) => {
				throw translate(error);
			});
			return await runTransaction(client, work, options, translate);
		},
		close: () => (closing ??= pool.end().then(closeTunnel)),
	};
}

/** Commits where the work succeeds, else rolls back; either way the connection goes back, or away if it is lost. */
async function runTransaction<T>(client: PoolClient, work: (transaction: Transaction) => Promise<T>, options: TransactionOptions, translate: (error: unknown) => BatchSyncError): Promise<T> {
	const open = openTransaction(client, translate);
	let isReusable = false;
	try {
		await open.transaction.execute({ text: beginStatement(options) });
		const result = await work(open.transaction);
		open.end();
		await commit(client, translate);
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

async function commit(client: PoolClient, translate: (error: unknown) => BatchSyncError): Promise<void> {
	let result: QueryResult;
	try {
		result = await client.query('commit');
	} catch (error) {
		const translated = translate(error);
		if (!isConnectionLost(translated)) throw translated;
		throw new DatabaseError('The connection to PostgreSQL was lost while a transaction was being committed: whether it counts is not known. The next run looks at what is there and goes on.', translated instanceof DatabaseError ? translated.sqlState : null, {
			data: { connectionLost: true, commitUnknown: true },
			cause: error,
		});
	}
	// PostgreSQL answers COMMIT with ROLLBACK where a statement failed and its error was swallowed.
	if (result.command === 'ROLLBACK') throw new DatabaseError('A statement of this transaction failed, so PostgreSQL undid all of it.', '25P02');
}

async function rollback(client: PoolClient): Promise<boolean> {
	return await client.query('rollback').then(() => true, () => false);
}
