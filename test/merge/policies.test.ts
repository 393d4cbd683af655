import { mergeField } from '../../src/merge';
import type { FieldMerge, MergeSettings, PolicyKind, PolicySpec } from '../../src/merge';
import type { Json, Side } from '../../src/record';
import { bothChanged, fieldState, unknowing } from './fieldStates';

const conflict: FieldMerge = { status: 'conflicted', kind: 'both_changed' };

/** The winner of local against remote under one policy; null for a conflict. */
function winner(local: Json, remote: Json, policy: PolicySpec, settings: MergeSettings = unknowing): Side | 'merged' | null {
	const merge = mergeField(bothChanged(local, remote, policy), settings);
	return merge.status === 'resolved' ? merge.winner : null;
}

test('a settled conflict says by which policy, who won and what was lost', () => {
	expect(mergeField(bothChanged('l', 'r', { kind: 'remote_wins' }), unknowing)).toEqual({
		status: 'resolved', kind: 'both_changed', policy: 'remote_wins', winner: 'remote', value: 'r', lost: [{ side: 'local', value: 'l' }],
	});
	expect(mergeField(bothChanged('l', 'r', { kind: 'local_wins' }), unknowing)).toEqual({
		status: 'resolved', kind: 'both_changed', policy: 'local_wins', winner: 'local', value: 'l', lost: [{ side: 'remote', value: 'r' }],
	});
});

test('a value that is null loses and wins like any other', () => {
	expect(mergeField(bothChanged(null, 'r', { kind: 'local_wins' }), unknowing)).toMatchObject({ value: null, lost: [{ side: 'remote', value: 'r' }] });
	expect(mergeField(bothChanged(null, 'r', { kind: 'remote_wins' }), unknowing)).toMatchObject({ value: 'r', lost: [{ side: 'local', value: null }] });
});

test('policies are tried in order, and one that cannot decide passes on', () => {
	const policies: PolicySpec[] = [{ kind: 'newest_wins' }, { kind: 'higher' }, { kind: 'local_wins' }];
	expect(mergeField(bothChanged(1, 2, ...policies), unknowing)).toMatchObject({ policy: 'higher', value: 2 });
	expect(mergeField(bothChanged('a', 'b', ...policies), unknowing)).toMatchObject({ policy: 'local_wins', value: 'a' });
	expect(mergeField(bothChanged('a', 'b', { kind: 'newest_wins' }, { kind: 'higher' }), unknowing)).toEqual(conflict);
});

test('manual stops at a conflict, whatever comes after it', () => {
	expect(mergeField(bothChanged('l', 'r', { kind: 'manual' }, { kind: 'remote_wins' }), unknowing)).toEqual(conflict);
});

test('no policy at all is a conflict', () => {
	expect(mergeField(bothChanged('l', 'r'), unknowing)).toEqual(conflict);
});

describe('newest_wins', () => {
	const noon = Date.parse('2026-03-30T12:00:00Z');
	test.each<[string, number | null, number | null, Side | null]>([
		['the side edited later', noon + 120_001, noon, 'local'],
		['the side edited later, the other way round', noon, noon + 120_001, 'remote'],
		['nobody within the tie window', noon + 120_000, noon, null],
		['nobody at the same time', noon, noon, null],
		['nobody where a time is missing', noon, null, null],
		['the newer one also at the epoch', 0, -200_000, 'local'],
	])('picks %s', (_what, localEditedAtMs, remoteEditedAtMs, expected) => {
		expect(winner('l', 'r', { kind: 'newest_wins' }, { ...unknowing, localEditedAtMs, remoteEditedAtMs })).toBe(expected);
	});
});

describe('priority', () => {
	const policy: PolicySpec = { kind: 'priority', field: 'priority', order: ['Low', 'Medium', 'High'] };
	test.each<[Json | undefined, Json | undefined, Side | null]>([
		['High', 'Low', 'local'], ['Low', 'Medium', 'remote'], ['Medium', 'Medium', null], ['Urgent', 'Low', null], [null, 'Low', null], [undefined, 'Low', null],
	])('of %j against %j', (local, remote, expected) => {
		const valueOf = (side: Side, field: string): Json | undefined => (field !== 'priority' ? undefined : side === 'local' ? local : remote);
		expect(winner('l', 'r', policy, { ...unknowing, valueOf })).toBe(expected);
	});
});

describe('progression', () => {
	const policy: PolicySpec = { kind: 'progression', order: ['To Do', 'In Progress', 'Done'] };
	test.each<[Json, Json, Side | null]>([['Done', 'To Do', 'local'], ['To Do', 'In Progress', 'remote'], ['Cancelled', 'To Do', null], [null, 'Done', null]])('of %j against %j', (local, remote, expected) => {
		expect(winner(local, remote, policy)).toBe(expected);
	});
});

describe('higher and lower', () => {
	test.each<[string, Json, Json, Side | null]>([
		['numbers', 10, 9, 'local'],
		['zero', 0, -1, 'local'],
		['decimal texts, by value', '9', '10.0', 'remote'],
		['decimal texts longer than a number keeps', '9007199254740993', '9007199254740992', 'local'],
		['equal decimal texts', '1.0', '1.00', null],
		['dates', '2026-02-01', '2026-01-31', 'local'],
		['times in different zones', '2026-01-01T01:00:00+02:00', '2026-01-01T00:00:00Z', 'remote'],
		['times a fraction apart', '2026-01-01T00:00:00.5Z', '2026-01-01T00:00:00Z', 'local'],
		['equal times', '2026-01-01T02:00:00+02:00', '2026-01-01T00:00:00Z', null],
		['null', null, 1, null],
		['a number and a text', 1, '2', null],
		['a date and a time', '2026-01-02', '2026-01-01T00:00:00Z', null],
		['words', 'b', 'a', null],
		['booleans', true, false, null],
	])('of %s', (_what, local, remote, higher) => {
		const lower = higher === null ? null : higher === 'local' ? 'remote' : 'local';
		expect(winner(local, remote, { kind: 'higher' })).toBe(higher);
		expect(winner(local, remote, { kind: 'lower' })).toBe(lower);
	});
});

describe('union', () => {
	const union = (base: Json | undefined, local: Json, remote: Json): FieldMerge =>
		mergeField(fieldState({ base, local, remote, localChanged: true, remoteChanged: true, policies: [{ kind: 'union' }] }), { ...unknowing, noBasePolicies: [{ kind: 'union' }] });

	test('keeps what either side added and drops what either side removed', () => {
		expect(union(['a', 'b', 'c'], ['b', 'c', 'd'], ['a', 'b', 'e'])).toEqual({ status: 'resolved', kind: 'both_changed', policy: 'union', winner: 'merged', value: ['b', 'd', 'e'], lost: [] });
	});

	test('is the plain union without base', () => {
		expect(union(undefined, ['b'], ['a', 'b'])).toEqual({ status: 'resolved', kind: 'no_base', policy: 'union', winner: 'merged', value: ['a', 'b'], lost: [] });
	});

	test('knows elements by their canonical JSON: 1 is not "1", the order of keys does not count', () => {
		expect(union([], [1, { x: 1, y: 2 }], ['1', { y: 2, x: 1 }, '__proto__'])).toMatchObject({ value: ['1', '__proto__', 1, { x: 1, y: 2 }] });
	});

	test.each<[Json, Json]>([[null, ['a']], ['a', ['a']], [{ a: 1 }, ['a']]])('passes on for %j and %j', (local, remote) => {
		expect(union(['b'], local, remote)).toEqual(conflict);
	});
});

describe('every policy, on the same two sets', () => {
	const order = [['a'], ['b']];
	const expected: Record<PolicyKind, readonly [PolicySpec, Json | null]> = {
		remote_wins: [{ kind: 'remote_wins' }, ['b']],
		local_wins: [{ kind: 'local_wins' }, ['a']],
		newest_wins: [{ kind: 'newest_wins' }, ['a']],
		priority: [{ kind: 'priority', field: 'rank', order: [1, 2] }, ['b']],
		progression: [{ kind: 'progression', order }, ['b']],
		higher: [{ kind: 'higher' }, null],
		lower: [{ kind: 'lower' }, null],
		union: [{ kind: 'union' }, ['a', 'b']],
		manual: [{ kind: 'manual' }, null],
		text: [{ kind: 'text' }, null],
		list: [{ kind: 'list', as: 'set' }, ['a', 'b']],
		object: [{ kind: 'object' }, null],
		counter: [{ kind: 'counter' }, null],
		authority: [{ kind: 'authority' }, null],
		operations: [{ kind: 'operations', first: 'remote' }, ['b', 'a']],
	};
	const settings: MergeSettings = { ...unknowing, localEditedAtMs: 500_000, remoteEditedAtMs: 0, valueOf: (side) => (side === 'local' ? 1 : 2) };

	test.each(Object.entries(expected))('%s', (kind, [policy, value]) => {
		const merge = mergeField({ ...bothChanged(['a'], ['b'], policy), base: [] }, settings);
		expect(merge).toMatchObject(value === null ? conflict : { status: 'resolved', policy: kind, value });
	});
});
