import { Client } from 'pg';
import type { RunSettings } from '../../../src/run';
import type { SyncWorld } from '../../support/syncWorld';
import { differencesBetween } from '../../support/compareFlrts';
import { Arena } from '../kill/arena';
import { orderFor } from '../kill/order';
import { Random } from '../random';
import { sampleDatabase, type Sample } from './sample';
import { SocketCount } from './sockets';
import { Traffic } from './traffic';

export interface SoakOptions {
	readonly runs: number;
	readonly records: number;
	readonly seed: number;
	/** Called with each sample as it is taken. */
	readonly onSample: (sample: Sample, tookMs: number) => void;
}

export interface Soaked {
	readonly samples: readonly Sample[];
	readonly written: { readonly local: number; readonly remote: number };
	/** What went wrong on the way, in sentences. */
	readonly problems: readonly string[];
}

const SAMPLES = 80;
/** Days become seconds: what is kept for weeks passes its time several times in a soak, and complete comparisons, which rewrite every link, come from the first quarter on. */
const COMPRESSED = { retention: { imagesMs: 3000, historyMs: 8000, maxRuns: 10_000, budgetMs: 2000 }, overlapMs: 2000, completeEveryMs: 4000 } satisfies Partial<RunSettings>;
/** Autovacuum looks as often as the runs come, as it does where they come every 15 minutes. */
const SERVER = { autovacuum_naptime: '1s', autovacuum_vacuum_cost_delay: '0' };

/** Hundreds of runs in one process with one Database object, with edits between them; both sides are compared at the end. */
export async function soakSync(options: SoakOptions): Promise<Soaked> {
	const arena = await Arena.open(['--expose-gc'], SERVER);
	try {
		const world = await arena.createWorld();
		world.settings = { ...world.settings, ...COMPRESSED };
		const client = new Client({ connectionString: world.databaseUrl, application_name: 'soak' });
		const sockets = new SocketCount(world.server.port);
		await client.connect();
		try {
			return await runThrough({ arena, world, client, sockets }, options);
		} finally {
			sockets.close();
			await client.end();
			await world.close();
		}
	} finally {
		await arena.close();
	}
}

interface Setting {
	readonly arena: Arena;
	readonly world: SyncWorld;
	readonly client: Client;
	readonly sockets: SocketCount;
}

async function runThrough({ arena, world, client, sockets }: Setting, { runs, records, seed, onSample }: SoakOptions): Promise<Soaked> {
	const traffic = new Traffic(client, world.server, new Random(seed));
	const samples: Sample[] = [];
	const problems: string[] = [];
	const written = { local: 0, remote: 0 };
	const sync = async (run: number): Promise<number> => {
		const answer = await arena.engine.run(orderFor(world));
		if (answer.kind !== 'done') throw new Error(`Run ${run} did not come to a result: ${answer.kind === 'gone' ? answer.how : answer.message}`);
		const { status, message, failures, conflicts } = answer.result;
		if (status !== 'done' || failures.length + conflicts.length > 0) problems.push(`run ${run}: ${status}: ${message} ${JSON.stringify([...failures, ...conflicts].slice(0, 2))}`);
		written.local += answer.result.written.local;
		written.remote += answer.result.written.remote;
		return answer.result.durationMs;
	};
	await traffic.begin(records);
	await sync(0);
	const every = Math.max(1, Math.floor(runs / SAMPLES));
	for (let run = 1; run <= runs; run += 1) {
		await traffic.between();
		const tookMs = await sync(run);
		if (run % every !== 0) continue;
		const heapBytes = await arena.engine.heapBytes();
		const sample = { run, figures: { 'heap bytes': heapBytes, sockets: sockets.count, ...(await sampleDatabase(client, COMPRESSED.retention)) } };
		samples.push(sample);
		onSample(sample, tookMs);
	}
	// A work package that is gone is believed to be so at the second sighting.
	for (let run = runs + 1; run <= runs + 3; run += 1) await sync(run);
	problems.push(...(await differencesBetween(world)).slice(0, 20));
	return { samples, written, problems };
}
