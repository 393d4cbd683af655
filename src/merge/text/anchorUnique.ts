import type { Box } from './findSplit';
import type { StepCounter } from './stepCounter';

/**
 * The longest run of pairs, rising in both sequences, of tokens that occur exactly once in each half of the box: places that
 * belong together whatever else changed (patience diff, B. Cohen). Takes O(n log n) steps.
 */
export function anchorUnique(a: Int32Array, b: Int32Array, { aStart, aEnd, bStart, bEnd }: Box, counter: StepCounter): ReadonlyArray<readonly [number, number]> {
	counter.steps += 2 * (aEnd - aStart + bEnd - bStart);
	const inA = placesOfUnique(a, aStart, aEnd);
	const inB = placesOfUnique(b, bStart, bEnd);
	const pairs: Array<readonly [number, number]> = [];
	for (const [token, aIndex] of inA) {
		const bIndex = inB.get(token);
		if (aIndex >= 0 && bIndex !== undefined && bIndex >= 0) pairs.push([aIndex, bIndex]);
	}
	pairs.sort((left, right) => left[0] - right[0]);
	return risingRun(pairs.map(([, bIndex]) => bIndex)).map((index) => pairs[index] as readonly [number, number]);
}

/** Where each token stands; -1 for one that occurs more than once. */
function placesOfUnique(tokens: Int32Array, start: number, end: number): Map<number, number> {
	const places = new Map<number, number>();
	for (let index = start; index < end; index += 1) {
		const token = tokens[index] as number;
		places.set(token, places.has(token) ? -1 : index);
	}
	return places;
}

/** The indices of a longest strictly rising run of numbers, by patience sorting. */
export function risingRun(numbers: readonly number[]): number[] {
	/** Index of the smallest number that ends a run of each length. */
	const ends: number[] = [];
	const before = new Int32Array(numbers.length);
	numbers.forEach((number, index) => {
		let low = 0;
		let high = ends.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((numbers[ends[middle] as number] as number) < number) low = middle + 1;
			else high = middle;
		}
		before[index] = low === 0 ? -1 : (ends[low - 1] as number);
		ends[low] = index;
	});
	const run: number[] = [];
	for (let index = ends.at(-1) ?? -1; index >= 0; index = before[index] as number) run.push(index);
	return run.reverse();
}
