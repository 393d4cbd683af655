import type { Check, Expectation } from './check';
import type { Outcome } from './outcome';
import { isWithin } from './versions';
import { NEEDS, type Things, type World } from './world/world';

export interface RunOptions {
	/** Called before each check that is carried out. */
	readonly onStart?: (check: Check) => void;
	/** Checks the server is known not to pass, with the reason: told as skipped where they differ. Default: none. */
	readonly gaps?: ReadonlyMap<string, string>;
	/** Checks that have not begun when it is aborted are left out. */
	readonly signal?: AbortSignal;
}

/** Carries out the checks one after the other and judges the answers. Never throws: what goes wrong is a failed check. */
export async function runChecks(checks: readonly Check[], world: World, { onStart, gaps, signal }: RunOptions = {}): Promise<readonly Outcome[]> {
	const outcomes: Outcome[] = [];
	for (const check of checks) {
		if (signal?.aborted === true) break;
		outcomes.push(excused(await carryOut(check, world, onStart), gaps));
	}
	return outcomes;
}

async function carryOut(check: Check, world: World, onStart: RunOptions['onStart']): Promise<Outcome> {
	const { id, area, behaviour } = check;
	const expectation = check.expected.find((candidate) => isWithin(world.version, candidate));
	const common = { id, area, behaviour, expected: expectation === undefined ? '' : inWords(expectation) };
	const missing = check.needs.filter((need) => world.things[need] === undefined);
	if (missing.length > 0) return { ...common, answered: '', verdict: 'skipped', reason: `needs ${missing.map((need) => NEEDS[need]).join('; ')}` };
	onStart?.(check);
	try {
		const answered = await check.answer(world, world.things as Things);
		if (expectation === undefined) return { ...common, answered, verdict: 'noted' };
		return { ...common, answered, verdict: isExpected(answered, expectation) ? 'passed' : 'failed' };
	} catch (error) {
		return { ...common, answered: '', verdict: 'failed', reason: error instanceof Error ? error.message : String(error) };
	}
}

/** An outcome with a known gap as skipped. */
function excused(outcome: Outcome, gaps: RunOptions['gaps']): Outcome {
	const gap = gaps?.get(outcome.id);
	return gap === undefined || (outcome.verdict !== 'failed' && outcome.verdict !== 'skipped') ? outcome : { ...outcome, verdict: 'skipped', reason: gap };
}

function isExpected(answered: string, { answer }: Expectation): boolean {
	if (answer instanceof RegExp) return answer.test(answered);
	return typeof answer === 'string' ? answered === answer : answer.includes(answered);
}

function inWords({ answer }: Expectation): string {
	if (answer instanceof RegExp) return String(answer);
	return typeof answer === 'string' ? answer : answer.join(' or ');
}
