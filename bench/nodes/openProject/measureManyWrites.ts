import { fetchHttp, OpenProjectApi, systemClock } from '../../../src/openproject';
import { upsertWorkPackages, type UpsertItem } from '../../../src/openproject/workPackages';
import type { BenchContext } from '../../context';
import { information, type Figure } from '../../figures';
import { median } from '../../statistics';
import { Child } from '../../sync/childProcess';
import type { StandInCommands } from '../../sync/standInProcess';

const PROJECT = 'bench-many-writes';
const LATENCY_MS = 50;
/** Items for each worker: with one request each, they are busy for ten seconds. */
const ITEMS_PER_WORKER = 200;
const WORKERS = [1, 3, 10] as const;
const MOST_ROUNDS = 3;
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
	const api = new OpenProjectApi({ http, clock: systemClock(), baseUrl: url });
	await standIn.ask('setLatency', LATENCY_MS);
	const figures: Figure[] = [];
	for (const workers of WORKERS) {
		const rates: Record<Kind, number[]> = { create: [], update: [] };
		const shares: Record<Kind, number[]> = { create: [], update: [] };
		for (let round = 1; round <= Math.min(rounds, MOST_ROUNDS); round += 1) {
			for (const kind of ['create', 'update'] as const) {
				context.signal.throwIfAborted();
				const { rate, serverMs } = await writeMany({ api, standIn, kind, workers, name: `${workers} ${round}` });
				const share = (rate * serverMs) / 1000 / workers;
				context.say(`${kind} ${workers * ITEMS_PER_WORKER} work packages, ${workers} workers: ${rate.toFixed(1)} a second, ${serverMs.toFixed(1)} ms each on the server; workers busy ${(100 * share).toFixed(1)} % of the time`);
				rates[kind].push(rate);
				shares[kind].push(share);
			}
		}
		for (const kind of ['create', 'update'] as const) {
			const name = `nodes_openproject_${kind}_${workers}_workers`;
			// Of workers / latency, where the latency is what the server really took: 50 ms, and its own work.
			figures.push({ name: `${name}_busy`, value: median(shares[kind]), unit: 'of workers / latency', goal: 0.95, better: 'higher' });
			figures.push(information(`${name}_rate`, median(rates[kind]), 'writes/s', 'higher'));
		}
	}
	return figures;
}

interface ManyWrites {
	readonly api: OpenProjectApi;
	readonly standIn: Child<StandInCommands>;
	readonly kind: Kind;
	readonly workers: number;
	/** Of the round, so that each has work packages of its own. */
	readonly name: string;
}

/** Rate in writes a second over the whole call, and how long the server took for a write on average. */
async function writeMany({ api, standIn, kind, workers, name }: ManyWrites): Promise<{ readonly rate: number; readonly serverMs: number }> {
	const count = workers * ITEMS_PER_WORKER;
	const items = Array.from({ length: count }, (_, index): UpsertItem => {
		const subject = `${kind === 'create' ? 'New' : 'Edited'} ${name} ${index}`;
		return { key: `${name} ${index}`, fields: new Map<string, unknown>([['subject', subject], ['status', 'In progress'], ['priority', 'High'], ['description', `What is to be done at place ${index}`]]) };
	});
	await standIn.ask('writeTime');
	const startedAt = performance.now();
	const reports = await upsertWorkPackages(api, { project: PROJECT, match: { by: 'customField', field: 'FLRTS ID' }, items, workers, notify: false, requestDeadlineMs: DEADLINE_MS });
	const tookMs = performance.now() - startedAt;
	const serverMs = (await standIn.ask('writeTime')) ?? NaN;
	const wrong = reports.find(({ outcome }) => outcome !== `${kind}d`);
	if (wrong !== undefined) throw new Error(`Of ${count} work packages to ${kind}, one ended as ${wrong.outcome}: ${wrong.reason ?? ''}`);
	return { rate: (count * 1000) / tookMs, serverMs };
}
