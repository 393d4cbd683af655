import { join } from 'node:path';
import type { Boot } from './boot';
import { ensureDatabase, urlOfDatabase } from './databases';
import { createFlrtsDatabase, SYNC_ROLE } from './flrts/createDatabase';
import { MAPPED_PEOPLE } from './flrts/people';
import { startOpenProject, type OpenProjectServer } from './openproject';
import { preferredPort } from './ports';
import { DATABASES, type RunningPostgres } from './postgresServer';
import { standInSeed } from './standInSeed';
import { loadStandIn, saveStandIn } from './standInSnapshot';
import type { Systems } from './systems';

const SEED = 20_251;

/** The FLRTS database, filled the first time, and the OpenProject stand-in, as it was left, with a project of this identifier. */
export async function startEmbeddedSystems(boot: Boot, postgres: RunningPostgres, project: string): Promise<Systems> {
	const { kept } = boot.state;
	const databaseUrl = urlOfDatabase(postgres.url, DATABASES.flrts);
	await fillDatabase(boot, postgres.url, databaseUrl);
	const server = await startStandIn(boot, project);
	const otherKey = `${kept.apiKey.slice(0, 32)}-somebody-else`;
	server.tokens.addApiKey(otherKey, MAPPED_PEOPLE[0]!.openProjectId);
	boot.say(`an OpenProject stand-in is up at ${server.url}, with ${server.store.count.toLocaleString('en-US')} work packages`);
	return {
		databaseUrl,
		syncDatabaseUrl: urlOfDatabase(databaseUrl, DATABASES.flrts, { user: SYNC_ROLE, password: kept.syncPassword }),
		openProject: { url: server.url, key: kept.apiKey, project },
		otherKey,
	};
}

async function fillDatabase({ options, state, say }: Boot, serverUrl: string, databaseUrl: string): Promise<void> {
	if (!(await ensureDatabase(serverUrl, DATABASES.flrts))) return;
	const { tasks, subtasks } = await createFlrtsDatabase(databaseUrl, { count: options.tasks, seed: SEED, today: new Date() }, state.kept.syncPassword);
	say(`the FLRTS database has ${tasks.toLocaleString('en-US')} tasks, ${subtasks.toLocaleString('en-US')} of them subtasks`);
}

async function startStandIn({ state, started, options }: Boot, project: string): Promise<OpenProjectServer> {
	const snapshot = join(state.folder, 'openproject.jsonl');
	const port = await preferredPort(state.kept.ports.openProject);
	const server = await startOpenProject({ port, ...(options.openProjectVersion === undefined ? {} : { version: options.openProjectVersion }), apiKey: state.kept.apiKey, seed: standInSeed(project) });
	let isLoaded = false;
	started.add('the OpenProject stand-in', async () => {
		await server.close();
		if (state.isTemporary || !isLoaded) return;
		await saveStandIn(server, snapshot);
		await state.keep({ endedCleanly: true });
	});
	await state.keep({ ports: { ...state.kept.ports, openProject: server.port } });
	await loadStandIn(server, snapshot);
	isLoaded = true;
	return server;
}
