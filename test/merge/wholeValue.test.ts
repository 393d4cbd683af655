import { mergeField } from '../../src/merge';
import type { PolicySpec } from '../../src/merge';
import { splitWords } from '../../src/merge/text/splitWords';
import { wholeValue } from '../../src/merge/text';
import { readOperations } from '../../src/merge/transform';
import { fieldState, unknowing } from './fieldStates';

function merge(policy: PolicySpec, base: string, local: string, remote: string) {
	return mergeField(fieldState({ name: 'f', base, local, remote, localChanged: true, remoteChanged: true, policies: [policy] }), { ...unknowing, noBasePolicies: [] });
}

describe('a text that is one value', () => {
	it.each([
		['2026-11-05', 'a date'], [' 2026-11-05 ', 'a date'], ['2026-11-05T10:00:00Z', 'a time'], ['2026-11-05 10:00', 'a time'], ['12', 'a number'], ['-1.50', 'a number'], ['1e3', 'a number'], ['{"a": 1}', 'JSON'], ['[]', 'JSON'],
	])('%j is %s', (text, kind) => {
		expect(wholeValue(text)).toBe(kind);
	});

	it.each(['AB-12-C', 'ann@example.org', 'm\u00FCller@example.org', 'https://example.org/a?b=1', '05.11.2026', '10:30', 'C:\\tmp\\a', 'x_1', 'v1.2.3', '$5', '6f1c2d9e-0000-4000-8000-000000000001'])('%j is one word with digits or signs', (text) => {
		expect(wholeValue(text)).toMatch(/^one word with digits or signs/);
	});

	it.each(['+49 30 1234', '5 Nov 2026', 'DE89 3704 0044', '12 000,50 EUR', 'AB 12 C'])('%j is digits with hardly a word', (text) => {
		expect(wholeValue(text)).toBe('digits with hardly a word');
	});

	it.each(['', ' ', 'Draft', 'Draft.', 'well-known', "don't", 'Inspect pump 3', 'one\ntwo', '1\n2\n3', '{not json}', '[see below] and more', '\u4F1A\u8B70\u306F\u660E\u65E5\u3067\u3059', 'Gr\u00F6\u00DFe'])('%j is writing', (text) => {
		expect(wholeValue(text)).toBeNull();
	});

	it.each<[PolicySpec]>([[{ kind: 'text' }], [{ kind: 'operations', first: 'local' }]])('are taken whole by the policy %j', (policy) => {
		expect(merge(policy, '2026-11-05', '2026-12-05', '2026-11-20')).toMatchObject({
			status: 'conflicted',
			refusals: [{ policy: policy.kind, reason: "Field 'f' is a date on the local side, which is taken whole: parts of two values would make one that nobody entered. Pick a policy that chooses a side." }],
		});
		expect(merge(policy, 'To be decided', 'AB-12', 'To be decided soon')).toMatchObject({ status: 'conflicted', refusals: [{ reason: expect.stringContaining('is one word with digits or signs') as string }] });
		expect(merge(policy, 'Bring the rope', 'Bring the long rope', 'Bring the rope now')).toMatchObject({ status: 'resolved', value: 'Bring the long rope now' });
	});

	it('is merged by operations that both sides gave themselves', () => {
		const state = fieldState({ name: 'f', base: 'AB-12', local: 'XAB-12', remote: 'AB-12Y', localChanged: true, remoteChanged: true, policies: [{ kind: 'operations', first: 'local' }] });
		const operations = { local: readOperations([{ insert: 'X' }, { retain: 5 }], 'AB-12'), remote: readOperations([{ retain: 5 }, { insert: 'Y' }], 'AB-12') };
		const merged = mergeField({ ...state, operations }, { ...unknowing, noBasePolicies: [] });
		expect(merged).toMatchObject({ status: 'resolved', value: 'XAB-12Y' });
	});
});

describe('words', () => {
	it.each([
		['Due 2026-11-05, at 10:30.', ['Due', ' ', '2026-11-05', ',', ' ', 'at', ' ', '10:30', '.']],
		['Write to ann.lee@example.org!', ['Write', ' ', 'to', ' ', 'ann.lee@example.org', '!']],
		['See https://example.org/a?b=1&c=2 (new)', ['See', ' ', 'https://example.org/a?b=1&c=2', ' ', '(', 'new', ')']],
		['12 000,50 or 1,250', ['12 000,50', ' ', 'or', ' ', '1,250']],
		['one, two,three', ['one', ',', ' ', 'two', ',', 'three']],
		['wait... then - go', ['wait', '.', '.', '.', ' ', 'then', ' ', '-', ' ', 'go']],
	])('of %j stay whole where no space parts them', (text, words) => {
		expect(splitWords(text)).toEqual(words);
	});
});
