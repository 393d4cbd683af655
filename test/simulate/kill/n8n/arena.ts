import { join } from 'node:path';
import { Client } from 'pg';
import type { Boot, Sandbox } from '../../../../sandbox/boot';
import { bootN8n } from '../../../../sandbox/bootN8n';
import { buildPackage } from '../../../../sandbox/buildPackage';
import { ensureDatabase, urlOfDatabase } from '../../../../sandbox/databases';
import { createFlrtsDatabase, SYNC_ROLE } from '../../../../sandbox/flrts/createDatabase';
import { findOrInstallHost, type N8nHost } from '../../../../sandbox/n8n/host';
import { readWorkflow, shippedWorkflow, syncNodesOf } from '../../../../sandbox/n8n/workflow';
import { startOpenProject, type OpenProjectServer } from '../../../../sandbox/openproject';
import { DATABASES, startPostgres, type RunningPostgres } from '../../../../sandbox/postgresServer';
import { Started } from '../../../../sandbox/processes/started';
import { standInSeed } from '../../../../sandbox/standInSeed';
import { openState } from '../../../../sandbox/state';
import type { Systems } from '../../../../sandbox/systems';
import type { BothSides } from '../known';

const CHECKOUT = join(__dirname, '../../../..');
const FIRST_PORT = 5678;

/** A real n8n with the shipped workflow in it, between an empty FLRTS database and an empty stand-in. */
export class N8nArena implements BothSides {
	private constructor(private readonly boot: Boot, private readonly up: { readonly host: N8nHost; readonly postgres: RunningPostgres; readonly systems: Systems; readonly client: Client }, readonly server: OpenProjectServer, private held: Sandbox) {}

	static async open(say: (line: string) => void): Promise<N8nArena> {
		const options = { once: true, tasks: 0, port: FIRST_PORT, own: null };
		const started = new Started();
		try {
			const state = await openState(options, CHECKOUT, say);
			started.add('the state folder', async () => await state.close());
			const boot: Boot = { options, checkout: CHECKOUT, state, started, signal: new AbortController().signal, say: (...lines) => lines.forEach(say) };
			await buildPackage(CHECKOUT, boot.signal);
			const host = await findOrInstallHost(boot);
			const postgres = await startPostgres(boot);
			const { systems, server, client } = await makeSystems(boot, postgres);
			return new N8nArena(boot, { host, postgres, systems, client }, server, await bootN8n(boot, host, postgres, systems));
		} catch (error) {
			await started.closeAll();
			throw error;
		}
	}

	get sandbox(): Sandbox {
		return this.held;
	}

	async sql<T = Record<string, unknown>>(text: string, values: readonly unknown[] = []): Promise<readonly T[]> {
		return (await this.up.client.query(text, [...values])).rows as T[];
	}

	/** SIGKILL to n8n and all it started, at once. */
	kill(): void {
		process.kill(-this.held.n8n.pid, 'SIGKILL');
	}

	/** n8n once more, with the data it had. */
	async restart(): Promise<void> {
		await this.held.n8n.ended;
		this.held = await bootN8n(this.boot, this.up.host, this.up.postgres, this.up.systems);
	}

	async close(): Promise<void> {
		const problems = await this.boot.started.closeAll();
		if (problems.length > 0) throw new Error(problems.join(' '));
	}
}

async function makeSystems({ state, started }: Boot, postgres: RunningPostgres): Promise<{ readonly systems: Systems; readonly server: OpenProjectServer; readonly client: Client }> {
	const { project } = syncNodesOf(await readWorkflow(shippedWorkflow(CHECKOUT)));
	const databaseUrl = urlOfDatabase(postgres.url, DATABASES.flrts);
	await ensureDatabase(postgres.url, DATABASES.flrts);
	await createFlrtsDatabase(databaseUrl, { count: 0, seed: 1, today: new Date() }, state.kept.syncPassword);
	const server = await startOpenProject({ apiKey: state.kept.apiKey, seed: standInSeed(project) });
	started.add('the OpenProject stand-in', async () => await server.close());
	const client = new Client({ connectionString: databaseUrl });
	await client.connect();
	started.add('the session of the editors', async () => await client.end());
	const syncDatabaseUrl = urlOfDatabase(databaseUrl, DATABASES.flrts, { user: SYNC_ROLE, password: state.kept.syncPassword });
	return { systems: { databaseUrl, syncDatabaseUrl, openProject: { url: server.url, key: state.kept.apiKey, project }, otherKey: null }, server, client };
}
