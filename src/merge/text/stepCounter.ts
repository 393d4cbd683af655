/** Work done so far and the most that may be done: the bound on a merge is on steps, so that it holds on any machine. */
export interface StepCounter {
	steps: number;
	readonly limit: number;
	/** Whether something was left undone because the steps were used up. */
	ranOut: boolean;
}

export function countSteps(limit: number): StepCounter {
	return { steps: 0, limit, ranOut: false };
}

/** Two counters that share what one has left. */
export function halve(counter: StepCounter): readonly [StepCounter, StepCounter] {
	const half = Math.max(0, (counter.limit - counter.steps) / 2);
	return [countSteps(half), countSteps(half)];
}

/** Adds work that was counted apart. */
export function absorb(counter: StepCounter, parts: readonly StepCounter[]): void {
	for (const part of parts) {
		counter.steps += part.steps;
		counter.ranOut ||= part.ranOut;
	}
}

/** Whether there are steps left; notes where there are none. */
export function hasSteps(counter: StepCounter): boolean {
	if (counter.steps <= counter.limit) return true;
	counter.ranOut = true;
	return false;
}
