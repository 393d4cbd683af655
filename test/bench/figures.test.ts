import { information, isMet, sizeName, withoutGoals, type Figure } from '../../bench/figures';
import { median, spreadInSeconds } from '../../bench/statistics';
import { tableOf, verdictOf } from '../../bench/table';

const ratio: Figure = { name: 'upsert_insert_all_vs_psql', value: 1.254, unit: 'ratio', goal: 1.25, better: 'lower' };
const rate: Figure = { name: 'sync_write_rate', value: 180, unit: 'writes/s', goal: 180, better: 'higher' };
const seconds = information('upsert_seconds', 0.4567, 's');

describe('figures', () => {
	test('a goal is met at its value, on the side that is better', () => {
		expect([ratio, { ...ratio, value: 1.25 }, rate, { ...rate, value: 179.9 }, seconds].map(isMet)).toEqual([false, true, true, false, null]);
		expect(isMet({ name: 'rows', value: 0, unit: 'rows', goal: 0, better: 'lower' })).toBe(true);
	});

	test('sizes read as people say them', () => {
		expect([100_000, 10_000, 1500, 500].map(sizeName)).toEqual(['100k', '10k', '1500', '500']);
	});

	test('the table shows value, unit, goal and whether it is met; the verdict names what was missed', () => {
		const lines = tableOf([ratio, rate, seconds]).split('\n');
		expect(lines[0]).toMatch(/^figure +value +unit +goal +met$/);
		expect(lines[2]).toMatch(/^upsert_insert_all_vs_psql +1\.25 +ratio +at most 1\.25 +no$/);
		expect(lines[3]).toMatch(/^sync_write_rate +180 +writes\/s +at least 180 +yes$/);
		expect(lines[4]).toMatch(/^upsert_seconds +0\.457 +s$/);
		expect(verdictOf([ratio, rate, seconds])).toBe('1 of 2 goals are met; missed: upsert_insert_all_vs_psql.');
		expect(verdictOf([rate, seconds])).toBe('All 1 goals are met.');
		expect(verdictOf(withoutGoals([ratio, rate]))).toBe('No goals were judged.');
	});
});

describe('the median', () => {
	test('is the middle one, or the mean of the two in the middle, in whatever order they come', () => {
		expect(median([9, 1, 5])).toBe(5);
		expect(median([4, 1, 3, 2])).toBe(2.5);
		expect(median([10, 9, 100])).toBe(10);
		expect(() => median([])).toThrow(RangeError);
	});

	test('is told in seconds with how far the values are apart', () => {
		expect(spreadInSeconds([1500, 900, 1100])).toBe('1.100 s (0.900 to 1.500)');
	});
});
