import fc from 'fast-check';
import { mergeText, type TextMerge } from '../../../src/merge/text';
import type { Three } from '../../../src/merge/text/mergeTokens';
import { splitLines } from '../../../src/merge/text/splitLines';
import { splitWords } from '../../../src/merge/text/splitWords';
import { propertySettings } from '../../record/propertySettings';
import { threeTexts } from './drawnTexts';

const swapped = ({ base, local, remote }: Three<string>): Three<string> => ({ base, local: remote, remote: local });

function mirrored(merge: TextMerge): unknown {
	const other: Readonly<Record<string, string>> = { local: 'remote', remote: 'local', preferred_local: 'preferred_remote', preferred_remote: 'preferred_local' };
	const { hunks, lineEndsFrom } = merge;
	return {
		status: merge.status,
		text: merge.text,
		lineEndsFrom: lineEndsFrom === null ? null : (other[lineEndsFrom] ?? lineEndsFrom),
		hunks: hunks.map((hunk) => ({ ...hunk, status: other[hunk.status] ?? hunk.status, local: hunk.remote, remote: hunk.local })),
	};
}

const merged = (base: string, local: string, remote: string, settings = {}): string | null => {
	const merge = mergeText({ base, local, remote }, settings);
	return merge.status === 'clean' ? merge.text : null;
};

describe('properties', () => {
	test('a change on one side is the result', () => {
		fc.assert(fc.property(threeTexts, ({ base, local }) => {
			expect(mergeText({ base, local, remote: base })).toMatchObject({ status: 'clean', text: local });
			expect(mergeText({ base, local: base, remote: local })).toMatchObject({ status: 'clean', text: local });
		}), propertySettings);
	});

	test('the same change on both sides is the result', () => {
		fc.assert(fc.property(threeTexts, ({ base, local }) => {
			expect(mergeText({ base, local, remote: local })).toMatchObject({ status: 'clean', text: local });
		}), propertySettings);
	});

	test('swapping the sides mirrors the result, hunk by hunk', () => {
		fc.assert(fc.property(threeTexts, fc.boolean(), (texts, words) => {
			const { hunks, status, text, lineEndsFrom } = mergeText(texts, { words });
			expect(mirrored(mergeText(swapped(texts), { words }))).toEqual({ status, text, lineEndsFrom, hunks });
		}), propertySettings);
	});

	test('a clean merge holds what either side inserted: texts that each side added to are all there', () => {
		fc.assert(fc.property(fc.array(fc.nat(5), { minLength: 1, maxLength: 20 }), fc.nat(100), fc.nat(100), (numbers, first, second) => {
			const lines = numbers.map((number) => `line ${number}\n`);
			const insert = (text: string, at: number): string => lines.toSpliced(at % (lines.length + 1), 0, text).join('');
			const merge = mergeText({ base: lines.join(''), local: insert('from local\n', first), remote: insert('from remote\n', second) });
			if (merge.status === 'conflicted') {
				expect(merge.marked).toContain('from local\n');
				expect(merge.marked).toContain('from remote\n');
			} else {
				expect([merge.text.split('from local\n').length, merge.text.split('from remote\n').length]).toEqual([2, 2]);
			}
		}), propertySettings);
	});

	test('every changed stretch is listed with the line it stands on, and nothing else changed', () => {
		fc.assert(fc.property(threeTexts, (texts) => {
			const merge = mergeText(texts, { lineEnds: 'exact' });
			const lines = splitLines(merge.text);
			for (const hunk of merge.hunks) expect(lines.slice(hunk.line - 1).join('').startsWith(hunk.merged)).toBe(true);
			const before = splitLines(texts.base);
			const grown = merge.hunks.reduce((sum, hunk) => sum + splitLines(hunk.merged).length - splitLines(hunk.base).length, 0);
			expect(lines.length).toBe(before.length + grown);
			expect(merge.hunks.some(({ status }) => status === 'conflicted')).toBe(merge.status === 'conflicted');
		}), propertySettings);
	});

	test('a preferred side settles every conflict, and what the other had is in the hunks', () => {
		fc.assert(fc.property(threeTexts, (texts) => {
			const merge = mergeText(texts, { prefer: 'remote', words: false });
			expect(merge.status).toBe('clean');
			for (const hunk of merge.hunks) if (hunk.status === 'preferred_remote') expect(hunk.merged).toBe(hunk.remote);
		}), propertySettings);
	});

	test('lines and words joined are the text they were split from, and no word ends inside a character', () => {
		const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('a', ' ', '\r', '\n', '👩🏽‍🚀', 'e\u0301', '🇩🇪', '漢', 'เ', "'") }));
		fc.assert(fc.property(text, (drawn) => {
			expect(splitLines(drawn).join('')).toBe(drawn);
			const words = splitWords(drawn);
			expect(words.join('')).toBe(drawn);
			for (const word of words.slice(1)) expect(/^[\uDC00-\uDFFF]/.test(word) && /[\uD800-\uDBFF]$/.test(words[words.indexOf(word) - 1] ?? '')).toBe(false);
		}), propertySettings);
	});
});

describe('words', () => {
	test('different words of one line are merged, and listed for a person', () => {
		const merge = mergeText({ base: 'The quick brown fox\n', local: 'The slow brown fox\n', remote: 'The quick brown dog\n' });
		expect(merge).toMatchObject({
			status: 'clean',
			text: 'The slow brown dog\n',
			hunks: [{ status: 'words', line: 1, base: 'The quick brown fox\n', local: 'The slow brown fox\n', remote: 'The quick brown dog\n', merged: 'The slow brown dog\n' }],
		});
	});

	test.each<[string, string, string, string, string | null]>([
		['the same word changed twice', 'a cat', 'a dog', 'a cow', null],
		['inserts in one place', 'a b', 'a x b', 'a y b', null],
		['words far apart', 'one two three', 'ONE two three', 'one two THREE', 'ONE two THREE'],
		['ideographs, one by one', '漢字仮名', '漢語仮名', '漢字仮字', '漢語仮字'],
		['an emoji with modifiers, as one', 'x 👩🏽‍🚀 y', 'x 👩🏽‍🚀 z', 'w 👩🏽‍🚀 y', 'w 👩🏽‍🚀 z'],
		['an emoji whose skin tone both change', '👍🏻', '👍🏽', '👍🏿', null],
		['a letter with a mark, as one', 'cafe\u0301 a b', 'cafe\u0301 a c', 'CAFE\u0301 a b', 'CAFE\u0301 a c'],
		['words over several lines of one conflict', 'a b\nc d\n', 'a B\nc d\n', 'a b\nC d\n', 'a B\nC d\n'],
	])('%s', (_what, base, local, remote, expected) => {
		expect(merged(base, local, remote)).toBe(expected);
	});

	test('are left alone where that is asked for', () => {
		expect(merged('one two three', 'ONE two three', 'one two THREE', { words: false })).toBeNull();
	});
});

describe('line ends', () => {
	test('a side that changed all of them made one change, apart from the words of the other', () => {
		expect(mergeText({ base: 'a\nb\nc\n', local: 'a\r\nb\r\nc\r\n', remote: 'a\nB\nc\n' })).toMatchObject({ status: 'clean', text: 'a\r\nB\r\nc\r\n', lineEndsFrom: 'local' });
		expect(mergeText({ base: 'a\r\nb\r\n', local: 'A\r\nb\r\nx\r\n', remote: 'a\nb\n' })).toMatchObject({ status: 'clean', text: 'A\nb\nx\n', lineEndsFrom: 'remote' });
	});

	test('a text that differs in line ends only is what that side made of it', () => {
		expect(merged('a\nb\n', 'a\r\nb\r\n', 'a\nb\n')).toBe('a\r\nb\r\n');
		expect(merged('a\nb\n', 'a\r\nb\r\n', 'a\r\nb\r\n')).toBe('a\r\nb\r\n');
	});

	test('lines keep their own ends where a text mixes them, or ends are to be exact', () => {
		expect(merged('a\r\nb\nc\nd\n', 'a\r\nb\nc\nD\n', 'A\r\nb\nc\nd\n')).toBe('A\r\nb\nc\nD\n');
		expect(merged('a\nb\n', 'a\r\nb\r\n', 'a\nB\n', { lineEnds: 'exact', words: false })).toBeNull();
	});
});

test('a conflict keeps base in the text and shows both sides between markers, on lines of their own', () => {
	const merge = mergeText({ base: 'a\nb', local: 'a\nl', remote: 'a\nr' }, { words: false });
	expect(merge).toMatchObject({
		status: 'conflicted',
		text: 'a\nb',
		marked: 'a\n<<<<<<< local\nl\n||||||| base\nb\n=======\nr\n>>>>>>> remote\n',
		hunks: [{ status: 'conflicted', line: 2, base: 'b', local: 'l', remote: 'r', merged: 'b' }],
	});
});
