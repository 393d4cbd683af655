import { mergeField } from '../../src/merge';
import type { FieldMerge } from '../../src/merge';
import { fieldState, unknowing } from './fieldStates';

/** What a side may have done to a field whose base is 'b'; `finer` moved in its own words only (Done to Archived). */
type Deed = 'nothing' | 'finer' | 'to_x' | 'to_y';

const after: Record<Deed, { readonly value: string; readonly isChanged: boolean }> = {
	nothing: { value: 'b', isChanged: false },
	finer: { value: 'b', isChanged: true },
	to_x: { value: 'x', isChanged: true },
	to_y: { value: 'y', isChanged: true },
};

const conflict: FieldMerge = { status: 'conflicted', kind: 'both_changed' };
const local = (value: string): FieldMerge => ({ status: 'taken', from: 'local', value });
const remote = (value: string): FieldMerge => ({ status: 'taken', from: 'remote', value });
const agreed = (value: string): FieldMerge => ({ status: 'agreed', value });

/** What local did, then what remote did. */
const matrix: Record<Deed, Record<Deed, FieldMerge>> = {
	nothing: { nothing: { status: 'unchanged', value: 'b' }, finer: remote('b'), to_x: remote('x'), to_y: remote('y') },
	finer: { nothing: local('b'), finer: agreed('b'), to_x: conflict, to_y: conflict },
	to_x: { nothing: local('x'), finer: conflict, to_x: agreed('x'), to_y: conflict },
	to_y: { nothing: local('y'), finer: conflict, to_x: conflict, to_y: agreed('y') },
};

const deeds = Object.keys(matrix) as Deed[];

describe('the three-way table', () => {
	test.each(deeds.flatMap((left) => deeds.map((right) => [left, right] as const)))('local %s, remote %s', (left, right) => {
		const one = fieldState({ local: after[left].value, localChanged: after[left].isChanged, remote: after[right].value, remoteChanged: after[right].isChanged });
		expect(mergeField(one, unknowing)).toEqual(matrix[left][right]);
	});

	test('leaves a field alone that nobody moved, though the sides map to different values', () => {
		expect(mergeField(fieldState({ base: 'b', local: 'b', remote: 'c' }), unknowing)).toEqual({ status: 'unchanged', value: 'b' });
	});

	test.each([[null, ''], [0, false], ['', false], [0, null], ['0', 0]])('takes %j and %j for different values', (left, right) => {
		expect(mergeField(fieldState({ base: 'b', local: left, remote: right, localChanged: true, remoteChanged: true }), unknowing)).toEqual(conflict);
	});

	test.each([null, '', 0, false, []])('carries %j as the value it is', (value) => {
		expect(mergeField(fieldState({ local: value, localChanged: true }), unknowing)).toEqual({ status: 'taken', from: 'local', value });
	});
});

describe('without base', () => {
	const noBase = { base: undefined, localChanged: true, remoteChanged: false };

	test('equal values are a first agreement', () => {
		expect(mergeField(fieldState({ ...noBase, local: 'x', remote: 'x' }), unknowing)).toEqual({ status: 'agreed', value: 'x' });
	});

	test('a difference is a conflict no_base, whatever the change flags say and whatever policies the field has', () => {
		const one = fieldState({ ...noBase, local: 'x', remote: 'y', policies: [{ kind: 'local_wins' }, { kind: 'newest_wins' }] });
		expect(mergeField(one, { ...unknowing, localEditedAtMs: 10_000_000, remoteEditedAtMs: 0 })).toEqual({ status: 'conflicted', kind: 'no_base' });
	});

	test('a difference goes by the policies named for that', () => {
		const given = { ...unknowing, localEditedAtMs: 10_000_000, remoteEditedAtMs: 0, noBasePolicies: [{ kind: 'newest_wins' as const }] };
		expect(mergeField(fieldState({ ...noBase, local: 'x', remote: 'y' }), given)).toEqual({
			status: 'resolved', kind: 'no_base', policy: 'newest_wins', winner: 'local', value: 'x', lost: [{ side: 'remote', value: 'y' }],
		});
	});
});

describe('an owned field', () => {
	const owned = { owner: 'local' as const };

	test('has its owner\'s value where the other side was edited', () => {
		expect(mergeField(fieldState({ ...owned, remote: 'x', remoteChanged: true }), unknowing)).toEqual({ status: 'taken', from: 'local', value: 'b' });
	});

	test('has its owner\'s value where both were edited, before any policy', () => {
		const one = fieldState({ ...owned, local: 'x', remote: 'y', localChanged: true, remoteChanged: true, policies: [{ kind: 'remote_wins' }] });
		expect(mergeField(one, unknowing)).toEqual({ status: 'taken', from: 'local', value: 'x' });
	});

	test('has its owner\'s value where there is no base, before the policies for that', () => {
		const given = { ...unknowing, noBasePolicies: [{ kind: 'remote_wins' as const }] };
		expect(mergeField(fieldState({ ...owned, base: undefined, local: null, remote: 'y' }), given)).toEqual({ status: 'taken', from: 'local', value: null });
	});

	test('is unchanged where nobody moved, and agreed where both came to the same value', () => {
		expect(mergeField(fieldState(owned), unknowing)).toEqual({ status: 'unchanged', value: 'b' });
		expect(mergeField(fieldState({ ...owned, local: 'x', remote: 'x', localChanged: true, remoteChanged: true }), unknowing)).toEqual({ status: 'agreed', value: 'x' });
		expect(mergeField(fieldState({ ...owned, base: undefined }), unknowing)).toEqual({ status: 'agreed', value: 'b' });
	});
});
