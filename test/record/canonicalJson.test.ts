import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { BatchSyncError } from '../../src/errors';
import { canonicalJson, checksum, isEqualJson } from '../../src/record';
import type { Json, JsonObject } from '../../src/record';
import { propertySettings } from './propertySettings';

/** JSON values without lone surrogates; keys such as __proto__ included. */
const json = fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 }) as fc.Arbitrary<Json>;

function refusal(value: unknown): BatchSyncError {
	try {
		canonicalJson(value as Json);
	} catch (error) {
		if (error instanceof BatchSyncError) return error;
		throw error;
	}
	throw new Error('canonicalJson refused nothing.');
}

describe('canonicalJson', () => {
	test('sorts keys by UTF-16 code units, as the example of RFC 8785 3.2.3 does', () => {
		const value = { '\u20ac': 'Euro Sign', '\r': 'Carriage Return', '\ufb33': 'Hebrew Letter Dalet With Dagesh', '1': 'One', '\ud83d\ude00': 'Emoji: Grinning Face', '\u0080': 'Control', '\u00f6': 'Latin Small Letter O With Diaeresis' };
		expect(Object.values(JSON.parse(canonicalJson(value)) as JsonObject).length).toBe(7);
		const order = ['Carriage Return', 'One', 'Control', 'Latin Small Letter O With Diaeresis', 'Euro Sign', 'Emoji: Grinning Face', 'Hebrew Letter Dalet With Dagesh'];
		const text = canonicalJson(value);
		expect([...order].sort((a, b) => text.indexOf(a) - text.indexOf(b))).toEqual(order);
	});

	test('prints numbers and strings as RFC 8785 3.2.2 does', () => {
		const value = { numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001], string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\/', literals: [null, true, false] };
		expect(canonicalJson(value)).toBe('{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}');
	});

	test('keeps false, 0, the empty text, null and empty containers apart', () => {
		expect([false, 0, -0, '', null, [], {}].map((value) => canonicalJson(value as Json))).toEqual(['false', '0', '0', '""', 'null', '[]', '{}']);
	});

	test('takes __proto__ for a key like any other', () => {
		expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"a":2}}') as Json)).toBe('{"__proto__":{"a":2},"b":1}');
	});

	test('takes values nested 200,000 deep', () => {
		let value: Json = 1;
		for (let depth = 0; depth < 100_000; depth += 1) value = { a: [value] };
		expect(canonicalJson(value)).toHaveLength(100_000 * 8 + 1);
	});

	test.each([
		['NaN', { rows: [{ n: 1 }, { n: Number.NaN }] }, '$.rows[1].n', 'NaN is not a JSON number'],
		['Infinity', [Number.POSITIVE_INFINITY], '$[0]', 'Infinity is not a JSON number'],
		['half a surrogate pair in a text', { a: ['x', 'a\ud800b'] }, '$.a[1]', 'surrogate'],
		['half a surrogate pair in a key', { a: { '\udc00': 1 } }, '$.a', 'surrogate'],
		['undefined', { a: undefined }, '$.a', 'undefined is not JSON'],
		['a Date', { at: new Date(0) }, '$.at', 'Date is not JSON'],
		['a Buffer', { sum: Buffer.from('a') }, '$.sum', 'Uint8Array is not JSON'],
		['a bigint', { n: 1n }, '$.n', 'bigint is not JSON'],
	])('refuses %s and names the place', (_what, value, path, problem) => {
		const error = refusal(value);
		expect(error.code).toBe('NOT_CANONICAL');
		expect(error.message).toContain(path);
		expect(error.message).toContain(problem);
	});

	test('lets whole surrogate pairs pass', () => {
		expect(canonicalJson('😀')).toBe('"😀"');
	});

	test('gives equal values equal text and different values different text', () => {
		fc.assert(fc.property(json, json, (a, b) => {
			expect(canonicalJson(a) === canonicalJson(b)).toBe(isEqualJson(a, b));
		}), propertySettings);
	});

	test('gives back the value when it is parsed, and the same text again', () => {
		fc.assert(fc.property(json, (value) => {
			const text = canonicalJson(value);
			const parsed = JSON.parse(text) as Json;
			expect(isEqualJson(parsed, value)).toBe(true);
			expect(canonicalJson(parsed)).toBe(text);
		}), propertySettings);
	});
});

describe('checksum', () => {
	test('is the SHA-256 of the canonical text in UTF-8', () => {
		expect(checksum({ b: 'ü', a: 1 })).toEqual(createHash('sha256').update('{"a":1,"b":"ü"}', 'utf8').digest());
		expect(checksum({})).toHaveLength(32);
	});

	test('tells null, the empty text and an absent key apart', () => {
		expect(new Set([{ a: null }, { a: '' }, {}, { a: 0 }, { a: false }].map((record) => checksum(record as JsonObject).toString('hex'))).size).toBe(5);
	});
});
