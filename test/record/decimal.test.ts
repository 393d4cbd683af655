import fc from 'fast-check';
import { compareDecimals, normaliseDecimal } from '../../src/record';
import { propertySettings } from './propertySettings';

describe('normaliseDecimal', () => {
	test.each([
		['1.0', '1'], ['1.00', '1'], ['1', '1'], ['-0', '0'], ['-0.000', '0'], ['+5', '5'], ['.5', '0.5'], ['5.', '5'], ['007', '7'], ['-007.100', '-7.1'],
		['1e3', '1000'], ['1.5E+3', '1500'], ['1500e-3', '1.5'], ['12e-4', '0.0012'], ['0e999', '0'], ['-1.20e1', '-12'],
		['99999999999999999999999999999999.000000000000000000010', '99999999999999999999999999999999.00000000000000000001'],
		['NaN', 'NaN'], ['Infinity', 'Infinity'], ['-Infinity', '-Infinity'],
	])('%s is %s', (text, expected) => {
		expect(normaliseDecimal(text)).toBe(expected);
		expect(normaliseDecimal(expected)).toBe(expected);
	});

	test.each(['', ' ', 'abc', '1,5', '1.2.3', '0x10', '--1', '.', 'e5', '1e', '1e999999999'])('refuses "%s" by name', (text) => {
		expect(() => normaliseDecimal(text)).toThrow(`'${text}' is not a decimal number`);
	});

	test('takes 150,000 digits', () => {
		expect(normaliseDecimal(`1${'0'.repeat(75_000)}.${'0'.repeat(75_000)}1`)).toHaveLength(150_003);
	});
});

describe('compareDecimals', () => {
	test.each<[string, string, number | null]>([
		['1.0', '1.00', 0], ['-0', '0', 0], ['10', '9', 1], ['-10', '-9', -1], ['0.1', '0.09', 1], ['1e2', '99.999', 1], ['-1', '1', -1], ['0.12', '0.1', 1],
		['9007199254740993', '9007199254740992', 1], ['x', '1', null], ['NaN', '1', null],
	])('%s against %s', (left, right, expected) => {
		const comparison = compareDecimals(left, right);
		expect(comparison === null ? null : Math.sign(comparison)).toBe(expected);
	});

	test('agrees with exact integers of any length', () => {
		fc.assert(fc.property(fc.bigInt(), fc.bigInt(), fc.nat(30), (a, b, shift) => {
			// The same power of ten on both does not change the order.
			const comparison = compareDecimals(`${a}e-${shift}`, `${b}e-${shift}`) as number;
			expect(Math.sign(comparison)).toBe(a === b ? 0 : a < b ? -1 : 1);
		}), propertySettings);
	});
});
