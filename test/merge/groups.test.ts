import { mergeRecord } from '../../src/merge';
import type { FieldState, PolicySpec } from '../../src/merge';
import { fieldState, unknowing } from './fieldStates';

const newest: PolicySpec[] = [{ kind: 'newest_wins' }];

function dates(start: Partial<FieldState>, due: Partial<FieldState>, policies: readonly PolicySpec[] = newest): FieldState[] {
	return [
		fieldState({ name: 'start', base: 's0', local: 's0', remote: 's0', group: 'dates', policies, ...start }),
		fieldState({ name: 'due', base: 'd0', local: 'd0', remote: 'd0', group: 'dates', policies, ...due }),
		fieldState({ name: 'subject', local: 'new', localChanged: true }),
	];
}

describe('fields of one group', () => {
	test('are unchanged together', () => {
		expect(Object.fromEntries(mergeRecord(dates({}, {}), unknowing))).toMatchObject({ start: { status: 'unchanged', value: 's0' }, due: { status: 'unchanged', value: 'd0' } });
	});

	test('are taken together from the side that changed one of them', () => {
		expect(Object.fromEntries(mergeRecord(dates({ remote: 's1', remoteChanged: true }, {}), unknowing))).toEqual({
			start: { status: 'taken', from: 'remote', value: 's1' },
			due: { status: 'taken', from: 'remote', value: 'd0' },
			subject: { status: 'taken', from: 'local', value: 'new' },
		});
	});

	test('conflict together where one side changed one and the other another, and leave other fields alone', () => {
		const merged = mergeRecord(dates({ local: 's1', localChanged: true }, { remote: 'd1', remoteChanged: true }), unknowing);
		expect(Object.fromEntries(merged)).toEqual({
			start: { status: 'conflicted', kind: 'both_changed' },
			due: { status: 'conflicted', kind: 'both_changed' },
			subject: { status: 'taken', from: 'local', value: 'new' },
		});
	});

	test('go to one side together, each naming what it lost', () => {
		const merged = mergeRecord(dates({ local: 's1', localChanged: true }, { remote: 'd1', remoteChanged: true }), { ...unknowing, localEditedAtMs: 0, remoteEditedAtMs: 500_000 });
		expect(Object.fromEntries(merged)).toMatchObject({
			start: { status: 'resolved', policy: 'newest_wins', winner: 'remote', value: 's0', lost: [{ side: 'local', value: 's1' }] },
			due: { status: 'resolved', policy: 'newest_wins', winner: 'remote', value: 'd1', lost: [{ side: 'local', value: 'd0' }] },
		});
	});

	test('agree only where all members do', () => {
		const same = { local: 's1', remote: 's1', localChanged: true, remoteChanged: true };
		expect(mergeRecord(dates(same, {}), unknowing).get('due')).toEqual({ status: 'agreed', value: 'd0' });
		expect(mergeRecord(dates(same, { remote: 'd1', remoteChanged: true }), unknowing).get('start')).toEqual({ status: 'conflicted', kind: 'both_changed' });
	});

	test.each<PolicySpec>([{ kind: 'higher' }, { kind: 'lower' }, { kind: 'union' }, { kind: 'progression', order: ['s0', 's1', 'd0', 'd1'] }])('are not settled by a policy that looks at one value: $kind', (policy) => {
		const merged = mergeRecord(dates({ local: ['s1'], localChanged: true }, { remote: ['d1'], remoteChanged: true }, [policy]), unknowing);
		expect(merged.get('start')).toEqual({ status: 'conflicted', kind: 'both_changed' });
		expect(mergeRecord(dates({ local: 's1', localChanged: true }, { remote: 'd1', remoteChanged: true }, [policy, { kind: 'local_wins' }]), unknowing).get('due')).toMatchObject({ policy: 'local_wins', value: 'd0' });
	});

	test('have no base where one member has none', () => {
		const merged = mergeRecord(dates({ base: undefined }, { remote: 'd1', remoteChanged: true }), unknowing);
		expect(merged.get('due')).toEqual({ status: 'conflicted', kind: 'no_base' });
	});

	test('are two groups under two names, __proto__ among them', () => {
		const merged = mergeRecord([
			fieldState({ name: 'a', group: '__proto__', local: 'x', localChanged: true }),
			fieldState({ name: '__proto__', group: 'constructor', remote: 'y', remoteChanged: true }),
		], unknowing);
		expect([...merged]).toEqual([['a', { status: 'taken', from: 'local', value: 'x' }], ['__proto__', { status: 'taken', from: 'remote', value: 'y' }]]);
	});
});

test('a record of no fields merges to nothing', () => {
	expect(mergeRecord([], unknowing).size).toBe(0);
});
