import { BatchSyncError } from '../../../src/errors';
import { compileMapping } from '../../../src/mapping';
import { fetchHttp, openProjectRemote, systemClock } from '../../../src/openproject';
import { connectionFromUrl, openDatabase } from '../../../src/postgres';
import type { Database } from '../../../src/postgres';
import { runSync } from '../../../src/run';
import type { PairConfiguration, RunRequest, RunResult, RunSettings } from '../../../src/run';
import { fastClock } from '../../support/syncWorld';

/** One run, as the parent orders it. */
export interface RunOrder {
	readonly kind: 'run';
	readonly databaseUrl: string;
	readonly openProjectUrl: string;
	readonly apiKey: string;
	readonly configuration: PairConfiguration;
	readonly settings: RunSettings;
	readonly request: RunRequest;
}

/** Bytes on the heap after a collection; needs --expose-gc. */
export interface HeapOrder {
	readonly kind: 'heap';
}

/** What a process of the engine says. `isExpected`: the engine says in its own words what is the matter. */
export type EngineMessage =
	| { readonly kind: 'ready' }
	| { readonly kind: 'step'; readonly step: string }
	| { readonly kind: 'done'; readonly result: RunResult }
	| { readonly kind: 'failed'; readonly message: string; readonly isExpected: boolean }
	| { readonly kind: 'heap'; readonly bytes: number };

/** The database of the last order: kept open from run to run, as n8n's process does. */
let opened: { readonly url: string; readonly database: Database } | undefined;

async function databaseAt(url: string): Promise<Database> {
	if (opened?.url === url) return opened.database;
	await opened?.database.close();
	opened = { url, database: await openDatabase(connectionFromUrl(url)) };
	return opened.database;
}

async function run(order: RunOrder): Promise<RunResult> {
	const database = await databaseAt(order.databaseUrl);
	const { configuration, settings } = order;
	const mapping = compileMapping(configuration.fields, { policies: configuration.policies });
	const http = fetchHttp({ baseUrl: order.openProjectUrl, apiKey: order.apiKey });
	const remote = openProjectRemote({
		http, clock: fastClock(), baseUrl: order.openProjectUrl, scope: configuration.remote,
		properties: mapping.remoteProperties, requestDeadlineMs: settings.requestDeadlineMs,
	});
	const onProgress = ({ step }: { readonly step: string }): void => say({ kind: 'step', step });
	try {
		return await runSync({ database, remote, clock: systemClock(), schema: 'batch_sync', onProgress }, configuration, settings, order.request, { allowSetUp: true });
	} finally {
		http.close();
	}
}

async function heap(): Promise<number> {
	if (globalThis.gc === undefined) throw new Error('Memory can be measured only in a process started with --expose-gc.');
	// A collection lets finalisers run, which free more.
	for (let time = 0; time < 3; time += 1) {
		globalThis.gc();
		await new Promise((resolve) => setImmediate(resolve));
	}
	return process.memoryUsage().heapUsed;
}

function say(message: EngineMessage): void {
	process.send?.(message);
}

async function obey(order: RunOrder | HeapOrder): Promise<void> {
	try {
		if (order.kind === 'heap') say({ kind: 'heap', bytes: await heap() });
		else say({ kind: 'done', result: await run(order) });
	} catch (error) {
		const isExpected = error instanceof BatchSyncError;
		say({ kind: 'failed', isExpected, message: error instanceof Error ? (isExpected ? error.message : (error.stack ?? error.message)) : String(error) });
	}
}

process.on('message', (order: RunOrder | HeapOrder) => void obey(order));
process.on('disconnect', () => process.exit(0));
say({ kind: 'ready' });
