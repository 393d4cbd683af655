import { compileMapping, flrtsPreset } from '../../src/mapping';
import { fetchHttp, openProjectRemote, systemClock } from '../../src/openproject';
import { connectionFromUrl, openDatabase } from '../../src/postgres';
import type { Database } from '../../src/postgres';
import { defaultSettings, runSync } from '../../src/run';
import type { PairConfiguration, RemotePort, RunMode } from '../../src/run';
import { carryOut } from './commands';
import { watchRun, type RunWatch } from './watchRun';

/** Where the two sides of a sync are. */
export interface Sides {
	readonly databaseUrl: string;
	readonly openProjectUrl: string;
	readonly apiKey: string;
	readonly project: string;
}

/** What a run came to, as far as it is measured. */
export interface MeasuredRun extends RunWatch {
	readonly status: string;
	readonly message: string;
	readonly durationMs: number;
	readonly written: { readonly local: number; readonly remote: number };
	readonly requests: number;
	readonly conflicts: number;
	readonly failures: number;
}

/** Commands of the process that runs the engine, and nothing else. */
export type EngineCommands = {
	/** Connects to both sides. Answers the resident memory after that, with everything loaded and garbage collected, in bytes. */
	open(sides: Sides): Promise<number>;
	run(mode: RunMode, workers: number): Promise<MeasuredRun>;
};

/** A full sync of any size is to end by itself. */
const DEADLINE_MS = 4 * 60 * 60_000;
const SETTLE_MS = 500;

interface World {
	readonly database: Database;
	readonly configuration: PairConfiguration;
	remotePort(): RemotePort;
}

let world: World | undefined;

async function open(sides: Sides): Promise<number> {
	const database = await openDatabase(connectionFromUrl(sides.databaseUrl));
	const configuration: PairConfiguration = {
		...flrtsPreset({ timeZone: 'America/New_York' }),
		name: 'flrts',
		remote: { project: sides.project, type: 'Task', provenanceField: 'FLRTS ID' },
		direction: 'both',
	};
	const { remoteProperties } = compileMapping(configuration.fields, { policies: configuration.policies });
	const http = fetchHttp({ baseUrl: sides.openProjectUrl, apiKey: sides.apiKey });
	const remotePort = (): RemotePort => openProjectRemote({ http, clock: systemClock(), baseUrl: sides.openProjectUrl, scope: configuration.remote, properties: remoteProperties });
	await remotePort().open();
	world = { database, configuration, remotePort };
	globalThis.gc?.();
	await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
	globalThis.gc?.();
	return process.memoryUsage.rss();
}

async function run(mode: RunMode, workers: number): Promise<MeasuredRun> {
	if (world === undefined) throw new Error('The two sides were not opened.');
	const { database, configuration, remotePort } = world;
	const watching = watchRun();
	try {
		const result = await runSync(
			{ database, remote: remotePort(), clock: systemClock(), schema: 'batch_sync', onProgress: (progress) => watching.note(progress) },
			configuration,
			{ ...defaultSettings, workers, deadlineMs: DEADLINE_MS },
			{ mode, trigger: 'bench', startedBy: 'bench' },
			{ allowSetUp: true },
		);
		const { status, message, durationMs, written, requests, conflictCount, failureCount } = result;
		return { ...watching.end(), status, message, durationMs, written, requests, conflicts: conflictCount, failures: failureCount };
	} finally {
		watching.end();
	}
}

const commands: EngineCommands = { open, run };

carryOut(commands);
