import { isIP } from 'node:net';
import { checkServerIdentity, type ConnectionOptions } from 'node:tls';
import { Client, Pool, type ClientConfig, type PoolConfig } from 'pg';
import type { ConnectionSettings, Target, TlsMode } from './connection';
import { valueReaders } from './readValue';

/** What our sessions are called in pg_stat_activity. */
export const APPLICATION_NAME = 'n8n-nodes-batch-sync';

const DEFAULT_CONNECTIONS = 4;
const CONNECT_TIMEOUT_MS = 15_000;
/** How long work waits for one of the pool's connections to become free. */
const WAIT_FOR_FREE_MS = 60_000;
const IDLE_MS = 10_000;
const KEEP_ALIVE_AFTER_MS = 30_000;

/**
 * A pool of connections that are closed after ten idle seconds. `via` is where to connect to, the tunnel's end or the
 * server itself; the certificate is checked against the server's name in both cases.
 */
export function createPool(settings: ConnectionSettings, via: Target, tls: TlsMode): Pool {
	const PooledClient = clientClass(settings);
	const config: PoolConfig = {
		host: via.host,
		port: via.port,
		database: settings.database,
		user: settings.user,
		ssl: tlsOptions(settings, tls),
		application_name: APPLICATION_NAME,
		max: settings.maxConnections ?? DEFAULT_CONNECTIONS,
		idleTimeoutMillis: IDLE_MS,
		connectionTimeoutMillis: WAIT_FOR_FREE_MS,
		allowExitOnIdle: true,
		keepAlive: true,
		keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
		types: valueReaders,
		Client: PooledClient as unknown as NonNullable<PoolConfig['Client']>,
	};
	const pool = new Pool(config);
	// Without listeners a connection that breaks while idle, or between two statements, would end the process. The next
	// statement reports it.
	pool.on('error', ignore);
	pool.on('connect', (client) => client.on('error', ignore));
	return pool;
}

function ignore(): void {}

type Connected = (error: Error | null, client?: Client) => void;

/** Clients as a pool makes them, with three things put right. */
function clientClass(settings: ConnectionSettings): new (config: ClientConfig) => Client {
	return class PooledClient extends Client {
		constructor(config: ClientConfig) {
			// The pool hides the password from being copied, and has one setting for two times: connecting, and waiting for
			// a free connection.
			super({ ...config, password: settings.password, connectionTimeoutMillis: settings.connectTimeoutMs ?? CONNECT_TIMEOUT_MS });
		}

		override connect(): Promise<Client>;
		override connect(callback: Connected): void;
		override connect(callback?: Connected): Promise<Client> | void {
			const connected = super.connect().catch((error: Error) => {
				// A client that cannot sign in would keep its socket until the server loses patience (a minute).
				this.end().catch(ignore);
				throw error;
			});
			if (callback === undefined) return connected;
			connected.then((client) => callback(null, client), callback);
		}
	};
}

function tlsOptions(settings: ConnectionSettings, mode: TlsMode): false | ConnectionOptions {
	switch (mode) {
		case 'off':
			return false;
		case 'prefer':
		case 'encrypt':
			return { ...serverName(settings.host), rejectUnauthorized: false };
		case 'verify_ca':
			return { ...serverName(settings.host), ...authorities(settings), rejectUnauthorized: true, checkServerIdentity: () => undefined };
		case 'verify_full':
			return { ...serverName(settings.host), ...authorities(settings), rejectUnauthorized: true, checkServerIdentity: (_name, certificate) => checkServerIdentity(settings.host, certificate) };
	}
}

/** The name asked for, which may not be an address (RFC 6066). */
function serverName(host: string): ConnectionOptions {
	return isIP(host) === 0 ? { servername: host } : {};
}

function authorities(settings: ConnectionSettings): ConnectionOptions {
	return settings.authorities === undefined ? {} : { ca: settings.authorities };
}
