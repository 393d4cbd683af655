import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { mergeField } from '../../src/merge';
import type { Authority, FieldMerge, FieldState, MergeSettings, PolicySpec } from '../../src/merge';
import type { Json } from '../../src/record';
import { propertySettings } from '../record/propertySettings';
import { fieldState, unknowing } from './fieldStates';

function merge(policy: PolicySpec, base: Json | undefined, local: Json, remote: Json, more: { settings?: Partial<Omit<MergeSettings, 'valueOf'>>; state?: Partial<FieldState>; then?: PolicySpec[] } = {}): FieldMerge {
	const state = fieldState({ name: 'f', base, local, remote, localChanged: true, remoteChanged: true, policies: [policy, ...(more.then ?? [])], ...more.state });
	return mergeField(state, { ...unknowing, noBasePolicies: [policy], ...more.settings });
}

const reasonsOf = (merged: FieldMerge): string[] => (merged.status === 'conflicted' ? (merged.refusals ?? []).map(({ reason }) => reason) : []);
const valueOf = (merged: FieldMerge): Json | undefined => (merged.status === 'resolved' ? merged.value : undefined);
const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

describe('text', () => {
	test('merges both edits and lists the changed stretches', () => {
		const merged = merge({ kind: 'text' }, 'a\nb\nc\n', 'A\nb\nc\n', 'a\nb\nC\n');
		expect(merged).toMatchObject({ status: 'resolved', policy: 'text', winner: 'merged', value: 'A\nb\nC\n', lost: [] });
		expect(merged.status === 'resolved' && merged.hunks?.map(({ status, line }) => [status, line])).toEqual([['local', 1], ['remote', 3]]);
	});

	test('passes on where lines conflict, and says where, with the text between markers', () => {
		const merged = merge({ kind: 'text', words: false }, 'a\nb\n', 'a\nl\n', 'a\nr\n');
		expect(merged).toMatchObject({ status: 'conflicted', refusals: [{ policy: 'text', parts: [{ path: 'line 2', values: { base: 'b\n', local: 'l\n', remote: 'r\n' } }], marked: expect.stringContaining('<<<<<<< local\nl\n') }] });
		expect(merge({ kind: 'text', words: false }, 'a', 'l', 'r', { then: [{ kind: 'remote_wins' }] })).toMatchObject({ policy: 'remote_wins', value: 'r' });
	});

	test('takes the preferred side where lines conflict, keeps the other edits of both, and says what was lost', () => {
		expect(merge({ kind: 'text', words: false, prefer: 'local' }, 'a\nb\nc\n', 'l\nb\nc\n', 'r\nb\nC\n')).toMatchObject({ value: 'l\nb\nC\n', lost: [{ side: 'remote', value: 'r\n', path: 'line 1' }] });
	});

	test('takes a base of null for an empty text, and has no use for no base', () => {
		expect(valueOf(merge({ kind: 'text' }, null, 'a', 'a\nb'))).toBeUndefined();
		expect(reasonsOf(merge({ kind: 'text' }, undefined, 'a', 'b'))).toEqual([expect.stringContaining("Field 'f' has no base, so nothing tells what either side changed.")]);
	});
});

describe('list as a set', () => {
	const set: PolicySpec = { kind: 'list', as: 'set' };

	test.each<[string, Json | undefined, Json, Json, Json]>([
		['keeps what either side added and drops what either removed', ['a', 'b', 'c'], ['b', 'c', 'd'], ['c', 'b', 'e'], ['b', 'c', 'd', 'e']],
		['keeps base\'s order', ['z', 'a', 'm'], ['z', 'a', 'm', 'b'], ['z', 'm'], ['z', 'm', 'b']],
		['takes everything without base', undefined, ['b'], ['a'], ['a', 'b']],
		['tells values apart by type and keeps falsy ones', [0, ''], [0, '', false], [0, '', null], [0, '', false, null]],
		['knows objects whatever the order of their keys', [{ x: 1, y: 2 }], [{ y: 2, x: 1 }, 'l'], [{ x: 1, y: 2 }, 'r'], [{ x: 1, y: 2 }, 'l', 'r']],
	])('%s', (_what, base, local, remote, expected) => {
		expect(valueOf(merge(set, base, local, remote))).toEqual(expected);
		expect(valueOf(merge(set, base, remote, local))).toEqual(expected);
	});
});

describe('list as a whole', () => {
	test('takes the preferred side, and passes on without one', () => {
		expect(merge({ kind: 'list', as: 'whole', prefer: 'remote' }, [1], [2], [3])).toMatchObject({ winner: 'remote', value: [3], lost: [{ side: 'local', value: [2] }] });
		expect(reasonsOf(merge({ kind: 'list', as: 'whole' }, [1], [2], [3]))).toEqual([expect.stringContaining("Both sides changed the list 'f', which is merged as a whole.")]);
	});
});

describe('object', () => {
	test.each<[string, Json | undefined, Json, Json, Json]>([
		['merges key by key, at every depth', { a: 1, in: { x: 1, y: 1 } }, { a: 2, in: { x: 2, y: 1 } }, { a: 1, in: { x: 1, y: 2 } }, { a: 2, in: { x: 2, y: 2 } }],
		['keeps keys that either side added and drops keys that either removed', { a: 1, b: 1, c: 1 }, { b: 1, c: 1, l: 0 }, { a: 1, b: 1, r: null }, { b: 1, l: 0, r: null }],
		['tells null from absent', { a: 1, b: 1 }, { a: null, b: 1 }, { a: 1, b: 2 }, { a: null, b: 2 }],
		['takes __proto__ and constructor for keys like any other', JSON.parse('{"__proto__": 1, "constructor": 1}') as Json, JSON.parse('{"__proto__": 2, "constructor": 1}') as Json, JSON.parse('{"__proto__": 1, "constructor": 2}') as Json, JSON.parse('{"__proto__": 2, "constructor": 2}') as Json],
		['takes keys of both without base', undefined, { a: 1 }, { b: 2 }, { a: 1, b: 2 }],
	])('%s', (_what, base, local, remote, expected) => {
		expect(JSON.stringify(valueOf(merge({ kind: 'object' }, base, local, remote)))).toBe(JSON.stringify(expected));
	});

	test('passes on where both changed one path, or one removed what the other changed, and names the paths', () => {
		expect(merge({ kind: 'object' }, { a: { b: 1 }, c: 1 }, { a: { b: 2 } }, { a: { b: 3 }, c: 2 })).toMatchObject({
			status: 'conflicted',
			refusals: [{ parts: [{ path: '.a.b', kind: 'both_changed', values: { base: 1, local: 2, remote: 3 } }, { path: '.c', kind: 'delete_versus_update', values: { base: 1, remote: 2 } }] }],
		});
	});

	test('takes the preferred side there, and says what was lost', () => {
		expect(merge({ kind: 'object', prefer: 'remote' }, { a: 1, b: 1 }, { a: 2, b: 1, l: 1 }, { a: 3, b: 1 })).toMatchObject({ value: { a: 3, b: 1, l: 1 }, lost: [{ side: 'local', value: 2, path: '.a' }] });
	});

	test('takes objects of any depth', () => {
		const deep = (value: number): Json => Array.from({ length: 5000 }).reduce<Json>((inner) => ({ inner }), value);
		expect(merge({ kind: 'object', prefer: 'local' }, deep(1), deep(2), deep(3))).toMatchObject({ status: 'resolved' });
	});
});

describe('counter', () => {
	test.each<[string, Json, Json, Json, Json]>([
		['adds up what either side added', 10, 12, 15, 17],
		['and took away', 10, 7, 8, 5],
		['exactly, where numbers are not', 0.1, 0.3, 0.2, 0.4],
		['down to zero', 5, 0, 5.5, 0.5],
		['in decimal texts of any length', '9007199254740993.10', '9007199254740994.10', '9007199254740993.20', '9007199254740994.2'],
	])('%s', (_what, base, local, remote, expected) => {
		expect(merge({ kind: 'counter' }, base, local, remote)).toMatchObject({ status: 'resolved', value: expected, lost: [] });
	});

	test.each<[string, Json | undefined, Json, Json, string]>([
		['null', null, 1, 2, "Field 'f' has no number in base"],
		['no base', undefined, 1, 2, "Field 'f' has no number in base"],
		['words', 1, 'x', 2, "Field 'f' is a text on the local side. The policy 'counter' merges numbers"],
		['numbers and texts', 1, 2, '3', "Field 'f' is a number on one side and text on another."],
		['a sum that a number cannot hold', 0, 9_007_199_254_740_991, 2, "The sum for field 'f' is 9007199254740993, which a JSON number cannot hold exactly."],
	])('passes on for %s, and says why', (_what, base, local, remote, reason) => {
		expect(reasonsOf(merge({ kind: 'counter' }, base, local, remote))).toEqual([expect.stringContaining(reason)]);
	});
});

describe('authority', () => {
	const nothing: Authority = { recordSide: undefined, fieldOf: () => undefined, checksumOf: () => undefined };
	const decide = (authority: Partial<Authority> | null, local: Json, remote: Json, settings: Partial<Omit<MergeSettings, 'valueOf'>> = {}): FieldMerge =>
		merge({ kind: 'authority' }, 'b\n', local, remote, { settings: { ...(authority === null ? {} : { authority: { ...nothing, ...authority } }), ...settings } });

	test.each<[string, Partial<Authority>, 'local' | 'remote']>([
		['holds its value', { fieldOf: () => 'r' }, 'remote'],
		['holds the checksum of its text', { checksumOf: () => sha256('l') }, 'local'],
		['holds the checksum of its JSON, in capitals', { checksumOf: () => sha256('"r"').toUpperCase() }, 'remote'],
		['holds the checksum of its record', { recordSide: 'local', fieldOf: () => 'r' }, 'local'],
	])('decides for the side of which it %s', (_what, authority, side) => {
		expect(decide(authority, 'l', 'r')).toMatchObject({ status: 'resolved', policy: 'authority', winner: side });
	});

	test('leaves it to the newest edit where it agrees with neither side', () => {
		expect(decide({ fieldOf: () => 'other' }, 'l', 'r', { localEditedAtMs: 1_000_000, remoteEditedAtMs: 0 })).toMatchObject({ winner: 'local', policy: 'authority' });
	});

	test('merges both where the times are equal or not known: texts, lists and objects', () => {
		expect(decide({ recordSide: null }, 'l\nb\n', 'b\nr\n', { localEditedAtMs: 5, remoteEditedAtMs: 5 })).toMatchObject({ winner: 'merged', value: 'l\nb\nr\n' });
		const settings = { authority: nothing };
		expect(merge({ kind: 'authority' }, [1], [1, 2], [1, 3], { settings })).toMatchObject({ value: [1, 2, 3] });
		expect(merge({ kind: 'authority' }, { a: 1 }, { a: 1, l: 1 }, { a: 1, r: 1 }, { settings })).toMatchObject({ value: { a: 1, l: 1, r: 1 } });
		expect(reasonsOf(merge({ kind: 'authority' }, 1, 2, 3, { settings }))).toEqual([expect.stringContaining('The authority agrees with neither side, and neither is newer.')]);
	});

	test('passes on, and says so, where it does not know the record', () => {
		expect(reasonsOf(decide(null, 'l', 'r'))).toEqual([expect.stringContaining("The authority knows nothing of this record, so it cannot decide field 'f'.")]);
	});
});

describe('operations', () => {
	test.each<[string, Json, Json, Json, Json]>([
		['texts', 'one two', 'one TWO', 'ONE two', 'ONE TWO'],
		['texts with inserts in one place, the first side\'s first', 'a', 'a b', 'a c', 'a c b'],
		['lists, with a move', ['a', 'b', 'c'], ['c', 'a', 'b'], ['a', 'x', 'b', 'c'], ['c', 'a', 'x', 'b']],
		['objects', { a: 1, in: { x: 1 } }, { a: 2, in: { x: 1 } }, { a: 1, in: { x: 1, y: 2 } }, { a: 2, in: { x: 1, y: 2 } }],
	])('merges %s', (_what, base, local, remote, expected) => {
		expect(merge({ kind: 'operations', first: 'remote' }, base, local, remote)).toMatchObject({ status: 'resolved', winner: 'merged', value: expected, lost: [] });
	});

	test('says what the first side\'s operations took the place of', () => {
		expect(merge({ kind: 'operations', first: 'local' }, { a: 1, o: { x: 1 } }, { a: 2 }, { a: 3, o: { x: 2 } })).toMatchObject({
			value: { a: 2 },
			lost: [{ side: 'remote', path: '.a', value: 3 }, { side: 'remote', path: '.o', value: { set: { x: 2 } } }],
		});
		expect(merge({ kind: 'operations', first: 'remote' }, ['a', 'b', 'c', 'd', 'e'], ['b', 'c', 'd', 'e', 'a'], ['b', 'c', 'a', 'd', 'e'])).toMatchObject({
			value: ['b', 'c', 'a', 'd', 'e'],
			lost: [{ side: 'local', path: '[0] position', value: 'a' }],
		});
	});

	test('uses the operations a side gives, where they say more than the values', () => {
		const operations = { local: { form: 'list' as const, operation: [{ retain: 1 }, { insert: ['a'] }] } };
		expect(merge({ kind: 'operations', first: 'local' }, ['a', 'z'], ['a', 'a', 'z'], ['x', 'a', 'z'], { state: { operations } })).toMatchObject({ value: ['x', 'a', 'a', 'z'] });
	});

	test('passes on without base, and for values of different kinds', () => {
		expect(reasonsOf(merge({ kind: 'operations', first: 'local' }, undefined, 'a', 'b'))).toEqual([expect.stringContaining("Field 'f' has no base for operations to start from.")]);
		expect(reasonsOf(merge({ kind: 'operations', first: 'local' }, 'a', 'b', ['c']))).toEqual([expect.stringContaining("Field 'f' is not the same kind of value in base and on both sides.")]);
	});
});

test.each<[PolicySpec, Json, Json, Json, string]>([
	[{ kind: 'text' }, 'b', 1, 'r', "Field 'f' is a number on the local side. The policy 'text' merges texts; pick another policy for this field, or make both sides the same kind of value."],
	[{ kind: 'list', as: 'set' }, ['b'], ['l'], 'r', "Field 'f' is a text on the remote side. The policy 'list' merges lists"],
	[{ kind: 'object' }, {}, null, { r: 1 }, "Field 'f' is null on the local side. The policy 'object' merges objects"],
	[{ kind: 'object' }, {}, { l: 1 }, [1], "Field 'f' is a list on the remote side. The policy 'object' merges objects"],
	[{ kind: 'text' }, true, 'l', 'r', "Field 'f' is true or false in base. The policy 'text' merges texts"],
])('%j says which side is another kind of value', (policy, base, local, remote, reason) => {
	expect(reasonsOf(merge(policy, base, local, remote))).toEqual([expect.stringContaining(reason)]);
});

test('every policy that merges gives the mirrored result for swapped sides', () => {
	const scalar = fc.constantFrom<Json>('a', 'b c', 'x\ny\n', 1, 2.5, null, false);
	const drawn = fc.oneof(scalar, fc.array(scalar, { maxLength: 4 }), fc.dictionary(fc.constantFrom('k', 'l', 'm'), scalar), fc.uniqueArray(fc.record({ id: fc.nat(4), v: scalar }), { maxLength: 4, selector: ({ id }) => id }));
	const policies = fc.constantFrom<PolicySpec>({ kind: 'text' }, { kind: 'list', as: 'set' }, { kind: 'list', as: 'ordered', idField: 'id' }, { kind: 'list', as: 'ordered' }, { kind: 'object' }, { kind: 'counter' });
	fc.assert(fc.property(policies, drawn, drawn, drawn, (policy, base, local, remote) => {
		const [straight, swapped] = [merge(policy, base, local, remote), merge(policy, base, remote, local)];
		expect(swapped.status).toBe(straight.status);
		expect(valueOf(swapped)).toEqual(valueOf(straight));
	}), propertySettings);
});

test('operations give the mirrored result where the first side is mirrored, too', () => {
	const text = fc.array(fc.constantFrom('a', 'b', ' ', '\n'), { maxLength: 8 }).map((parts) => parts.join(''));
	const list = fc.array(fc.constantFrom<Json>(1, 2, 'x', null), { maxLength: 6 });
	const object = fc.dictionary(fc.constantFrom('k', 'l', 'm'), fc.constantFrom<Json>(1, 2, {}, { k: 1 }));
	fc.assert(fc.property(fc.oneof(fc.tuple(text, text, text), fc.tuple(list, list, list), fc.tuple(object, object, object)), ([base, local, remote]) => {
		expect(valueOf(merge({ kind: 'operations', first: 'local' }, base, local, remote))).toEqual(valueOf(merge({ kind: 'operations', first: 'remote' }, base, remote, local)));
	}), propertySettings);
});
