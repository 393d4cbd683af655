import { anchorUnique } from './anchorUnique';
import { findSplit, frontiersFor, type Box, type Frontiers } from './findSplit';
import { absorb, halve, type StepCounter } from './stepCounter';

/** For each token whether it is in no pair: 1 for changed. Read in step, the other tokens of the two sequences are the same. */
export interface Changes {
	readonly a: Uint8Array;
	readonly b: Uint8Array;
}

interface PendingBox extends Box {
	readonly isAnchored: boolean;
}

/**
 * Compares two sequences. A shortest script where it is found in the first half of the steps; then comparison goes on
 * between tokens that are unique on both sides; and what is left when all steps are used up counts as changed as a whole.
 */
export function changedTokens(a: Int32Array, b: Int32Array, counter: StepCounter): Changes {
	const changes = { a: new Uint8Array(a.length), b: new Uint8Array(b.length) };
	const whole = withoutEqualEnds(a, b, { aStart: 0, aEnd: a.length, bStart: 0, bEnd: b.length }, counter);
	const kept = { a: knownIn(b, a, whole.aStart, whole.aEnd, changes.a), b: knownIn(a, b, whole.bStart, whole.bEnd, changes.b) };
	counter.steps += a.length + b.length;
	const [aTokens, bTokens] = [kept.a.map((index) => a[index] as number), kept.b.map((index) => b[index] as number)];
	compare(aTokens, bTokens, counter, (box) => {
		for (let index = box.aStart; index < box.aEnd; index += 1) changes.a[kept.a[index] as number] = 1;
		for (let index = box.bStart; index < box.bEnd; index += 1) changes.b[kept.b[index] as number] = 1;
	});
	return changes;
}

/** The places in a stretch whose tokens the other sequence knows, too; the others are changed whatever comes out. */
function knownIn(other: Int32Array, tokens: Int32Array, start: number, end: number, changed: Uint8Array): Int32Array {
	const known = new Set(other);
	const places = new Int32Array(end - start);
	let count = 0;
	for (let index = start; index < end; index += 1) {
		if (known.has(tokens[index] as number)) places[count++] = index;
		else changed[index] = 1;
	}
	return places.slice(0, count);
}

function compare(a: Int32Array, b: Int32Array, counter: StepCounter, mark: (box: Box) => void): void {
	const frontiers = frontiersFor(a.length, b.length);
	const [whole, anchored] = halve(counter);
	const pending: PendingBox[] = [{ aStart: 0, aEnd: a.length, bStart: 0, bEnd: b.length, isAnchored: false }];
	for (let box = pending.pop(); box !== undefined; box = pending.pop()) {
		const stage = box.isAnchored ? anchored : whole;
		const core = withoutEqualEnds(a, b, box, stage);
		if (core.aStart === core.aEnd || core.bStart === core.bEnd) mark(core);
		else for (const part of divide({ a, b, frontiers, stage, anchored, mark }, { ...core, isAnchored: box.isAnchored })) pending.push(part);
	}
	absorb(counter, [whole, anchored]);
}

interface Division {
	readonly a: Int32Array;
	readonly b: Int32Array;
	readonly frontiers: Frontiers;
	/** Steps for this box. */
	readonly stage: StepCounter;
	/** Steps for what is compared between anchors. */
	readonly anchored: StepCounter;
	readonly mark: (box: Box) => void;
}

/** The parts that are to be compared instead of a box; none where it counts as changed as a whole. */
function divide({ a, b, frontiers, stage, anchored, mark }: Division, box: PendingBox): PendingBox[] {
	const split = findSplit(a, b, box, frontiers, stage);
	if (split !== null) {
		const [x, y] = split;
		return [{ ...box, aStart: x, bStart: y }, { ...box, aEnd: x, bEnd: y }];
	}
	if (box.isAnchored) {
		mark(box);
		return [];
	}
	return betweenAnchors(box, anchorUnique(a, b, box, anchored));
}

function betweenAnchors(box: PendingBox, anchors: ReadonlyArray<readonly [number, number]>): PendingBox[] {
	const boxes: PendingBox[] = [];
	let [aStart, bStart] = [box.aStart, box.bStart];
	for (const [x, y] of anchors) {
		boxes.push({ aStart, aEnd: x, bStart, bEnd: y, isAnchored: true });
		[aStart, bStart] = [x + 1, y + 1];
	}
	boxes.push({ aStart, aEnd: box.aEnd, bStart, bEnd: box.bEnd, isAnchored: true });
	return boxes;
}

function withoutEqualEnds(a: Int32Array, b: Int32Array, box: Box, counter: StepCounter): Box {
	let { aStart, aEnd, bStart, bEnd } = box;
	while (aStart < aEnd && bStart < bEnd && a[aStart] === b[bStart]) {
		aStart += 1;
		bStart += 1;
	}
	while (aStart < aEnd && bStart < bEnd && a[aEnd - 1] === b[bEnd - 1]) {
		aEnd -= 1;
		bEnd -= 1;
	}
	counter.steps += 1 + aStart - box.aStart + box.aEnd - aEnd;
	return { aStart, aEnd, bStart, bEnd };
}
