import fc from 'fast-check';
import { parseJson } from '../../src/openproject/parseJson';

describe('reading JSON', () => {
	test('keeps every digit of whole numbers beyond 2^53, as text', () => {
		expect(parseJson('{"id":9007199254740993,"n":[-12345678901234567890, 9007199254740991]}')).toEqual({ id: '9007199254740993', n: ['-12345678901234567890', 9007199254740991] });
	});

	test('leaves digits inside texts alone', () => {
		expect(parseJson('{"a":"id: 9007199254740993, \\"12345678901234567890\\"","9007199254740993":1}')).toEqual({ a: 'id: 9007199254740993, "12345678901234567890"', '9007199254740993': 1 });
	});

	test('leaves decimals and powers alone', () => {
		expect(parseJson('[0.12345678901234567, 1234567890123456789e2, 12345678901234567.5]')).toEqual([0.12345678901234567, 1234567890123456789e2, 12345678901234567.5]);
	});

	test('gives what JSON.parse gives for everything with safe numbers', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				const text = JSON.stringify(value);
				fc.pre(!/(?<![\d.eE+])\d{16,}(?![\d.eE])/.test(text.replace(/"(?:[^"\\]|\\.)*"/g, '""')));
				expect(parseJson(text)).toEqual(JSON.parse(text));
			}),
		);
	});

	test('refuses what is cut short', () => {
		expect(() => parseJson('{"id":90071992547409931')).toThrow(SyntaxError);
	});
});
