import type { BenchContext } from '../context';
import { information, type Figure } from '../figures';
import { median } from '../statistics';
import { edit, keepUp, passTime } from './edits';
import type { MeasuredRun } from './engineProcess';
import { describe } from './measureFull';
import type { SyncSides } from './syncSides';

const LATENCY_MS = 50;
const MOST_WORKERS = 10;
/** Writes of one run: ten workers are busy with them for ten seconds, one worker with the few for a quarter of a minute. */
const WRITES = { many: 2000, few: 300 } as const;
/** Share of all links that is edited at most, so that no guard takes it for an accident. */
const EDITED_SHARE = 0.2;
const MOST_ROUNDS = 3;

/** Updates of work packages in incremental runs, every request taking 50 ms: how many a second, with ten workers, three and one. */
export async function measureWrites(context: BenchContext, sides: SyncSides, rounds: number): Promise<readonly Figure[]> {
	await sides.standIn.ask('setLatency', LATENCY_MS);
	const repeats = Math.min(rounds, MOST_ROUNDS);
	const many: MeasuredUpdates[] = [];
	const byWorkers: Record<1 | 3, MeasuredUpdates[]> = { 1: [], 3: [] };
	for (let round = 1; round <= repeats; round++) {
		many.push(await updates(context, sides, { round: `many ${round}`, workers: MOST_WORKERS, count: WRITES.many }));
		for (const workers of [1, 3] as const) byWorkers[workers].push(await updates(context, sides, { round: `few ${workers} ${round}`, workers, count: WRITES.few }));
	}
	await sides.standIn.ask('setLatency', 0);
	const rate = median(many.map(rateWhileApplying));
	const ofOne = median(byWorkers[1].map(rateWhileApplying));
	const ofThree = median(byWorkers[3].map(rateWhileApplying));
	return [
		{ name: 'sync_write_rate_50ms_10_workers', value: rate, unit: 'writes/s', goal: 180, better: 'higher' },
		information('sync_write_rate_50ms_10_workers_whole_run', median(many.map((run) => (run.written.remote * 1000) / run.durationMs)), 'writes/s', 'higher'),
		information('sync_write_efficiency', rate / ((MOST_WORKERS * 1000) / LATENCY_MS), 'of workers / latency', 'higher'),
		information('sync_workers_busy', median(many.map((run) => (rateWhileApplying(run) * run.serverMs) / 1000 / MOST_WORKERS)), 'of their time', 'higher'),
		{ name: 'sync_3_workers_vs_1', value: ofThree / ofOne, unit: 'ratio', goal: 2.7, better: 'higher' },
		information('sync_write_rate_50ms_3_workers', ofThree, 'writes/s', 'higher'),
		information('sync_write_rate_50ms_1_worker', ofOne, 'writes/s', 'higher'),
	];
}

interface Updates {
	readonly round: string;
	readonly workers: number;
	readonly count: number;
}

interface MeasuredUpdates extends MeasuredRun {
	/** What the server took for one of them on average: the latency asked for, and what it does itself. */
	readonly serverMs: number;
}

async function updates(context: BenchContext, sides: SyncSides, { round, workers, count: wanted }: Updates): Promise<MeasuredUpdates> {
	const count = Math.min(wanted, Math.floor(sides.links * EDITED_SHARE));
	await keepUp(sides);
	await passTime(sides);
	await edit(sides, round, { local: count, remote: 0 });
	await sides.standIn.ask('writeTime');
	const run = await sides.run('incremental', workers);
	const serverMs = (await sides.standIn.ask('writeTime')) ?? NaN;
	if (run.written.remote !== count) throw new Error(`${count} rows were edited and ${run.written.remote} work packages written.`);
	context.say(`${count} updates, ${workers} workers, 50 ms: ${rateWhileApplying(run).toFixed(1)} writes/s while applying, ${serverMs.toFixed(1)} ms each on the server; ${describe(run)}`);
	return { ...run, serverMs };
}

function rateWhileApplying({ written, steps }: MeasuredRun): number {
	return (written.remote * 1000) / (steps.apply ?? NaN);
}
