import fc from 'fast-check';
import { compareInstants, isCalendarDate, normaliseInstant, parseInstant } from '../../src/record';
import { propertySettings } from './propertySettings';

describe('normaliseInstant', () => {
	test.each([
		['2026-03-30T14:05:09Z', '2026-03-30T14:05:09Z'],
		['2026-03-30T14:05:09.000Z', '2026-03-30T14:05:09Z'],
		['2026-03-30 14:05:09+00', '2026-03-30T14:05:09Z'],
		['2026-03-30 14:05:09.5+02', '2026-03-30T12:05:09.5Z'],
		['2026-03-30T14:05:09.123456-05:30', '2026-03-30T19:35:09.123456Z'],
		['2026-03-30T14:05:09.120000+0530', '2026-03-30T08:35:09.12Z'],
		['2026-03-30T14:05:09.1234569Z', '2026-03-30T14:05:09.123456Z'],
		['2026-03-30T00:30:00+02:00', '2026-03-29T22:30:00Z'],
		['1883-11-18 12:03:58-04:56:02', '1883-11-18T17:00:00Z'],
		['2026-03-30T14:05', '2026-03-30T14:05:00Z'],
		['2026-03-30', '2026-03-30T00:00:00Z'],
		['2026-03-30t14:05:09z', '2026-03-30T14:05:09Z'],
		['2026-12-31 24:00:00', '2027-01-01T00:00:00Z'],
		['1969-12-31T23:59:59.999999Z', '1969-12-31T23:59:59.999999Z'],
		['0044-03-15 12:00:00+00 BC', '-000043-03-15T12:00:00Z'],
		['0050-01-01T00:00:00Z', '0050-01-01T00:00:00Z'],
		['12345-01-01 00:00:00+00', '+012345-01-01T00:00:00Z'],
		['infinity', 'infinity'],
		['-infinity', '-infinity'],
	])('%s is %s, and stays that', (text, expected) => {
		expect(normaliseInstant(text)).toBe(expected);
		expect(normaliseInstant(expected)).toBe(expected);
	});

	test.each(['', 'tomorrow', '2026-02-30T00:00:00Z', '2026-13-01', '2026-03-30T25:00:00Z', '2026-03-30T12:60:00Z', '2026-03-30T24:00:01Z', '30.03.2026', '2026-03-30T12:00:00 EST', '2026-03-30T12:00:00+99'])('refuses "%s" by name', (text) => {
		expect(() => normaliseInstant(text)).toThrow(`'${text}' is not a time`);
	});

	test('means the same moment as Date does, whatever the offset', () => {
		const offset = fc.integer({ min: -14 * 60, max: 14 * 60 });
		fc.assert(fc.property(fc.date({ min: new Date('0001-01-02'), max: new Date('9998-12-30'), noInvalidDate: true }), offset, (date, minutes) => {
			const shown = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1);
			const sign = minutes < 0 ? '-' : '+';
			const text = `${shown}${sign}${String(Math.floor(Math.abs(minutes) / 60)).padStart(2, '0')}:${String(Math.abs(minutes) % 60).padStart(2, '0')}`;
			expect(parseInstant(text)).toEqual({ ms: date.getTime(), micros: 0 });
			expect(Date.parse(normaliseInstant(text))).toBe(date.getTime());
		}), propertySettings);
	});
});

test('compareInstants goes by time where text would not: .5 comes after 0, though "." sorts before "Z"', () => {
	expect(compareInstants('2026-01-01T00:00:00.5Z', '2026-01-01T00:00:00Z')).toBeGreaterThan(0);
	expect(compareInstants('2026-01-01T00:00:00.000001Z', '2026-01-01T00:00:00Z')).toBeGreaterThan(0);
	expect(compareInstants('2026-01-01T02:00:00+02', '2026-01-01T00:00:00Z')).toBe(0);
	expect(compareInstants('infinity', '2026-01-01T00:00:00Z')).toBeNull();
});

test.each([['2024-02-29', true], ['2023-02-29', false], ['1900-02-29', false], ['2000-02-29', true], ['2026-04-31', false], ['2026-00-10', false], ['2026-01-00', false], ['0000-01-01', false], ['2026-1-1', false], ['9999-12-31', true]])('isCalendarDate: %s %s', (text, expected) => {
	expect(isCalendarDate(text)).toBe(expected);
});
