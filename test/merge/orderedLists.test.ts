import fc from 'fast-check';
import { mergeField } from '../../src/merge';
import type { FieldMerge, PolicySpec } from '../../src/merge';
import type { Json, Side } from '../../src/record';
import { propertySettings } from '../record/propertySettings';
import { bothChanged, unknowing } from './fieldStates';

function merge(base: Json, local: Json, remote: Json, prefer: Side | null = null, idField: string | null = null): FieldMerge {
	const policy: PolicySpec = { kind: 'list', as: 'ordered', idField, prefer };
	return mergeField({ ...bothChanged(local, remote, policy), base }, unknowing);
}

const letters = (text: string): string[] => [...text];
const wordOf = (merged: FieldMerge): string | null => (merged.status === 'resolved' ? (merged.value as string[]).join('') : merged.status === 'conflicted' ? null : 'taken');

test.each<[string, string, string, string, string]>([
	['inserts in different places', 'abc', 'axbc', 'abyc', 'axbyc'],
	['inserts after the same item, by their text', 'ab', 'ayb', 'axb', 'axyb'],
	['runs of inserts stay together', 'ab', 'ayzb', 'axwb', 'axwyzb'],
	['an insert after an item the other removed', 'abc', 'ac', 'abxc', 'axc'],
	['removals on both sides', 'abcd', 'acd', 'abd', 'ad'],
	['a move and an insert', 'abcd', 'dabc', 'abxcd', 'dabxc'],
	['a move and a removal of another item', 'abcd', 'bcda', 'abd', 'bda'],
	['moves of different items', 'abcdef', 'bcdefa', 'fabcde', 'fbcdea'],
	['the same move on both sides, and an insert', 'abc', 'cab', 'caxb', 'caxb'],
	['the same insert on both sides', 'ab', 'axb', 'axcb', 'axcb'],
])('%s', (_what, base, local, remote, expected) => {
	expect(wordOf(merge(letters(base), letters(local), letters(remote)))).toBe(expected);
	expect(wordOf(merge(letters(base), letters(remote), letters(local)))).toBe(expected);
});

test('an item that both moved, to different places, is a conflict; the preferred side has its place', () => {
	const [base, local, remote] = [letters('abcde'), letters('bcdea'), letters('bcade')];
	expect(merge(base, local, remote)).toMatchObject({ status: 'conflicted', refusals: [{ parts: [{ path: '["a"] position', kind: 'order', values: { base: 0, local: 4, remote: 2 } }] }] });
	expect(merge(base, local, remote, 'remote')).toMatchObject({ value: remote, lost: [{ side: 'local', path: '["a"] position', value: 4 }] });
	expect(merge(base, local, remote, 'local')).toMatchObject({ value: local });
});

describe('items with ids', () => {
	const base = [{ id: 1, title: 'one', done: false }, { id: 2, title: 'two', done: false }];

	test('are merged inside, wherever they were moved', () => {
		const local = [base[1] as Json, { id: 1, title: 'ONE', done: false }];
		const remote = [{ id: 1, title: 'one', done: true }, base[1] as Json, { id: 3, title: 'three' }];
		expect(merge(base, local, remote, null, 'id')).toMatchObject({ status: 'resolved', lost: [], value: expect.arrayContaining([{ id: 1, title: 'ONE', done: true }, { id: 2, title: 'two', done: false }, { id: 3, title: 'three' }]) });
	});

	test('removed on one side and changed on the other are a conflict, settled by the preferred side', () => {
		const local = [base[0] as Json];
		const remote = [base[0] as Json, { id: 2, title: 'TWO', done: false }];
		expect(merge(base, [...local, { id: 9 }], remote, null, 'id')).toMatchObject({ refusals: [{ parts: [{ path: '[2]', kind: 'delete_versus_update' }] }] });
		expect(merge(base, [...local, { id: 9 }], remote, 'remote', 'id')).toMatchObject({ value: [base[0], { id: 9 }, { id: 2, title: 'TWO', done: false }] });
		expect(merge(base, [...local, { id: 9 }], remote, 'local', 'id')).toMatchObject({ value: [base[0], { id: 9 }], lost: [{ side: 'remote', path: '[2]', value: { id: 2, title: 'TWO', done: false } }] });
	});

	test('changed on both sides conflict by path', () => {
		const edited = (title: string): Json => [{ ...base[0], title }, base[1] as Json];
		expect(merge(base, edited('x'), edited('y'), null, 'id')).toMatchObject({ refusals: [{ parts: [{ path: '[1].title', values: { base: 'one', local: 'x', remote: 'y' } }] }] });
	});

	test.each<[string, Json, string]>([
		['without an id', [{ title: 'x' }], "on the local side, item 0 has no 'id'"],
		['that are no objects', ['x'], "on the local side, item 0 has no 'id'"],
		['of which two have one id', [{ id: 1 }, { id: 1, title: 'x' }], 'on the local side, two items have the id 1'],
	])('%s are told', (_what, local, reason) => {
		const merged = merge(base, local, [], null, 'id');
		expect(merged.status === 'conflicted' && merged.refusals?.map((refusal) => refusal.reason)).toEqual([expect.stringContaining(reason)]);
	});
});

test('0, false and empty text are ids like any other', () => {
	expect(merge([0, false], [0, false, ''], ['x', 0, false])).toMatchObject({ value: ['x', 0, false, ''] });
});

test('what a merged list holds is what set arithmetic says, each item once, and items neither side moved keep their order', () => {
	const list = fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { maxLength: 9 });
	fc.assert(fc.property(list, list, list, fc.constantFrom<Side>('local', 'remote'), (base, local, remote, prefer) => {
		fc.pre(JSON.stringify(local) !== JSON.stringify(remote));
		const merged = merge(base, local, remote, prefer);
		const value = (merged.status === 'resolved' ? merged.value : []) as number[];
		const expected = [...new Set([...base, ...local, ...remote])].filter((id) => (base.includes(id) ? local.includes(id) && remote.includes(id) : true));
		expect([...value].sort((a, b) => a - b)).toEqual(expected.sort((a, b) => a - b));
		// With neither side moving anything, base's order holds.
		const isInOrder = (side: number[]): boolean => side.filter((id) => base.includes(id)).every((id, index, kept) => index === 0 || base.indexOf(kept[index - 1] as number) < base.indexOf(id));
		if (isInOrder(local) && isInOrder(remote)) expect(isInOrder(value)).toBe(true);
	}), propertySettings);
});
