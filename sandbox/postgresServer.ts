import { join } from 'node:path';
import { Client } from 'pg';
import type { Boot } from './boot';
import { dropDatabase } from './databases';
import { preferredPort } from './ports';
import { startEmbeddedPostgres } from './postgres';

/** The embedded PostgreSQL; `user` may do everything there. */
export interface RunningPostgres {
	/** Of the database `postgres`. */
	readonly url: string;
	readonly host: string;
	readonly port: number;
	readonly user: string;
	readonly password: string;
}

/** Databases of the sandbox: the one that is synced, and n8n's own. */
export const DATABASES = { flrts: 'flrts', n8n: 'n8n' } as const;

/** Starts the embedded PostgreSQL on the sandbox's data, on the port of last time where that is free. */
export async function startPostgres({ state, started, say }: Pick<Boot, 'state' | 'started' | 'say'>): Promise<RunningPostgres> {
	const port = await preferredPort(state.kept.ports.postgres);
	const server = await startEmbeddedPostgres({ dataDir: join(state.folder, 'postgres'), port, durable: !state.isTemporary, temporary: state.isTemporary });
	started.add('PostgreSQL', async () => await server.stop());
	await state.keep({ ports: { ...state.kept.ports, postgres: server.port } });
	// As root the data may lie elsewhere than in the state folder, and outlive it.
	if (state.isNew) for (const name of Object.values(DATABASES)) await dropDatabase(server.url, name);
	say(`PostgreSQL ${await versionOf(server.url)} is up on 127.0.0.1:${server.port}`);
	return { url: server.url, host: server.host, port: server.port, user: server.user, password: server.password };
}

async function versionOf(url: string): Promise<string> {
	const client = new Client({ connectionString: url });
	await client.connect();
	try {
		const { rows } = await client.query<{ server_version: string }>('show server_version');
		return rows[0]!.server_version;
	} finally {
		await client.end();
	}
}
