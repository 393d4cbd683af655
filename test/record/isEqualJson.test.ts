import fc from 'fast-check';
import { diffRecords, isEqualJson, sortUnique } from '../../src/record';
import type { Json, JsonObject } from '../../src/record';
import { propertySettings } from './propertySettings';

const parse = (text: string): Json => JSON.parse(text) as Json;

describe('isEqualJson', () => {
	test.each<[string, string, boolean]>([
		['{"a":1,"b":[1,{"c":null}]}', '{"b":[1,{"c":null}],"a":1}', true],
		['[1,2]', '[2,1]', false],
		['{"a":1}', '{"a":1,"b":null}', false],
		['{"a":null}', '{"b":null}', false],
		['[]', '{}', false],
		['[1]', '{"0":1}', false],
		['0', 'false', false],
		['""', 'null', false],
		['"1"', '1', false],
		['0', '-0', true],
		['{"__proto__":{"a":1}}', '{"__proto__":{"a":1}}', true],
		['{"__proto__":{"a":1}}', '{"__proto__":{"a":2}}', false],
		['{"__proto__":null}', '{"a":null}', false],
		['{"__proto__":{}}', '{"a":{}}', false],
		['{"toString":1}', '{"a":1}', false],
	])('%s and %s: %s', (left, right, expected) => {
		expect(isEqualJson(parse(left), parse(right))).toBe(expected);
		expect(isEqualJson(parse(right), parse(left))).toBe(expected);
	});

	test('compares values nested 100,000 deep', () => {
		const nest = (end: Json): Json => Array.from({ length: 100_000 }).reduce<Json>((inner) => [inner], end);
		expect(isEqualJson(nest(1), nest(1))).toBe(true);
		expect(isEqualJson(nest(1), nest(2))).toBe(false);
	});
});

describe('diffRecords', () => {
	test('names what differs, with absent apart from null', () => {
		const before = parse('{"same":[1],"gone":0,"moved":"a","filled":null}') as JsonObject;
		const after = parse('{"same":[1],"moved":"b","filled":"","new":null,"__proto__":false}') as JsonObject;
		expect(diffRecords(before, after)).toEqual([
			{ name: '__proto__', before: undefined, after: false },
			{ name: 'filled', before: null, after: '' },
			{ name: 'gone', before: 0, after: undefined },
			{ name: 'moved', before: 'a', after: 'b' },
			{ name: 'new', before: undefined, after: null },
		]);
	});

	test('takes null for a record with nothing in it', () => {
		expect(diffRecords(null, { a: 0 })).toEqual([{ name: 'a', before: undefined, after: 0 }]);
		expect(diffRecords(null, null)).toEqual([]);
	});

	test('is empty exactly for equal records', () => {
		const record = fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), fc.constantFrom<Json>(null, '', 0, false, 'x'), { noNullPrototype: true }) as fc.Arbitrary<JsonObject>;
		fc.assert(fc.property(record, record, (a, b) => {
			expect(diffRecords(a, b).length === 0).toBe(isEqualJson(a, b));
		}), propertySettings);
	});
});

test('sortUnique makes equal arrays of equal sets', () => {
	expect(sortUnique(['b', 1, 'a', '1', 'b', { y: 1, x: 2 }, { x: 2, y: 1 }])).toEqual(['1', 'a', 'b', 1, { x: 2, y: 1 }]);
});
