import type { BenchContext } from '../context';
import { information, sizeName, type Figure } from '../figures';
import { edit, keepUp, passTime } from './edits';
import type { MeasuredRun } from './engineProcess';
import type { SyncSides } from './syncSides';

const WORKERS = 10;
const MEBIBYTE = 2 ** 20;
/** Memory above idle that a full sync of the larger size may take, in MB. */
const MEMORY_GOAL = 250;

/**
 * The full sync that makes a work package of every row, no latency, ten workers; two incremental runs later in which
 * nothing was edited; then one edit, which lets the window move on past all that was made, so that what is measured
 * afterwards is as with a pair in use.
 */
export async function measureFull(context: BenchContext, sides: SyncSides, isLarger: boolean): Promise<readonly Figure[]> {
	const { links } = sides;
	const name = `sync_full_${sizeName(links)}`;
	const run = await sides.run('full_sync', WORKERS);
	if (run.written.remote !== links) throw new Error(`A full sync of ${links} rows made ${run.written.remote} work packages.`);
	const aboveIdle = (run.peakBytes - sides.idleBytes) / MEBIBYTE;
	context.say(`full sync of ${links.toLocaleString('en-US')}: ${describe(run)}; memory ${megabytes(sides.idleBytes)} idle, ${megabytes(run.peakBytes)} at most`);
	await keepUp(sides);
	const [reread, quiet] = [await later(sides), await later(sides)];
	context.say(`incremental sync after it, which reads everything again: ${describe(reread)}`, `and another one, nobody having edited anything: ${describe(quiet)}`);
	await edit(sides, 'settle', { local: 0, remote: 1 });
	await later(sides);
	await keepUp(sides);
	return [
		{ name: `${name}_peak_memory`, value: aboveIdle, unit: 'MB above idle', goal: isLarger ? MEMORY_GOAL : null, better: 'lower' },
		information(`${name}_seconds`, run.durationMs / 1000, 's'),
		information(`${name}_writes_per_second`, links / (run.durationMs / 1000), 'writes/s', 'higher'),
		information(`${name}_http_requests`, run.requests, 'requests'),
		information(`sync_first_incremental_${sizeName(links)}_seconds`, reread.durationMs / 1000, 's'),
		information(`sync_second_incremental_${sizeName(links)}_seconds`, quiet.durationMs / 1000, 's'),
	];
}

/** An incremental run, more than the windows' overlap later. */
async function later(sides: SyncSides): Promise<MeasuredRun> {
	await passTime(sides);
	return await sides.run('incremental', WORKERS);
}

/** How long a run took, and where. */
export function describe({ durationMs, steps, written, requests }: MeasuredRun): string {
	const parts = Object.entries(steps).filter(([, ms]) => ms >= 10).map(([step, ms]) => `${step} ${(ms / 1000).toFixed(2)}`);
	return `${(durationMs / 1000).toFixed(2)} s (${parts.join(', ')}), ${written.remote} writes there and ${written.local} here, ${requests} requests`;
}

function megabytes(bytes: number): string {
	return `${Math.round(bytes / MEBIBYTE)} MB`;
}
