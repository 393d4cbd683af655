import { changedTokens } from './changedTokens';
import { slideChanges } from './slideChanges';
import type { StepCounter } from './stepCounter';
import type { Hunk } from './types';

/** The stretches in which two sequences of numbered tokens differ, in order; between two of them stands at least one unchanged token. */
export function diffTokens(before: Int32Array, after: Int32Array, counter: StepCounter): Hunk[] {
	const changes = changedTokens(before, after, counter);
	slideChanges(before, after, changes, counter);
	const hunks: Hunk[] = [];
	let [x, y] = [0, 0];
	while (x < before.length || y < after.length) {
		const [xStart, yStart] = [x, y];
		while (changes.a[x] === 1) x += 1;
		while (changes.b[y] === 1) y += 1;
		if (x > xStart || y > yStart) hunks.push({ before: { start: xStart, end: x }, after: { start: yStart, end: y } });
		x += 1;
		y += 1;
	}
	return hunks;
}
