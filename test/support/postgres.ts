import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { startTestServer, TEST_SERVER_URL } from './testServer';

/** A database of a test's own, empty. */
export interface TestDatabase {
	readonly url: string;
	readonly name: string;
	readonly host: string;
	readonly port: number;
	readonly user: string;
	readonly password: string;
	/** Ends the sessions that are left and removes the database. */
	drop(): Promise<void>;
}

let ownServer: Promise<string> | undefined;

/** Address of the run's server. Outside a run that has one (a script, a benchmark) a server is started for this process. */
async function serverUrl(): Promise<string> {
	return process.env[TEST_SERVER_URL] ?? (await (ownServer ??= startTestServer().then(({ url }) => url)));
}

/** A new, empty database on a real PostgreSQL, owned by a superuser. `options` as for CREATE DATABASE, e.g. an encoding. */
export async function createTestDatabase(options = ''): Promise<TestDatabase> {
	const server = new URL(await serverUrl());
	const name = `test_${randomBytes(6).toString('hex')}`;
	await administer(server, `create database ${name} template template0 ${options}`);
	const url = new URL(server);
	url.pathname = `/${name}`;
	return {
		url: url.href,
		name,
		host: url.hostname,
		port: Number(url.port),
		user: decodeURIComponent(url.username),
		password: decodeURIComponent(url.password),
		drop: () => administer(server, `drop database if exists ${name} with (force)`),
	};
}

async function administer(server: URL, statement: string): Promise<void> {
	const client = new Client({ connectionString: server.href });
	await client.connect();
	try {
		await client.query(statement);
	} finally {
		await client.end();
	}
}
