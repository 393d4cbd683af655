import { fetchHttp, OpenProjectApi, systemClock } from '../../../src/openproject';
import { Places, upsertWorkPackages, type UpsertItem } from '../../../src/openproject/workPackages';
import type { BenchContext } from '../../context';
import { information, type Figure } from '../../figures';
import { median } from '../../statistics';
import { Child } from '../../sync/childProcess';
import type { StandInCommands } from '../../sync/standInProcess';
import { timeWrites, type TimedPort } from './timeWrites';

const PROJECT = 'bench-many-writes';
const LATENCY_MS = 50;
/** Items for each worker: with one request each, they are busy for ten seconds. */
const ITEMS_PER_WORKER = 200;
const WORKERS = [3, 10] as const;
const MOST_ROUNDS = 2;
const DEADLINE_MS = 60_000;

type Kind = 'create' | 'update';

/**
 * Create or Update Many, the engine of it, against the OpenProject stand-in in a process of its own, every request taking 50 ms:
 * new work packages, then a change to each. Look-ups and reading what is there count in.
 */
export async function measureManyWrites(context: BenchContext, { rounds }: { readonly rounds: number }): Promise<readonly Figure[]> {
	const standIn = Child.start<StandInCommands>('the OpenProject stand-in', 'standInProcess.ts');
	context.started.add('the OpenProject stand-in', async () => await standIn.stop());
	const { url, apiKey } = await standIn.ask('start', PROJECT);
	const http = fetchHttp({ baseUrl: url, apiKey });
	context.started.add('the connections to the stand-in', () => Promise.resolve(http.close()));
	const timed = timeWrites(http);
	const api = new OpenProjectApi({ http: timed, clock: systemClock(), baseUrl: url });
	await standIn.ask('setLatency', LATENCY_MS);
	const figures: Figure[] = [];
	for (const workers of WORKERS) {
		for (const kind of ['create', 'update'] as const) {
			const measured: ManyWritten[] = [];
			for (let round = 1; round <= Math.min(rounds, MOST_ROUNDS); round += 1) {
				context.signal.throwIfAborted();
				const written = await writeMany({ api, standIn, timed }, { kind, workers, round });
				const { rate, busy, serverMs } = written;
				context.say(`${kind} ${workers * ITEMS_PER_WORKER} work packages, ${workers} workers, 50 ms: ${rate.toFixed(1)} a second, workers waiting for an answer ${(100 * busy).toFixed(1)} % of the time; ${serverMs.toFixed(1)} ms each on the server`);
				measured.push(written);
			}
			const name = `nodes_openproject_${kind}_${workers}_workers`;
			figures.push(
				{ name: `${name}_busy`, value: median(measured.map(({ busy }) => busy)), unit: 'of workers / latency', goal: 0.95, better: 'higher' },
				information(`${name}_rate`, median(measured.map(({ rate }) => rate)), 'writes/s', 'higher'),
				information(`${name}_vs_server`, median(measured.map(({ rate, serverMs }) => (rate * serverMs) / 1000 / workers)), 'of workers / latency on the server', 'higher'),
			);
		}
	}
	return figures;
}

interface World {
	readonly api: OpenProjectApi;
	readonly standIn: Child<StandInCommands>;
	readonly timed: TimedPort;
}

interface ManyWritten {
	/** Writes a second over the whole call. */
	readonly rate: number;
	/** Share of workers / latency, the latency being what a write took in the same call, from sending to its answer. */
	readonly busy: number;
	/** What the server took for a write on average: the latency asked for, and its own work. */
	readonly serverMs: number;
}

async function writeMany({ api, standIn, timed }: World, { kind, workers, round }: { readonly kind: Kind; readonly workers: number; readonly round: number }): Promise<ManyWritten> {
	const items = itemsFor(workers * ITEMS_PER_WORKER, { key: `${workers} ${round}`, title: `${kind} ${round}` });
	await standIn.ask('writeTime');
	const startedAt = performance.now();
	const reports = await upsertWorkPackages(new Places(api), { project: PROJECT, match: { by: 'customField', field: 'FLRTS ID' }, items, workers, notify: false, requestDeadlineMs: DEADLINE_MS });
	const rate = (items.length * 1000) / (performance.now() - startedAt);
	const wrong = reports.find(({ outcome }) => outcome !== `${kind}d`);
	if (wrong !== undefined) throw new Error(`Of ${items.length} work packages to ${kind}, one ended as ${wrong.outcome}: ${wrong.reason ?? ''}`);
	return { rate, busy: (rate * timed.meanMs()) / 1000 / workers, serverMs: (await standIn.ask('writeTime')) ?? NaN };
}

/** The same keys for creating and for updating. */
function itemsFor(count: number, { key, title }: { readonly key: string; readonly title: string }): readonly UpsertItem[] {
	return Array.from({ length: count }, (_, index) => ({
		key: `${key} ${index}`,
		fields: new Map<string, unknown>([['subject', `${title} ${index}`], ['status', 'In progress'], ['priority', 'High'], ['description', `What is to be done at place ${index}`]]),
	}));
}
