import type { RunResult } from '../../../src/run';
import type { SyncWorld } from '../../support/syncWorld';
import { Random } from '../random';
import type { Arena } from './arena';
import { Editors } from './editors';
import { judge } from './judge';
import { orderFor } from './order';
import { planStrike, strike, type Strike, type Victim } from './strike';
import type { Round } from './tally';

const MOST_RUNS = 12;
/** In a row; a work package that is gone is believed to be so at the second sighting. */
const QUIET_RUNS = 3;

/** One history, the same for the same seed but for what the machine's timing makes of it. */
export async function playRound(arena: Arena, seed: number, first: Victim): Promise<Round> {
	const random = new Random(seed);
	const world = await arena.createWorld();
	try {
		const editors = new Editors(world, random);
		for (let count = random.between(10, 40); count > 0; count -= 1) await editors.createHere();
		for (let count = random.between(0, 8); count > 0; count -= 1) editors.createThere();
		const isFirstSync = random.chance(0.15);
		if (!isFirstSync) {
			await settle(arena, world);
			editors.settle();
		}
		world.server.latencyMs = random.between(0, 20);
		// Longer between a write's effect and its answer: the moment in which dying is worst.
		if (random.chance(0.6)) for (const method of ['POST', 'PATCH']) world.server.faults.add({ fault: { kind: 'delayAnswer', ms: random.between(10, 120) }, method, probability: 0.5 });
		await editors.work(random.between(5, 30));
		const strikes = [await strike(arena, world, planStrike(random, first))];
		let diedAt = performance.now();
		while (random.chance(0.35) && strikes.length < 3) {
			if (random.chance(0.5)) await editors.work(random.between(1, 8));
			strikes.push(await strike(arena, world, planStrike(random, random.chance(0.5) ? 'engine' : 'database')));
			diedAt = performance.now();
		}
		const recoveryMs = await settle(arena, world).then((doneAt) => Math.round(doneAt - diedAt));
		return { strikes, recoveryMs, problems: strikes.flatMap(troubleOf), ...(await judge(world, editors.records)) };
	} finally {
		await world.close();
	}
}

/** Runs until nothing is left to write; returns when the first run was done. Throws where it does not come to rest. */
async function settle(arena: Arena, world: SyncWorld): Promise<number> {
	let doneAt = 0;
	let quiet = 0;
	let last = '';
	for (let run = 0; run < MOST_RUNS; run += 1) {
		const answer = await arena.engine.run(orderFor(world));
		if (answer.kind !== 'done') throw new Error(`A run after everything was started again did not come to a result: ${answer.kind === 'gone' ? answer.how : answer.message}`);
		const { result } = answer;
		if (result.status === 'done' && doneAt === 0) doneAt = performance.now();
		quiet = isAtRest(result) ? quiet + 1 : 0;
		last = `${result.status}, written ${JSON.stringify(result.written)}: ${result.message} ${JSON.stringify([...result.conflicts, ...result.failures].slice(0, 3))}`;
		if (quiet === QUIET_RUNS) return doneAt;
	}
	throw new Error(`It did not come to rest within ${MOST_RUNS} runs. The last one: ${last}`);
}

function isAtRest({ status, written, conflictCount, failureCount }: RunResult): boolean {
	return status === 'done' && written.local === 0 && written.remote === 0 && conflictCount === 0 && failureCount === 0;
}

/** A killed process says nothing; whoever lives on must end its run in words of its own. */
function troubleOf({ victim, answer }: Strike): readonly string[] {
	if (victim === 'engine') return [];
	if (answer.kind === 'gone') return [`the engine's process ${answer.how} when the database was killed`];
	return answer.kind === 'failed' && !answer.isExpected ? [`the run whose database was killed ended with an error that is not the engine's: ${answer.message}`] : [];
}
