import { hasSteps, type StepCounter } from './stepCounter';

/** A part of two sequences that is still to be compared. */
export interface Box {
	readonly aStart: number;
	readonly aEnd: number;
	readonly bStart: number;
	readonly bEnd: number;
}

/** Furthest points per diagonal, forwards and backwards; one pair serves a whole comparison. */
export interface Frontiers {
	readonly forward: Int32Array;
	readonly backward: Int32Array;
	/** Added to a diagonal to give its place. */
	readonly offset: number;
}

const BEYOND = 0x7fffffff;

export function frontiersFor(aCount: number, bCount: number): Frontiers {
	const size = aCount + bCount + 4;
	return { forward: new Int32Array(size), backward: new Int32Array(size), offset: bCount + 2 };
}

/**
 * A point on a shortest edit path through the box, found from both ends at once in O((N + M) D) steps (E. Myers, "An O(ND)
 * difference algorithm and its variations", Algorithmica 1986, section 4b). Diagonals are tried from the highest down and ties
 * go the way git goes, so that of several shortest paths the same one is found. null where the steps are used up.
 */
export function findSplit(a: Int32Array, b: Int32Array, box: Box, { forward, backward, offset }: Frontiers, counter: StepCounter): readonly [number, number] | null {
	const { aStart, aEnd, bStart, bEnd } = box;
	const lowest = aStart - bEnd;
	const highest = aEnd - bStart;
	const first = aStart - bStart;
	const last = aEnd - bEnd;
	const isOdd = ((first - last) & 1) !== 0;
	let [forwardLow, forwardHigh, backwardLow, backwardHigh] = [first, first, last, last];
	forward[first + offset] = aStart;
	backward[last + offset] = aEnd;
	for (;;) {
		if (!hasSteps(counter)) return null;
		if (forwardLow > lowest) forward[(forwardLow -= 1) - 1 + offset] = -1;
		else forwardLow += 1;
		if (forwardHigh < highest) forward[(forwardHigh += 1) + 1 + offset] = -1;
		else forwardHigh -= 1;
		for (let diagonal = forwardHigh; diagonal >= forwardLow; diagonal -= 2) {
			const below = forward[diagonal - 1 + offset] as number;
			const above = forward[diagonal + 1 + offset] as number;
			const from = below >= above ? below + 1 : above;
			let x = from;
			while (x < aEnd && x - diagonal < bEnd && a[x] === b[x - diagonal]) x += 1;
			counter.steps += 1 + x - from;
			forward[diagonal + offset] = x;
			if (isOdd && backwardLow <= diagonal && diagonal <= backwardHigh && (backward[diagonal + offset] as number) <= x) return [x, x - diagonal];
		}
		if (backwardLow > lowest) backward[(backwardLow -= 1) - 1 + offset] = BEYOND;
		else backwardLow += 1;
		if (backwardHigh < highest) backward[(backwardHigh += 1) + 1 + offset] = BEYOND;
		else backwardHigh -= 1;
		for (let diagonal = backwardHigh; diagonal >= backwardLow; diagonal -= 2) {
			const below = backward[diagonal - 1 + offset] as number;
			const above = backward[diagonal + 1 + offset] as number;
			const from = below < above ? below : above - 1;
			let x = from;
			while (x > aStart && x - diagonal > bStart && a[x - 1] === b[x - diagonal - 1]) x -= 1;
			counter.steps += 1 + from - x;
			backward[diagonal + offset] = x;
			if (!isOdd && forwardLow <= diagonal && diagonal <= forwardHigh && x <= (forward[diagonal + offset] as number)) return [x, x - diagonal];
		}
	}
}
