import fc from 'fast-check';
import { mergeField } from '../../src/merge';
import type { FieldMerge, FieldState, PolicySpec } from '../../src/merge';
import { otherSide } from '../../src/record';
import type { Json, Side } from '../../src/record';
import { propertySettings } from '../record/propertySettings';
import { bothChanged, mirrorSettings, mirrorState, settings } from './fieldStates';

const prefer = fc.constantFrom<Side | null>('local', 'remote', null);
const side = fc.constantFrom<Side>('local', 'remote');

const policy: fc.Arbitrary<PolicySpec> = fc.oneof(
	fc.record({ kind: fc.constant('text' as const), words: fc.boolean(), lineEnds: fc.constantFrom('follow' as const, 'exact' as const), prefer }),
	fc.record({ kind: fc.constant('list' as const), as: fc.constantFrom('set' as const, 'ordered' as const, 'whole' as const), idField: fc.constantFrom('id', null), prefer }),
	fc.record({ kind: fc.constant('object' as const), prefer }),
	fc.constant<PolicySpec>({ kind: 'counter' }),
	fc.constant<PolicySpec>({ kind: 'authority' }),
	fc.record({ kind: fc.constant('operations' as const), first: side }),
);

const text = fc.array(fc.constantFrom('a', 'b', ' ', '\n', '\r\n', 'c d'), { maxLength: 8 }).map((parts) => parts.join(''));
const scalar = fc.constantFrom<Json>('a', 1, 2, '1.5', null, false);
const items = fc.uniqueArray(fc.record({ id: fc.nat(4), v: scalar }), { maxLength: 4, selector: ({ id }) => id });
const value: fc.Arbitrary<Json> = fc.oneof(text, scalar, fc.array(scalar, { maxLength: 4 }), items, fc.dictionary(fc.constantFrom('k', 'l'), scalar));
/** Three values of one kind more often than not, so that policies have something to merge. */
const three = fc.oneof(fc.tuple(text, text, text), fc.tuple(items, items, items), fc.tuple(value, value, value), fc.tuple(fc.integer(), fc.integer(), fc.integer()));

function stateOf([base, local, remote]: readonly [Json, Json, Json], policies: readonly PolicySpec[]): FieldState {
	return { ...bothChanged(local, remote, ...policies), base };
}

function mirrored(one: PolicySpec): PolicySpec {
	if (one.kind === 'operations') return { ...one, first: otherSide(one.first) };
	return 'prefer' in one && one.prefer !== null && one.prefer !== undefined ? { ...one, prefer: otherSide(one.prefer) } : one;
}

const outcomeOf = (merge: FieldMerge): unknown => (merge.status === 'resolved' ? { value: merge.value, lost: merge.lost } : merge.status);

/** Losses with the sides swapped, and for order of parts that does not matter, sorted. */
function withSwappedSides(merge: FieldMerge): unknown {
	return merge.status === 'resolved' ? { value: merge.value, lost: merge.lost.map((lost) => ({ ...lost, side: otherSide(lost.side) })) } : merge.status;
}

test('M1 and M2 hold under policies that merge: a change on one side, or the same on both, is the result', () => {
	fc.assert(fc.property(three, policy, settings, ([base, local, remote], one, given) => {
		const state = stateOf([base, local, remote], [one]);
		expect(mergeField({ ...state, remote: base, remoteChanged: false }, given)).toEqual({ status: 'taken', from: 'local', value: local });
		expect(mergeField({ ...state, local: base, localChanged: false }, given)).toEqual({ status: 'taken', from: 'remote', value: remote });
		expect(mergeField({ ...state, remote: local }, given)).toEqual({ status: 'agreed', value: local });
	}), propertySettings);
});

test('M3: swapping the sides, preferences with them, mirrors the result', () => {
	fc.assert(fc.property(three, policy, settings, (values, one, given) => {
		const state = stateOf(values, [one]);
		const swapped = { ...mirrorState(state), policies: [mirrored(one)] };
		expect(withSwappedSides(mergeField(swapped, mirrorSettings(given)))).toEqual(outcomeOf(mergeField(state, given)));
	}), { ...propertySettings, numRuns: propertySettings.numRuns * 3 });
});

test('M5: where such a policy cannot decide the field is in conflict with a reason, and the next policy is asked', () => {
	fc.assert(fc.property(three, policy, settings, (values, one, given) => {
		const alone = mergeField(stateOf(values, [one]), given);
		const followed = mergeField(stateOf(values, [one, { kind: 'local_wins' }]), given);
		if (alone.status === 'conflicted') {
			expect(alone.refusals?.map(({ reason }) => reason.length > 20)).toEqual([true]);
			expect(followed).toMatchObject({ status: 'resolved', policy: 'local_wins' });
		} else {
			expect(followed).toEqual(alone);
		}
	}), propertySettings);
});

test('M6: once both sides hold the result the next merge changes nothing', () => {
	fc.assert(fc.property(three, policy, settings, (values, one, given) => {
		const merge = mergeField(stateOf(values, [one]), given);
		if (merge.status !== 'resolved') return;
		const settled = { ...stateOf([merge.value, merge.value, merge.value], [one]), localChanged: false, remoteChanged: false };
		expect(mergeField(settled, given)).toEqual({ status: 'unchanged', value: merge.value });
	}), propertySettings);
});
