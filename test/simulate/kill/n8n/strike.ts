import type { IncomingRequest } from '../../../../sandbox/openproject';
import { runSync } from '../../../../sandbox/syncRuns';
import type { Random } from '../../random';
import type { Killed } from '../tally';
import type { N8nArena } from './arena';

/** Which request of a run n8n dies around, at the latest: of those that write, or of all. Every run of a round has so many. */
const LATEST = { write: 5, any: 10 } as const;

/** Starts the workflow, kills n8n around one of the run's requests (before it takes effect, or before its answer comes), and starts n8n again. */
export async function strikeN8n(arena: N8nArena, random: Random): Promise<Killed> {
	const isWrite = random.chance(0.7);
	let left = random.between(1, isWrite ? LATEST.write : LATEST.any);
	const isBefore = random.chance(0.5);
	const startedAt = performance.now();
	let afterMs: number | null = null;
	const strike = (): void => {
		afterMs = Math.round(performance.now() - startedAt);
		arena.kill();
	};
	const count = ({ method }: IncomingRequest): void => {
		if (isWrite && method === 'GET') return;
		left -= 1;
		if (left === 0) strike();
	};
	const unhook = arena.server.onRequest(isBefore ? { before: count } : { after: count });
	// The answer to the editor dies with n8n.
	await runSync(arena.sandbox.incremental).catch((error: unknown) => {
		if (afterMs === null) throw error;
	});
	unhook();
	const isInRun = afterMs !== null;
	if (!isInRun) strike();
	const step = isInRun ? await stepOfRun(arena) : null;
	await arena.restart();
	return { victim: 'n8n', afterMs: afterMs ?? 0, step };
}

/** The step the run was in that did not end. */
async function stepOfRun(arena: N8nArena): Promise<string> {
	const [run] = await arena.sql<{ step: string | null }>(`select progress ->> 'step' as step from batch_sync.run where status = 'running' order by id desc limit 1`);
	return run?.step ?? 'before the first';
}
