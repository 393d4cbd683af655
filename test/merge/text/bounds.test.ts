import { mergeText } from '../../../src/merge/text';
import { diffTokens } from '../../../src/merge/text/diffTokens';
import { tokenNumberer } from '../../../src/merge/text/numberTokens';
import { countSteps } from '../../../src/merge/text/stepCounter';

/** Numbers that look random and are the same every time. */
function numbersBelow(limit: number, seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
		return (state >> 8) % limit;
	};
}

function textOf(count: number, separator: string, tokenAt: (index: number) => string): string {
	return Array.from({ length: count }, (_, index) => tokenAt(index) + separator).join('');
}

function randomWords(count: number, wordCount: number, seed: number): string {
	const next = numbersBelow(wordCount, seed);
	return textOf(count, ' ', () => `w${next()}`);
}

const nasty: ReadonlyArray<readonly [string, string, string, string]> = [
	['100,000 lines with none in common', textOf(100_000, '\n', (i) => `b${i}`), textOf(100_000, '\n', (i) => `l${i}`), textOf(100_000, '\n', (i) => `r${i}`)],
	['100,000 times the same line', textOf(100_000, '\n', () => 'x'), textOf(90_000, '\n', () => 'x'), textOf(100_010, '\n', () => 'x')],
	['100,000 lines of three words in different order', textOf(100_000, '\n', (i) => `x${(i * 7919) % 3}`), textOf(100_000, '\n', (i) => `x${((i * 104_729) % 5) % 3}`), textOf(100_000, '\n', (i) => `x${(i * i) % 3}`)],
	['100,000 lines shuffled', textOf(100_000, '\n', (i) => `u${i}`), textOf(100_000, '\n', (i) => `u${(i * 7919) % 100_000}`), textOf(100_000, '\n', (i) => `u${(i * 104_729) % 100_000}`)],
	['one line of a megabyte of few words', randomWords(330_000, 10, 1), randomWords(330_000, 10, 2), randomWords(330_000, 10, 3)],
	['one line of a megabyte of signs', '!'.repeat(1_000_000), '?!'.repeat(500_000), '!?'.repeat(500_000)],
	['3,000 repetitive words', randomWords(3000, 3, 1), randomWords(3000, 3, 2), randomWords(3000, 3, 3)],
];

test.each(nasty)('work is bounded by the size of the texts for %s', (_what, base, local, remote) => {
	const characters = base.length + local.length + remote.length;
	const merge = mergeText({ base, local, remote });
	expect(merge.steps).toBeLessThan(20_000_000 + 30 * characters);
});

test.each(nasty.filter((_case, index) => [1, 3, 4].includes(index)))('with hardly any steps to spend the merge is coarse, linear and still right for %s', (_what, base, local, remote) => {
	const characters = base.length + local.length + remote.length;
	const merge = mergeText({ base, local, remote }, { stepLimit: 1000 });
	expect(merge.steps).toBeLessThan(20 * characters);
	expect(merge.status).toBe('conflicted');
	expect(mergeText({ base, local, remote: base }, { stepLimit: 1000 })).toMatchObject({ status: 'clean', text: local });
});

test('a comparison that runs out of steps says so, and one that does not, not', () => {
	const [base, local, remote] = [randomWords(3000, 3, 1), randomWords(3000, 3, 2), randomWords(3000, 3, 3)];
	expect(mergeText({ base, local, remote }, { stepLimit: 1000 }).isCoarse).toBe(true);
	expect(mergeText({ base: 'a\nb\n', local: 'a\nc\n', remote: 'b\nb\n' }).isCoarse).toBe(false);
});

test('a comparison that is short of steps goes by tokens that are unique on both sides', () => {
	const number = tokenNumberer();
	const next = numbersBelow(4, 5);
	const noise = (): string[] => Array.from({ length: 400 }, () => `n${next()}`);
	const [before, after] = [[...noise(), 'unique', ...noise()], [...noise(), 'unique', ...noise()]];
	const counter = countSteps(20_000);
	const hunks = diffTokens(number(before), number(after), counter);
	expect(counter.ranOut).toBe(true);
	expect(hunks.some((hunk) => hunk.before.start <= 400 && hunk.before.end > 400)).toBe(false);
});
