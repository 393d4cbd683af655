import type { Changes } from './changedTokens';
import { hasSteps, type StepCounter } from './stepCounter';

/** A run of changed tokens of a sequence, possibly empty: runs are what stands between unchanged tokens, so both sequences have equally many. */
interface Run {
	start: number;
	end: number;
}

/**
 * Moves runs of changes to where they read best without changing what they say: where a run could as well stand further up or
 * down (its first token equals the one after it, or its last the one before), runs that meet become one, and a run goes as far
 * down as it can, or to the last place where the other sequence has a change, too. The way git and GNU diff do it. Both sequences are
 * slid against each other, first `a`, then `b`. Stops where the steps are used up; the changes are right at every moment.
 */
export function slideChanges(a: Int32Array, b: Int32Array, changes: Changes, counter: StepCounter): void {
	slide(a, changes.a, changes.b, counter);
	slide(b, changes.b, changes.a, counter);
}

function slide(tokens: Int32Array, changed: Uint8Array, otherChanged: Uint8Array, counter: StepCounter): void {
	const run = firstRun(changed);
	const other = firstRun(otherChanged);
	do {
		if (run.end > run.start) slideRun(tokens, changed, otherChanged, run, other, counter);
		if (!hasSteps(counter)) return;
		counter.steps += 1 + run.end - run.start;
		toNext(otherChanged, other);
	} while (toNext(changed, run));
}

function slideRun(tokens: Int32Array, changed: Uint8Array, otherChanged: Uint8Array, run: Run, other: Run, counter: StepCounter): void {
	let size: number;
	let isMovable: boolean;
	/** Where the run ended when the other sequence had a change in the same place, last; null for never. */
	let matchingEnd: number | null;
	do {
		size = run.end - run.start;
		while (hasSteps(counter) && slideUp(tokens, changed, run, counter)) toPrevious(otherChanged, other);
		const highestEnd = run.end;
		matchingEnd = other.end > other.start ? run.end : null;
		while (hasSteps(counter) && slideDown(tokens, changed, run, counter)) {
			toNext(otherChanged, other);
			if (other.end > other.start) matchingEnd = run.end;
		}
		isMovable = run.end !== highestEnd;
	} while (size !== run.end - run.start && hasSteps(counter));
	if (!isMovable || matchingEnd === null) return;
	while (run.end > matchingEnd && slideUp(tokens, changed, run, counter)) toPrevious(otherChanged, other);
}

function slideUp(tokens: Int32Array, changed: Uint8Array, run: Run, counter: StepCounter): boolean {
	if (run.start === 0 || tokens[run.start - 1] !== tokens[run.end - 1]) return false;
	changed[(run.start -= 1)] = 1;
	changed[(run.end -= 1)] = 0;
	while (run.start > 0 && changed[run.start - 1] === 1) run.start -= 1;
	counter.steps += 1;
	return true;
}

function slideDown(tokens: Int32Array, changed: Uint8Array, run: Run, counter: StepCounter): boolean {
	if (run.end === tokens.length || tokens[run.start] !== tokens[run.end]) return false;
	changed[run.start++] = 0;
	changed[run.end++] = 1;
	while (changed[run.end] === 1) run.end += 1;
	counter.steps += 1;
	return true;
}

function firstRun(changed: Uint8Array): Run {
	const run = { start: 0, end: 0 };
	while (changed[run.end] === 1) run.end += 1;
	return run;
}

/** Moves past the next unchanged token; false at the end. */
function toNext(changed: Uint8Array, run: Run): boolean {
	if (run.end === changed.length) return false;
	run.start = run.end + 1;
	run.end = run.start;
	while (changed[run.end] === 1) run.end += 1;
	return true;
}

function toPrevious(changed: Uint8Array, run: Run): void {
	run.end = run.start - 1;
	run.start = run.end;
	while (run.start > 0 && changed[run.start - 1] === 1) run.start -= 1;
}
