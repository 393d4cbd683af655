import fc from 'fast-check';
import { mergeField, mergeRecord } from '../../src/merge';
import type { FieldMerge, FieldState } from '../../src/merge';
import { canonicalJson, isEqualJson } from '../../src/record';
import type { Json } from '../../src/record';
import { propertySettings } from '../record/propertySettings';
import { mirrorMerge, mirrorSettings, mirrorState, settings, state, states, value } from './fieldStates';

const elements = (set: Json | undefined): Set<string> => new Set(Array.isArray(set) ? (set as Json[]).map(canonicalJson) : []);

/** Whether a side's change is in the result, or named as lost. */
function isAccountedFor(one: FieldState, merge: FieldMerge, side: 'local' | 'remote'): boolean {
	if (merge.status === 'conflicted') return true;
	if (isEqualJson(merge.value, one[side])) return true;
	if (merge.status !== 'resolved') return false;
	if (merge.lost.some((lost) => lost.side === side && isEqualJson(lost.value, one[side]))) return true;
	if (merge.winner !== 'merged') return false;
	// A union: what the side added is in, what it removed is out.
	const result = elements(merge.value);
	const before = elements(one.base);
	const now = elements(one[side]);
	return [...now].every((element) => before.has(element) || result.has(element)) && [...before].every((element) => now.has(element) || !result.has(element));
}

describe('merge laws', () => {
	test('M1: a change on one side only is the result: merge(b,l,b) = l and merge(b,b,r) = r', () => {
		fc.assert(fc.property(state, value, value, settings, (drawn, base, changed, given) => {
			const one = { ...drawn, base, group: null, owner: 'both' as const };
			expect(mergeField({ ...one, local: changed, remote: base, localChanged: true, remoteChanged: false }, given)).toEqual({ status: 'taken', from: 'local', value: changed });
			expect(mergeField({ ...one, local: base, remote: changed, localChanged: false, remoteChanged: true }, given)).toEqual({ status: 'taken', from: 'remote', value: changed });
		}), propertySettings);
	});

	test('M2: the same change on both sides is no conflict: merge(b,x,x) = x, with or without base, whoever owns the field', () => {
		fc.assert(fc.property(state, value, settings, (drawn, x, given) => {
			const merge = mergeField({ ...drawn, local: x, remote: x, localChanged: true, remoteChanged: true }, given);
			expect(merge).toEqual({ status: 'agreed', value: x });
		}), propertySettings);
	});

	test('M3: swapping the sides mirrors the result, in records with groups too', () => {
		fc.assert(fc.property(states, settings, (drawn, given) => {
			const straight = mergeRecord(drawn, given);
			const swapped = mergeRecord(drawn.map(mirrorState), mirrorSettings(given));
			expect([...swapped]).toEqual([...straight].map(([name, merge]) => [name, mirrorMerge(merge)]));
		}), propertySettings);
	});

	test('M4: nothing is invented: a result is a value of a side or of base, and a union holds only elements of the sides', () => {
		fc.assert(fc.property(states, settings, (drawn, given) => {
			const merged = mergeRecord(drawn, given);
			for (const one of drawn) {
				const merge = merged.get(one.name) as FieldMerge;
				if (merge.status === 'conflicted') continue;
				if (merge.status === 'resolved' && merge.winner === 'merged') {
					const known = new Set([...elements(one.local), ...elements(one.remote)]);
					expect([...elements(merge.value)].filter((element) => !known.has(element))).toEqual([]);
				} else {
					expect([one.base, one.local, one.remote].some((known) => known !== undefined && isEqualJson(known, merge.value))).toBe(true);
				}
			}
		}), propertySettings);
	});

	test('M5: a change is in the result, among what was lost, or in a conflict, never gone (fields nobody owns)', () => {
		fc.assert(fc.property(states, settings, (drawn, given) => {
			const free = drawn.map((one) => ({ ...one, owner: 'both' as const }));
			const merged = mergeRecord(free, given);
			for (const one of free) {
				const merge = merged.get(one.name) as FieldMerge;
				for (const side of ['local', 'remote'] as const) {
					const isChanged = one.base === undefined || (side === 'local' ? one.localChanged : one.remoteChanged);
					if (isChanged) expect({ one, merge, side, isAccountedFor: isAccountedFor(one, merge, side) }).toMatchObject({ isAccountedFor: true });
				}
			}
		}), propertySettings);
	});

	test('M5: two sides that moved to different values are settled by a policy or in conflict, though one maps to base still', () => {
		fc.assert(fc.property(state, settings, (drawn, given) => {
			fc.pre(!isEqualJson(drawn.local, drawn.remote));
			const one = { ...drawn, localChanged: true, remoteChanged: true, owner: 'both' as const };
			for (const base of [one.local, one.remote]) expect(['resolved', 'conflicted']).toContain(mergeField({ ...one, base }, given).status);
		}), propertySettings);
	});

	test('M6: merge(x,x,x) = x: once both sides hold the result, the next merge changes nothing', () => {
		fc.assert(fc.property(states, settings, (drawn, given) => {
			const merged = mergeRecord(drawn, given);
			const settled = drawn.flatMap((one) => {
				const merge = merged.get(one.name) as FieldMerge;
				return merge.status === 'conflicted' ? [] : [{ ...one, base: merge.value, local: merge.value, remote: merge.value, localChanged: false, remoteChanged: false }];
			});
			for (const [name, merge] of mergeRecord(settled, given)) expect([name, merge]).toEqual([name, { status: 'unchanged', value: settled.find((one) => one.name === name)?.base }]);
		}), propertySettings);
	});

	test('M7: fields merge independently of each other, groups as a whole', () => {
		fc.assert(fc.property(states, settings, (drawn, given) => {
			const together = mergeRecord(drawn, given);
			expect([...together.keys()]).toEqual(drawn.map((one) => one.name));
			for (const one of drawn) {
				const alone = mergeRecord(drawn.filter((other) => (one.group === null ? other === one : other.group === one.group)), given);
				expect(alone.get(one.name)).toEqual(together.get(one.name));
				if (one.group === null) expect(mergeField(one, given)).toEqual(together.get(one.name));
			}
		}), propertySettings);
	});
});
