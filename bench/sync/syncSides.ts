import { Client } from 'pg';
import { ensureDatabase, urlOfDatabase } from '../../sandbox/databases';
import { createFlrtsDatabase, SYNC_ROLE } from '../../sandbox/flrts/createDatabase';
import { watchMemory } from '../../sandbox/processes/memory';
import type { RunMode } from '../../src/run';
import type { BenchContext } from '../context';
import { sizeName } from '../figures';
import { Child } from './childProcess';
import type { EngineCommands, MeasuredRun } from './engineProcess';
import type { StandInCommands } from './standInProcess';

const SEED = 20_251;
const PROJECT = 'flrts-bench';

/**
 * Heap that the engine's process may use, in MB. Without a limit V8 leaves garbage lying as long as the machine has
 * memory (here 24 GB), and the peak says nothing of what is needed; a run that needs more than this ends the process.
 */
const HEAP_MB = 192;
export const ENGINE_FLAGS = [`--max-old-space-size=${HEAP_MB}`, '--expose-gc'] as const;

/** Both sides of a sync with so many tasks on the local one, and a process that runs the engine, fresh for each size. */
export interface SyncSides {
	readonly links: number;
	/** Signed in as a superuser: what people and PostgreSQL's own upkeep do. */
	readonly client: Client;
	readonly standIn: Child<StandInCommands>;
	/** Of the engine's process, in bytes: everything loaded, connections open, nothing done. */
	readonly idleBytes: number;
	/** Runs a sync and measures it. Throws where it does not end as done, without conflicts and failures. */
	run(mode: RunMode, workers: number): Promise<MeasuredRun>;
}

/** `server.syncPassword`: of the role that syncs, which is the server's and so the same for all sizes. */
export async function openSyncSides(context: BenchContext, server: { readonly url: string; readonly syncPassword: string }, links: number): Promise<SyncSides> {
	const name = `bench_sync_${sizeName(links)}`;
	const url = urlOfDatabase(server.url, name);
	await ensureDatabase(server.url, name);
	await createFlrtsDatabase(url, { count: links, seed: SEED, today: new Date() }, server.syncPassword);
	const client = new Client({ connectionString: url });
	await client.connect();
	context.started.add('the connection to PostgreSQL', async () => await client.end());
	const standIn = Child.start<StandInCommands>('the OpenProject stand-in', 'standInProcess.ts');
	context.started.add('the OpenProject stand-in', async () => await standIn.stop());
	const { url: openProjectUrl, apiKey } = await standIn.ask('start', PROJECT);
	const engine = Child.start<EngineCommands>("the engine's process", 'engineProcess.ts', ENGINE_FLAGS);
	context.started.add("the engine's process", async () => await engine.stop());
	const idleBytes = await engine.ask('open', { databaseUrl: urlOfDatabase(url, name, { user: SYNC_ROLE, password: server.syncPassword }), openProjectUrl, apiKey, project: PROJECT });
	return { links, client, standIn, idleBytes, run: async (mode, workers) => await measuredRun(engine, mode, workers) };
}

/** The kernel knows the peak exactly where it tells (Linux); samples stand in for it elsewhere. */
async function measuredRun(engine: Child<EngineCommands>, mode: RunMode, workers: number): Promise<MeasuredRun> {
	const memory = watchMemory(engine.pid);
	try {
		const run = await engine.ask('run', mode, workers);
		if (run.status !== 'done' || run.conflicts > 0 || run.failures > 0) throw new Error(`A sync that is measured has to end without trouble; this one: ${run.message}`);
		return { ...run, peakBytes: Math.max(run.peakBytes, (await memory.peak()) ?? 0) };
	} finally {
		memory.stop();
	}
}
