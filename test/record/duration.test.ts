import fc from 'fast-check';
import { durationOf, hoursOf, storedDuration, storedHours } from '../../src/record';

describe('durations as OpenProject stores them', () => {
	test.each([
		['PT1H20M', 'PT1H19M48S'],
		['PT1H19M48S', 'PT1H19M48S'],
		['P1DT10H', 'PT34H'],
		['PT34H', 'PT34H'],
		['PT10M', 'PT10M12S'],
		['PT18S', 'PT36S'],
		['PT17S', 'PT0S'],
		['PT0S', 'PT0S'],
		[' PT2H ', 'PT2H'],
		['P1M', 'P1M'],
		['soon', 'soon'],
	])('%s is %s', (given, stored) => {
		expect(storedDuration(given)).toBe(stored);
	});

	test.each([[1.005, 1.01], [1.125, 1.13], [2.675, 2.68], [0.004, 0], [1 / 3, 0.33], [2 / 3, 0.67]])('%d h are kept as %d h', (hours, stored) => {
		expect(storedHours(hours)).toBe(stored);
	});

	test('leave what is no text alone', () => {
		for (const value of [null, 5, true, ['PT1H']]) expect(storedDuration(value)).toBe(value);
	});

	test('stay the same once stored', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 10_000_000 }), (seconds) => {
				const once = storedDuration(durationOf(seconds / 3600));
				expect(storedDuration(once)).toBe(once);
				expect(Math.abs((hoursOf(once) as number) - seconds / 3600)).toBeLessThanOrEqual(0.005 + 1e-9);
			}),
		);
	});
});
