import fc from 'fast-check';
import type { FieldMerge, FieldState, MergeSettings, PolicySpec } from '../../src/merge';
import { otherSide } from '../../src/record';
import type { Json, Side } from '../../src/record';

/** Settings under which no policy knows anything. */
export const unknowing: MergeSettings = { localEditedAtMs: null, remoteEditedAtMs: null, tieMs: 120_000, noBasePolicies: [{ kind: 'manual' }], valueOf: () => undefined };

/** A field both sides may change, unchanged, without policies; `changes` say the rest. */
export function fieldState(changes: Partial<FieldState>): FieldState {
	return { name: 'field', base: 'b', local: 'b', remote: 'b', localChanged: false, remoteChanged: false, owner: 'both', policies: [], group: null, ...changes };
}

/** A field both sides changed, to these values. */
export function bothChanged(local: Json, remote: Json, ...policies: PolicySpec[]): FieldState {
	return fieldState({ local, remote, localChanged: true, remoteChanged: true, policies });
}

/** Few values, so that equal ones meet; sets among them for union, numbers and dates for higher and lower. */
export const value: fc.Arbitrary<Json> = fc.oneof(
	fc.constantFrom<Json>(null, '', false, 0, 'a', 'b', '1.5', '1.50', '10', 3, 2, '2026-01-01', '2026-01-02', '2026-01-01T00:00:00Z', { a: 1 }),
	fc.array(fc.constantFrom<Json>('x', 'y', 'z', 1, null), { maxLength: 4 }),
);

const order = ['a', 'b', 3, null] as const;

export const policy: fc.Arbitrary<PolicySpec> = fc.constantFrom<PolicySpec>(
	{ kind: 'remote_wins' }, { kind: 'local_wins' }, { kind: 'newest_wins' }, { kind: 'priority', field: 'rank', order },
	{ kind: 'progression', order }, { kind: 'higher' }, { kind: 'lower' }, { kind: 'union' }, { kind: 'manual' },
);

const policies = fc.array(policy, { maxLength: 3 });
const time = fc.option(fc.integer({ min: 0, max: 400_000 }));

export const settings: fc.Arbitrary<MergeSettings> = fc
	.record({ localEditedAtMs: time, remoteEditedAtMs: time, tieMs: fc.constant(120_000), noBasePolicies: policies, ranks: fc.record({ local: fc.constantFrom<Json>('a', 'b', 'z'), remote: fc.constantFrom<Json>('a', 'b', 'z') }) })
	.map(({ ranks, ...rest }) => ({ ...rest, valueOf: (side: Side, field: string) => (field === 'rank' ? ranks[side] : undefined) }));

/**
 * Any state a planner can come up with: a side that did not move still maps to base; one that moved may map to anything,
 * base included (Done to Archived).
 */
export const state: fc.Arbitrary<FieldState> = fc
	.record({
		name: fc.constantFrom('status', 'due', '__proto__', 'constructor'),
		base: fc.option(value, { nil: undefined, freq: 5 }),
		local: value,
		remote: value,
		localChanged: fc.boolean(),
		remoteChanged: fc.boolean(),
		owner: fc.oneof({ weight: 4, arbitrary: fc.constant('both' as const) }, fc.constantFrom<Side>('local', 'remote')),
		policies,
		group: fc.constantFrom(null, null, 'dates'),
	})
	.map((drawn) => ({
		...drawn,
		local: drawn.base === undefined || drawn.localChanged ? drawn.local : drawn.base,
		remote: drawn.base === undefined || drawn.remoteChanged ? drawn.remote : drawn.base,
	}));

/** Up to four fields with names of their own. */
export const states: fc.Arbitrary<readonly FieldState[]> = fc.uniqueArray(state, { selector: (one) => one.name, maxLength: 4 });

/** The same with local and remote exchanged. */
export function mirrorState(one: FieldState): FieldState {
	return {
		...one,
		local: one.remote,
		remote: one.local,
		localChanged: one.remoteChanged,
		remoteChanged: one.localChanged,
		owner: one.owner === 'both' ? 'both' : otherSide(one.owner),
		policies: one.policies.map(mirrorPolicy),
	};
}

export function mirrorSettings(given: MergeSettings): MergeSettings {
	return {
		...given,
		localEditedAtMs: given.remoteEditedAtMs,
		remoteEditedAtMs: given.localEditedAtMs,
		noBasePolicies: given.noBasePolicies.map(mirrorPolicy),
		valueOf: (side, field) => given.valueOf(otherSide(side), field),
	};
}

function mirrorPolicy(one: PolicySpec): PolicySpec {
	if (one.kind === 'local_wins') return { kind: 'remote_wins' };
	return one.kind === 'remote_wins' ? { kind: 'local_wins' } : one;
}

export function mirrorMerge(merge: FieldMerge): FieldMerge {
	switch (merge.status) {
		case 'unchanged':
		case 'agreed':
		case 'conflicted': return merge;
		case 'taken': return { ...merge, from: otherSide(merge.from) };
		case 'resolved': {
			const policyKind = mirrorPolicy({ kind: merge.policy } as PolicySpec).kind;
			return { ...merge, policy: policyKind, winner: merge.winner === 'merged' ? 'merged' : otherSide(merge.winner), lost: merge.lost.map((lost) => ({ ...lost, side: otherSide(lost.side) })) };
		}
	}
}
