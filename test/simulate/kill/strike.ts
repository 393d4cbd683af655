import { setTimeout as sleep } from 'node:timers/promises';
import type { SyncWorld } from '../../support/syncWorld';
import type { Random } from '../random';
import type { Arena } from './arena';
import type { EngineAnswer } from './engineProcess';
import { orderFor } from './order';
import type { Killed } from './tally';

export type Victim = 'engine' | 'database';

/** When a strike falls: so long after a step of the run has begun, or at the run's end where it never comes to that step. */
export interface StrikePlan {
	readonly victim: Victim;
	readonly step: string;
	readonly afterMs: number;
}

/** What happened. */
export interface Strike extends Killed {
	readonly victim: Victim;
	/** How the run ended. */
	readonly answer: EngineAnswer;
}

const WEIGHTS = { recover: 1, observe_local: 1, observe_remote: 2, record: 1, plan: 1, apply: 9, second_pass: 2, report: 1 } as const;
/** A run whose database was killed has to end by itself. */
const MOST_MS = 60_000;

export function planStrike(random: Random, victim: Victim): StrikePlan {
	const step = random.weighted(WEIGHTS);
	return { victim, step, afterMs: random.between(0, step === 'apply' ? 300 : 25) };
}

/** Starts a sync, kills the victim in the middle of it, and starts the victim again. */
export async function strike(arena: Arena, world: SyncWorld, plan: StrikePlan): Promise<Strike> {
	const startedAt = performance.now();
	let reached: () => void = () => undefined;
	const step = new Promise<void>((resolve) => (reached = resolve));
	let hasEnded = false;
	const { engine } = arena;
	const run = engine.run(orderFor(world), (begun) => begun === plan.step && reached()).finally(() => (hasEnded = true));
	await Promise.race([step, run]);
	await sleep(plan.afterMs);
	const struck = { victim: plan.victim, afterMs: Math.round(performance.now() - startedAt), step: hasEnded ? null : engine.step };
	if (plan.victim === 'engine') {
		await engine.kill();
		await arena.restartEngine();
	} else {
		await arena.postgres.kill();
		await arena.postgres.restart();
	}
	const answer = await Promise.race([run, sleep(MOST_MS, null, { ref: false })]);
	if (answer === null) throw new Error(`The run did not end within ${MOST_MS / 1000} s of the database's death.`);
	return { ...struck, answer };
}
