import fc from 'fast-check';
import { compileMapping } from '../../src/mapping';
import type { Lens } from '../../src/mapping';
import { isEqualJson, partOf } from '../../src/record';
import type { JsonObject, Side } from '../../src/record';
import { propertySettings } from '../record/propertySettings';
import { context, samples } from './lensSamples';
import type { LensSample } from './lensSamples';

const cases = Object.entries(samples).flatMap(([kind, list]) =>
	list.map((sample) => {
		const { lens } = sample.field;
		const detail = lens.kind === 'identity' ? (lens.as ?? '') : 'timeZone' in lens ? lens.timeZone : '';
		return [`${kind} ${detail}`.trim(), sample] as const;
	}),
);
const sides: readonly Side[] = ['local', 'remote'];

function lensOf(sample: LensSample): Lens {
	return (compileMapping([sample.field], { policies: [] }).fields[0] as { lens: Lens }).lens;
}

function recordOn(side: Side, sample: LensSample): fc.Arbitrary<JsonObject> {
	return side === 'local' ? sample.local : sample.remote;
}

describe.each(cases)('mapping laws of %s', (_name, sample) => {
	const lens = lensOf(sample);

	test.each(sides)('L1: unmapped fields survive: nothing else is read from or written to the %s side', (side) => {
		const names = [...sample.field[side]].sort();
		fc.assert(fc.property(recordOn(side, sample), sample.canonical, fc.option(fc.constant(null)), (record, canonical, none) => {
			const wide = { ...record, other: 'kept', hasOwnProperty: 1 };
			expect(Object.keys(lens.normalise(side, wide)).sort()).toEqual(names);
			expect(lens.get(side, wide, context)).toEqual(lens.get(side, record, context));
			const put = lens.put(side, canonical, none === null ? null : wide, context);
			if (put.status === 'value') expect(Object.keys(put.values).sort()).toEqual(names);
			expect(lens.normalise(side, { other: 'kept' })).toEqual({});
		}), propertySettings);
	});

	test.each(sides)('L2: what is put is what is got, on the %s side, over any present value and over none', (side) => {
		let putCount = 0;
		fc.assert(fc.property(fc.option(recordOn(side, sample)), sample.canonical, (current, canonical) => {
			const put = lens.put(side, canonical, current, context);
			if (put.status === 'unresolved') return;
			// A day that a time zone left out cannot be put; it is refused, not bent.
			if (put.status === 'failed') {
				expect(canonical).toBe('2011-12-30');
				return;
			}
			putCount += 1;
			expect(lens.get(side, { ...current, ...put.values }, context)).toEqual({ status: 'value', value: canonical });
		}), propertySettings);
		expect(putCount).toBeGreaterThan(0);
	});

	test.each(sides)('L3: normalising the %s side twice changes nothing, and equal normal forms mean the same', (side) => {
		fc.assert(fc.property(recordOn(side, sample), (record) => {
			const normal = lens.normalise(side, record);
			expect(lens.normalise(side, normal)).toEqual(normal);
			expect(lens.get(side, normal, context)).toEqual(lens.get(side, record, context));
		}), propertySettings);
	});

	test.each(sides)('L4: the %s side keeps its finer value while the other side says what it maps to', (side) => {
		let keptCount = 0;
		fc.assert(fc.property(recordOn(side, sample), (record) => {
			const got = lens.get(side, record, context);
			if (got.status !== 'value') return;
			keptCount += 1;
			expect(lens.put(side, got.value, record, context)).toEqual({ status: 'value', values: partOf(record, sample.field[side]) });
		}), propertySettings);
		expect(keptCount).toBeGreaterThan(0);
	});

	test('L4: carrying a value over and back leaves both sides as they were', () => {
		fc.assert(fc.property(sample.local, sample.remote, (local, remote) => {
			const got = lens.get('local', local, context);
			if (got.status !== 'value') return;
			const there = lens.put('remote', got.value, remote, context);
			if (there.status !== 'value') return;
			const held = { ...remote, ...there.values };
			const back = lens.get('remote', held, context);
			expect(back).toEqual(got);
			const again = lens.put('local', got.value, local, context);
			expect(again.status === 'value' && isEqualJson({ ...local, ...again.values }, local)).toBe(true);
		}), propertySettings);
	});
});
