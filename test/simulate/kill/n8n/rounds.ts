import { describeFinding } from '../../../../sandbox/report';
import { runSync, type SyncStart } from '../../../../sandbox/syncRuns';
import { Random } from '../../random';
import { Editors } from '../editors';
import { judge } from '../judge';
import type { Tally } from '../tally';
import { N8nArena } from './arena';
import { strikeN8n } from './strike';

/** Rows at the start. So many that the guards, which are as the workflow ships them, find the deletions of a round few. */
const ROWS = 200;
const MOST_RUNS = 10;
const QUIET_RUNS = 2;

/** So many histories on one n8n that is killed in the middle of its workflow, again and again. */
export async function playN8nRounds(firstSeed: number, rounds: number, tally: Tally, say: (line: string) => void): Promise<void> {
	const arena = await N8nArena.open(say);
	try {
		const editors = new Editors(arena, new Random(firstSeed), false);
		for (let count = 0; count < ROWS; count += 1) await editors.createHere();
		await settle(arena, arena.sandbox.full);
		arena.server.latencyMs = 20;
		for (let seed = firstSeed; seed < firstSeed + rounds; seed += 1) {
			// A history goes on from the one before: played again from its first on.
			const again = `--rounds 0 --n8n-rounds ${seed - firstSeed + 1}`;
			try {
				editors.settle();
				const random = new Random(seed);
				await editors.work(random.between(25, 50));
				const strikes = [await strikeN8n(arena, random)];
				const startedAt = performance.now();
				const doneAt = await settle(arena, arena.sandbox.incremental);
				tally.add(seed, { strikes, recoveryMs: Math.round(doneAt - startedAt), problems: [], ...(await judge(arena, editors.records)) }, again);
			} catch (error) {
				tally.fail(seed, error, again);
				return;
			}
		}
	} finally {
		await arena.close();
	}
}

/** Executes the workflow until nothing is left to write; returns when the first run was done. */
async function settle(arena: N8nArena, first: SyncStart): Promise<number> {
	let doneAt = 0;
	let quiet = 0;
	let last = '';
	for (let count = 0; count < MOST_RUNS; count += 1) {
		const { summary, conflicts, failures } = await runSync(count === 0 ? first : arena.sandbox.incremental);
		if (summary.status === 'done' && doneAt === 0) doneAt = performance.now();
		const isAtRest = summary.status === 'done' && summary.written.local + summary.written.remote + summary.conflictCount + summary.failureCount === 0;
		quiet = isAtRest ? quiet + 1 : 0;
		last = [summary.message, ...[...conflicts, ...failures].slice(0, 3).map(describeFinding)].join(' ');
		if (quiet === QUIET_RUNS) return doneAt;
	}
	throw new Error(`The workflow did not come to rest within ${MOST_RUNS} executions. The last one: ${last}`);
}
