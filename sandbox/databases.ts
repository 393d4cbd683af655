import { Client } from 'pg';

/** The same server, another database; with `as`, as another user. */
export function urlOfDatabase(url: string, name: string, as?: { readonly user: string; readonly password: string }): string {
	const changed = new URL(url);
	changed.pathname = `/${encodeURIComponent(name)}`;
	if (as !== undefined) {
		changed.username = as.user;
		changed.password = as.password;
	}
	return changed.href;
}

/** Makes a database unless it is there; tells whether it was made. */
export async function ensureDatabase(url: string, name: string): Promise<boolean> {
	return await onServer(url, async (client) => {
		const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
		if (rowCount !== 0) return false;
		await client.query(`create database ${client.escapeIdentifier(name)}`);
		return true;
	});
}

/** Removes a database with all that is in it, if it is there. */
export async function dropDatabase(url: string, name: string): Promise<void> {
	await onServer(url, async (client) => await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`));
}

async function onServer<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
	const client = new Client({ connectionString: url });
	await client.connect();
	try {
		return await work(client);
	} finally {
		await client.end();
	}
}
