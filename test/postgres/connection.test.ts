import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { connectionFromCredential, connectionFromUrl, openDatabase, tunnelThrough, type ConnectionSettings, type SshClient, type Tunnel } from '../../src/postgres';
import { ConfigurationError, DatabaseError } from '../../src/errors';
import type { EmbeddedPostgres } from '../../sandbox/postgres';
import { createTestDatabase, type TestDatabase } from '../support/postgres';
import { startTestServer } from '../support/testServer';

const credential = { host: 'db.example.com', port: 5433, database: 'flrts', user: 'sync', password: 'secret', maxConnections: 7 };

describe("n8n's credential", () => {
	it('becomes connection settings', () => {
		expect(connectionFromCredential(credential)).toEqual({ ...credential, tls: 'off' });
	});

	it('may leave out what n8n fills in, and hold numbers as text', () => {
		expect(connectionFromCredential({ host: 'h', database: 'd', user: 'u', port: '6543' })).toEqual({ host: 'h', port: 6543, database: 'd', user: 'u', password: '', maxConnections: 100, tls: 'off' });
		expect(connectionFromCredential({ host: 'h', database: 'd', user: 'u' }).port).toBe(5432);
	});

	it.each<[string | undefined, boolean | undefined, string]>([
		['disable', false, 'off'],
		[undefined, undefined, 'off'],
		['allow', false, 'verify_full'],
		['require', false, 'verify_full'],
		['disable', true, 'encrypt'],
		['require', true, 'encrypt'],
		[undefined, true, 'encrypt'],
	])('understands SSL %s with Ignore SSL Issues %s as n8n does: %s', (ssl, allowUnauthorizedCerts, tls) => {
		expect(connectionFromCredential({ ...credential, ssl, allowUnauthorizedCerts }).tls).toBe(tls);
	});

	it.each<[object, RegExp]>([
		[{ host: '' }, /has no Host/],
		[{ database: ' ' }, /has no Database/],
		[{ user: undefined }, /has no User/],
		[{ port: 0 }, /has '0' as Port\. Give a whole number from 1 to 65535/],
		[{ port: 'abc' }, /has 'abc' as Port/],
		[{ maxConnections: 1.5 }, /has '1.5' as Maximum Number of Connections/],
	])('with %p is refused', (change, message) => {
		expect(() => connectionFromCredential({ ...credential, ...change })).toThrow(ConfigurationError);
		expect(() => connectionFromCredential({ ...credential, ...change })).toThrow(message);
	});

	it('asks for a tunnel only where it says so', () => {
		const openTunnel = async (): Promise<Tunnel> => ({ host: 'x', port: 1, close: async () => undefined });
		expect(connectionFromCredential({ ...credential, sshTunnel: true }, { openTunnel }).openTunnel).toBe(openTunnel);
		expect(connectionFromCredential({ ...credential, sshTunnel: false }, { openTunnel }).openTunnel).toBeUndefined();
	});
});

describe('an address', () => {
	it.each<[string, Partial<ConnectionSettings>]>([
		['postgresql://u:p@h:1234/d', { host: 'h', port: 1234, database: 'd', user: 'u', password: 'p', tls: 'prefer' }],
		['postgres://u@h', { host: 'h', port: 5432, database: 'u', password: '' }],
		['postgres://postgres.abc:p%40ss%2F%3A%25@aws-0.pooler.example.com:6543/postgres?sslmode=require&pgbouncer=true', { user: 'postgres.abc', password: 'p@ss/:%', tls: 'encrypt', port: 6543 }],
		['postgres://u:p@[::1]:5432/d?sslmode=disable', { host: '::1', tls: 'off' }],
		['postgres://u:p@h/d?sslmode=verify-ca', { tls: 'verify_ca' }],
		['postgres://u:p@h/d?sslmode=verify-full', { tls: 'verify_full' }],
		['postgres://u:p@h/my%20db', { database: 'my db' }],
	])('%s is understood as libpq does', (address, expected) => {
		expect(connectionFromUrl(address)).toMatchObject(expected);
	});

	it.each<[string, RegExp]>([
		['not an address: s3cret', /cannot be read/],
		['mysql://u:s3cret@h/d', /cannot be read/],
		['postgres://h/d', /names no user/],
		['postgres://u:s3cret@h/d?sslmode=on', /sslmode 'on'\. Pick one of: disable, allow/],
		['postgres://u:s3cret%@h/d', /%25/],
		['postgres://u:s3cret@h/d?sslrootcert=/no/such/file', /'\/no\/such\/file'/],
	])('%s is refused, and not repeated', (address, message) => {
		expect(() => connectionFromUrl(address)).toThrow(message);
		expect(() => connectionFromUrl(address)).not.toThrow(/s3cret/);
	});
});

function hasOpenssl(): boolean {
	try {
		execFileSync('openssl', ['version'], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}

(hasOpenssl() ? describe : describe.skip)('TLS to a server with a certificate of its own for localhost', () => {
	let folder: string;
	let server: EmbeddedPostgres;
	let authority: string;

	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'batch-sync-tls-'));
		const [key, certificate] = [join(folder, 'server.key'), join(folder, 'server.crt')];
		execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', certificate], { stdio: 'ignore' });
		authority = readFileSync(certificate, 'utf8');
		server = await startTestServer();
		const { uid, gid } = statSync(server.dataDir);
		for (const name of ['server.key', 'server.crt']) {
			writeFileSync(join(server.dataDir, name), readFileSync(join(folder, name)), { mode: 0o600 });
			chownSync(join(server.dataDir, name), uid, gid);
		}
		writeFileSync(join(server.dataDir, 'pg_hba.conf'), 'hostssl all all 127.0.0.1/32 scram-sha-256\n');
		const client = new Client(server.url);
		await client.connect();
		await client.query('alter system set ssl = on');
		await client.query('select pg_reload_conf()');
		await client.end();
		// Sessions take up the new settings once the server has told itself.
		await new Promise((resolve) => setTimeout(resolve, 200));
	});
	afterAll(async () => {
		await server.stop();
		rmSync(folder, { recursive: true });
	});

	async function connectWith(change: Partial<ConnectionSettings>): Promise<string> {
		const database = await openDatabase({ ...connectionFromUrl(server.url), ...change });
		const [row] = await database.transaction((tx) => tx.query<{ ssl: boolean }>({ text: 'select ssl from pg_stat_ssl where pid = pg_backend_pid()' }));
		await database.close();
		return row?.ssl === true ? 'encrypted' : 'plain';
	}

	it.each<[string, () => Partial<ConnectionSettings>]>([
		['prefer', () => ({ tls: 'prefer' })],
		['encrypt', () => ({ tls: 'encrypt' })],
		['verify_ca, whatever the host is called', () => ({ tls: 'verify_ca', authorities: authority })],
		['verify_full', () => ({ tls: 'verify_full', authorities: authority, host: 'localhost' })],
	])('works with %s', async (_name, change) => {
		expect(await connectWith(change())).toBe('encrypted');
	});

	it.each<[string, () => Partial<ConnectionSettings>, RegExp]>([
		['a certificate nobody vouches for', () => ({ tls: 'verify_full', host: 'localhost' }), /not signed by an authority.*Ignore SSL Issues/],
		['a certificate for another host', () => ({ tls: 'verify_full', authorities: authority }), /is for another host name/],
		['no TLS where the server insists on it', () => ({ tls: 'off' }), /Set SSL to 'Require'/],
	])('refuses %s', async (_name, change, message) => {
		await expect(connectWith(change())).rejects.toThrow(DatabaseError);
		await expect(connectWith(change())).rejects.toThrow(message);
	});

	it('checks the certificate against the name of the server, not of the end of the tunnel', async () => {
		const openTunnel = (): Promise<Tunnel> => tunnelThrough(directClient(server), server);
		expect(await connectWith({ tls: 'verify_full', authorities: authority, host: 'localhost', port: 1, openTunnel })).toBe('encrypted');
		await expect(connectWith({ tls: 'verify_full', authorities: authority, host: 'other.example.com', port: 1, openTunnel })).rejects.toThrow(/is for another host name/);
	});
});

/** An SSH client whose far end is this machine. */
function directClient(target: { readonly host: string; readonly port: number }): SshClient {
	return {
		forwardOut: (_fromHost, _fromPort, _toHost, _toPort, callback) => {
			const channel = connect(target.port, target.host);
			channel.once('connect', () => callback(undefined, channel));
			channel.once('error', (error) => callback(error, channel));
		},
	};
}

describe('an SSH tunnel', () => {
	let testDatabase: TestDatabase;
	beforeAll(async () => {
		testDatabase = await createTestDatabase();
	});
	afterAll(() => testDatabase.drop());

	it('carries all connections to the host of the credential, and is closed with the database', async () => {
		const asked: Array<readonly [string, number]> = [];
		const client: SshClient = {
			forwardOut: (from, fromPort, to, toPort, callback) => {
				asked.push([to, toPort]);
				return directClient(testDatabase).forwardOut(from, fromPort, to, toPort, callback);
			},
		};
		let tunnel: Tunnel | undefined;
		const database = await openDatabase(
			connectionFromCredential(
				{ host: 'inside.example.com', port: 5432, database: testDatabase.name, user: testDatabase.user, password: testDatabase.password, sshTunnel: true },
				{ openTunnel: async (target) => (tunnel = await tunnelThrough(client, target)) },
			),
		);
		await Promise.all([1, 2].map(() => database.transaction((tx) => tx.query({ text: 'select pg_sleep(0.05)' }))));
		expect(tunnel?.host).toBe('127.0.0.1');
		expect(asked).toEqual([['inside.example.com', 5432], ['inside.example.com', 5432]]);
		await database.close();
		await expect(new Promise((resolve, reject) => connect(tunnel?.port ?? 0, '127.0.0.1').once('connect', resolve).once('error', reject))).rejects.toThrow(/ECONNREFUSED/);
	});

	it.each<[string, SshClient, RegExp]>([
		['refuses to forward', { forwardOut: (_a, _b, _c, _d, callback) => callback(new Error('administratively prohibited'), undefined as never) }, /could not be used: administratively prohibited\. Check the SSH fields/],
		['is not connected any more', { forwardOut: () => { throw new Error('Not connected'); } }, /could not be used: Not connected/],
	])('whose client %s says so, and is closed', async (_name, client, message) => {
		let isClosed = false;
		const openTunnel = async (target: { host: string; port: number }): Promise<Tunnel> => {
			const tunnel = await tunnelThrough(client, target);
			return { ...tunnel, close: async () => { isClosed = true; await tunnel.close(); } };
		};
		await expect(openDatabase({ ...connectionFromUrl(testDatabase.url), openTunnel })).rejects.toThrow(message);
		expect(isClosed).toBe(true);
	});

	it('that cannot be opened says why', async () => {
		await expect(openDatabase({ ...connectionFromUrl(testDatabase.url), openTunnel: () => Promise.reject(new Error('All configured authentication methods failed')) })).rejects.toThrow(/^The SSH tunnel to PostgreSQL at .* could not be used: All configured authentication methods failed\. Check the SSH fields/);
	});
});
