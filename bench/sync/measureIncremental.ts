import type { BenchContext } from '../context';
import { information, sizeName, type Figure } from '../figures';
import { median, spreadInSeconds } from '../statistics';
import { edit, passTime } from './edits';
import type { MeasuredRun } from './engineProcess';
import { describe } from './measureFull';
import type { SyncSides } from './syncSides';

const WORKERS = 10;
/** Changes of one run, half of them on either side. */
const CHANGES = 100;
const LATENCIES_MS = [50, 0] as const;
type Latency = (typeof LATENCIES_MS)[number];
/** Largest factor by which ten times the links may slow down the same changes. */
const RATIO_GOAL = 1.5;
/** Seconds that a run with nothing to do may take at the larger size. */
const NOTHING_GOAL = 2;

/** Times in milliseconds by latency and size. */
type Times = ReadonlyMap<string, number[]>;

/** Incremental runs at both sizes in turn, with a hundred changes and with none, at 50 ms a request and at none. */
export async function measureIncremental(context: BenchContext, small: SyncSides, large: SyncSides, rounds: number): Promise<readonly Figure[]> {
	const times: Times = new Map();
	// The first round warms up.
	for (let round = 0; round <= rounds; round++) {
		for (const latencyMs of LATENCIES_MS) {
			for (const sides of [small, large]) {
				const { changed, nothing } = await twoRuns(context, sides, latencyMs, round);
				if (round === 0) continue;
				note(times, keyOf('changes', sides, latencyMs), changed.durationMs);
				note(times, keyOf('nothing', sides, latencyMs), nothing.durationMs);
			}
		}
	}
	for (const [key, values] of times) context.say(`${key}: ${spreadInSeconds(values)}`);
	return figuresOf(times, small, large);
}

async function twoRuns(context: BenchContext, sides: SyncSides, latencyMs: Latency, round: number): Promise<{ readonly changed: MeasuredRun; readonly nothing: MeasuredRun }> {
	await sides.standIn.ask('setLatency', latencyMs);
	await passTime(sides);
	await edit(sides, `changes ${latencyMs} ${round}`, { local: CHANGES / 2, remote: CHANGES / 2 });
	const changed = await sides.run('incremental', WORKERS);
	expectWrites(changed, CHANGES / 2);
	await passTime(sides);
	const nothing = await sides.run('incremental', WORKERS);
	expectWrites(nothing, 0);
	context.say(`${sides.links.toLocaleString('en-US')} links, ${latencyMs} ms`, `${CHANGES} changes: ${describe(changed)}`, `nothing: ${describe(nothing)}`);
	return { changed, nothing };
}

function expectWrites({ written }: MeasuredRun, each: number): void {
	if (written.local !== each || written.remote !== each) throw new Error(`An incremental sync wrote ${written.remote} work packages and ${written.local} rows; ${each} of either were to be written.`);
}

function keyOf(what: 'changes' | 'nothing', { links }: SyncSides, latencyMs: Latency): string {
	return `${what === 'changes' ? `${CHANGES} changes` : 'nothing to do'} at ${sizeName(links)} links, ${latencyMs} ms`;
}

function note(times: Times, key: string, ms: number): void {
	const values = times.get(key);
	if (values === undefined) (times as Map<string, number[]>).set(key, [ms]);
	else values.push(ms);
}

function figuresOf(times: Times, small: SyncSides, large: SyncSides): readonly Figure[] {
	const medianOf = (what: 'changes' | 'nothing', sides: SyncSides, latencyMs: Latency): number => median(times.get(keyOf(what, sides, latencyMs)) ?? []) / 1000;
	const [few, many] = [sizeName(small.links), sizeName(large.links)];
	return LATENCIES_MS.flatMap((latencyMs) => {
		const suffix = latencyMs === 0 ? '_no_latency' : '';
		const goal = (value: number): number | null => (latencyMs === 0 ? null : value);
		const [fewSeconds, manySeconds] = [medianOf('changes', small, latencyMs), medianOf('changes', large, latencyMs)];
		return [
			{ name: `sync_incremental_100_changes_${many}_vs_${few}${suffix}`, value: manySeconds / fewSeconds, unit: 'ratio', goal: goal(RATIO_GOAL), better: 'lower' } as const,
			information(`sync_incremental_100_changes_${few}_seconds${suffix}`, fewSeconds, 's'),
			information(`sync_incremental_100_changes_${many}_seconds${suffix}`, manySeconds, 's'),
			{ name: `sync_nothing_to_do_${many}${suffix}`, value: medianOf('nothing', large, latencyMs), unit: 's', goal: goal(NOTHING_GOAL), better: 'lower' } as const,
			information(`sync_nothing_to_do_${few}${suffix}`, medianOf('nothing', small, latencyMs), 's'),
		];
	});
}
