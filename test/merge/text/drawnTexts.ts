import fc from 'fast-check';
import type { Three } from '../../../src/merge/text/mergeTokens';

/** Lines from few words, so that equal ones meet, with a few that stand alone. */
const line = fc.oneof({ weight: 8, arbitrary: fc.constantFrom('a', 'b', '{', '}', '', 'return x;', 'the quick brown fox') }, { weight: 2, arbitrary: fc.integer({ min: 0, max: 999 }).map((n) => `new ${n}`) });

interface Edit {
	readonly at: number;
	readonly removed: number;
	readonly inserted: readonly string[];
}

const edit = fc.record({ at: fc.nat(1000), removed: fc.nat(2), inserted: fc.array(line, { maxLength: 2 }) });

function edited(lines: readonly string[], edits: readonly Edit[]): string[] {
	return edits.reduce<string[]>((text, { at, removed, inserted }) => text.toSpliced(at % (text.length + 1), removed, ...inserted), [...lines]);
}

const lineEnd = fc.oneof({ weight: 8, arbitrary: fc.constant('\n') }, { weight: 1, arbitrary: fc.constant('\r\n') });

function textOf(lines: readonly string[], end: string, hasLastEnd: boolean): string {
	const text = lines.map((one) => one + end).join('');
	return hasLastEnd ? text : text.slice(0, -end.length);
}

/** A text and two edits of it: of 0 to 40 lines, some without a last line end, some with CR LF, often equal edits on both sides. */
export const threeTexts: fc.Arbitrary<Three<string>> = fc
	.record({
		lines: fc.array(line, { maxLength: 40 }),
		ours: fc.array(edit, { maxLength: 5 }),
		theirs: fc.array(edit, { maxLength: 5 }),
		shared: fc.array(edit, { maxLength: 2 }),
		ends: fc.tuple(lineEnd, lineEnd, lineEnd),
		hasLastEnd: fc.tuple(...Array.from({ length: 3 }, () => fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }))),
	})
	.map(({ lines, ours, theirs, shared, ends, hasLastEnd }) => ({
		base: textOf(lines, ends[0], hasLastEnd[0] as boolean),
		local: textOf(edited(edited(lines, shared), ours), ends[1], hasLastEnd[1] as boolean),
		remote: textOf(edited(edited(lines, shared), theirs), ends[2], hasLastEnd[2] as boolean),
	}));
