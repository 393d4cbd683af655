import fc from 'fast-check';
import { detectConflicts, type CompareRules } from '../../src/detect';
import { compileEquality } from '../../src/equality';
import type { Json, JsonObject } from '../../src/record';
import { propertySettings } from '../record/propertySettings';
import { baseOf, settingsWith, STRICT } from './settings';

const LOOSE: CompareRules = { empty: 'all', numberText: true, ignoreCase: true, whiteSpace: 'runs', instants: true, ignoreArrayOrder: true };

type Row = readonly [left: unknown, right: unknown, rule: Partial<CompareRules>];

/** Different values, each with the rules under which they are equal; without any they are not. */
const EQUAL_UNDER: readonly Row[] = [
	[null, undefined, { empty: 'null_missing' }],
	[null, undefined, { empty: 'all' }],
	['', null, { empty: 'all' }],
	['', undefined, { empty: 'all' }],
	['  ', null, { empty: 'all', whiteSpace: 'ends' }],
	[1, '1', { numberText: true }],
	[0, '-0.00', { numberText: true }],
	[1.5, '1.50', { numberText: true }],
	['007', '7.0', { numberText: true }],
	[1e21, '1000000000000000000000', { numberText: true }],
	['1500', '1.5e3', { numberText: true }],
	['Ärger', 'äRGER', { ignoreCase: true }],
	[' a', 'a\n', { whiteSpace: 'ends' }],
	['a  b\tc ', 'a b c', { whiteSpace: 'runs' }],
	['2026-03-30T14:00:00Z', '2026-03-30 16:00:00+02', { instants: true }],
	['2026-03-30T14:00:00.000Z', '2026-03-30T14:00:00+00:00', { instants: true }],
	[[1, 2, 2], [2, 1, 2], { ignoreArrayOrder: true }],
	[[{ a: 1 }, ['x', 'y']], [['y', 'x'], { a: 1 }], { ignoreArrayOrder: true }],
	[{ a: null, b: 0 }, { b: 0 }, { empty: 'null_missing' }],
	[{ a: [{ b: 'X ' }] }, { a: [{ b: 'x' }] }, { ignoreCase: true, whiteSpace: 'ends' }],
];

it.each(EQUAL_UNDER)('%j and %j are equal under %j, and not without', (left, right, rule) => {
	expect(compileEquality({ ...STRICT, ...rule })(left, right)).toBe(true);
	expect(compileEquality({ ...STRICT, ...rule })(right, left)).toBe(true);
	expect(compileEquality(STRICT)(left, right)).toBe(false);
});

const NEVER_EQUAL: ReadonlyArray<readonly [unknown, unknown]> = [
	[0, false],
	[0, ''],
	[0, null],
	[false, ''],
	[false, null],
	['', []],
	[null, {}],
	[1, true],
	['true', true],
	[[], {}],
	[[1], 1],
	['0.1', '0.10000000000000000001'],
	[0.1, '0.10000000000000000001'],
	['number 1', 1],
	['1e99999', '10e99998'],
	['2026-03-30T14:00:00Z', '2026-03-30T14:00:01Z'],
	[[1, 1, 2], [1, 2, 2]],
	[[[1, 2], [3]], [[1], [2, 3]]],
	[{ a: 1 }, { b: 1 }],
	[['a,b'], ['a', 'b']],
	[{ constructor: 1 }, {}],
];

it.each(NEVER_EQUAL)('%j and %j are different under every rule', (left, right) => {
	for (const rules of [STRICT, LOOSE]) {
		expect(compileEquality(rules)(left, right)).toBe(false);
		expect(compileEquality(rules)(right, left)).toBe(false);
	}
});

it('takes what was never written as JSON for what it would become', () => {
	const isEqual = compileEquality(STRICT);
	expect(isEqual(new Date('2026-03-30T14:00:00Z'), '2026-03-30T14:00:00.000Z')).toBe(true);
	expect(isEqual(new Date(0), new Date(0))).toBe(true);
	expect(isEqual(new Date(0), new Date(1))).toBe(false);
	expect(isEqual(Number.NaN, null)).toBe(true);
	expect(isEqual({ a: undefined }, {})).toBe(true);
});

it('compares values a thousand levels deep, and refuses deeper ones with a sentence', () => {
	const nested = (depth: number): Json => JSON.parse(`${'['.repeat(depth)}0${']'.repeat(depth)}`) as Json;
	for (const rules of [STRICT, LOOSE]) {
		expect(compileEquality(rules)(nested(1000), nested(1000))).toBe(true);
		expect(() => compileEquality(rules)(nested(1001), nested(1001))).toThrow('A value is nested deeper than 1000 levels');
	}
});

describe('for any values', () => {
	const scalar = fc.constantFrom<Json>(0, 1, -1.5, '', ' ', '0', '1', '1.0', ' 1', '-1.50', 'a', 'A', 'a  b', 'a b', false, true, null, '2026-01-01', '2026-01-01T00:00:00Z', '2026-01-01 01:00+01', 'missing', 'number 1');
	const value = fc.letrec<{ value: Json }>((tie) => ({ value: fc.oneof({ depthSize: 'small' }, scalar, fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), tie('value'), { noNullPrototype: true }) as fc.Arbitrary<JsonObject>) })).value;
	const rules = fc.record<CompareRules>({ empty: fc.constantFrom('apart', 'null_missing', 'all'), numberText: fc.boolean(), ignoreCase: fc.boolean(), whiteSpace: fc.constantFrom('keep', 'ends', 'runs'), instants: fc.boolean(), ignoreArrayOrder: fc.boolean() });

	it('equality is reflexive for copies, symmetric and transitive', () => {
		fc.assert(
			fc.property(rules, value, value, value, (rule, a, b, c) => {
				const isEqual = compileEquality(rule);
				expect(isEqual(a, structuredClone(a))).toBe(true);
				expect(isEqual(a, b)).toBe(isEqual(b, a));
				if (isEqual(a, b) && isEqual(b, c)) expect(isEqual(a, c)).toBe(true);
			}),
			{ ...propertySettings, numRuns: propertySettings.numRuns * 5 },
		);
	});

	it('a looser rule never tells apart what a stricter one does not', () => {
		fc.assert(
			fc.property(rules, value, value, (rule, a, b) => {
				if (compileEquality(STRICT)(a, b)) expect(compileEquality(rule)(a, b)).toBe(true);
				if (compileEquality(rule)(a, b)) expect(compileEquality({ ...rule, ignoreArrayOrder: true })(a, b)).toBe(true);
			}),
			{ ...propertySettings, numRuns: propertySettings.numRuns * 5 },
		);
	});

	it('lists shuffled at every level are equal where their order does not count', () => {
		const shuffled = fc.array(fc.array(value, { maxLength: 4 }), { maxLength: 4 }).chain((list) => fc.record({ list: fc.constant(list), other: fc.tuple(...list.map((inner) => fc.shuffledSubarray(inner, { minLength: inner.length }))).chain((inner) => fc.shuffledSubarray(inner, { minLength: inner.length })) }));
		fc.assert(fc.property(shuffled, ({ list, other }) => compileEquality({ ...STRICT, ignoreArrayOrder: true })(list, other)), propertySettings);
	});
});

describe('which fields are compared', () => {
	const changed = (settings: Parameters<typeof settingsWith>[0], local: JsonObject, base: JsonObject) => detectConflicts({ local: [local], remote: [base], base: baseOf(base), settings: settingsWith(settings) }).findings[0]?.localFields;

	it('are all but the key, in code unit order, whichever record has them', () => {
		expect(changed({}, { b: 1, id: '1', constructor: 0 } as unknown as JsonObject, { id: 1, a: null, Z: 1 })).toEqual(['Z', 'a', 'b', 'constructor']);
	});

	it('are a name with a dot first as it stands, then as a path', () => {
		const only = { kind: 'only', names: ['a.b'] } as const;
		expect(changed({ fields: only }, { id: 1, a: { b: 1 } }, { id: 1, a: { b: 0 } })).toEqual(['a.b']);
		expect(changed({ fields: only }, { id: 1, 'a.b': 1, a: { b: 1 } }, { id: 1, 'a.b': 1, a: { b: 0 } })).toEqual([]);
		expect(changed({ fields: only, dotNotation: false }, { id: 1, 'a.b': 1, a: { b: 1 } }, { id: 1, 'a.b': 1, a: { b: 0 } })).toEqual([]);
		expect(changed({ fields: { kind: 'only', names: ['list.1'] } }, { id: 1, list: [1, 2] }, { id: 1, list: [9, 2] })).toEqual([]);
	});

	it('leave a key inside another field out, and compare what is beside it', () => {
		const match = { keys: { local: ['meta.id'], remote: ['meta.id'], base: ['meta.id'] } };
		expect(changed({ match }, { meta: { id: '7', v: 1 } }, { meta: { id: 7, v: 1 } })).toEqual([]);
		expect(changed({ match }, { meta: { id: '7', v: 2 } }, { meta: { id: 7, v: 1 } })).toEqual(['meta']);
	});

	it('leave parts of a field out without taking null for an object', () => {
		const fields = { kind: 'except', names: ['meta.at'] } as const;
		expect(changed({ fields }, { id: 1, meta: { at: 1 } }, { id: 1 })).toEqual([]);
		expect(changed({ fields }, { id: 1, meta: { at: 1 } }, { id: 1, meta: null })).toEqual(['meta']);
		expect(changed({ fields }, { id: 1, meta: [] }, { id: 1, meta: { at: 1 } })).toEqual(['meta']);
	});
});
