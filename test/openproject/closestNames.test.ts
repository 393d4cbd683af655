import { closestNames } from '../../src/closestNames';

const STATUSES = ['New', 'In specification', 'Specified', 'In progress', 'Closed', 'On hold', 'Rejected'];

describe('the closest names', () => {
	test.each([
		['In Progress', 'In progress'],
		['in-progress', 'In progress'],
		['Closd', 'Closed'],
		['Reject', 'Rejected'],
	])('of %p begin with %p', (given, best) => {
		expect(closestNames(given, STATUSES)[0]).toBe(best);
	});

	test('are none where nothing is alike', () => {
		expect(closestNames('Quarterly budget', STATUSES)).toEqual([]);
	});

	test('are limited, without repeats, in a fixed order', () => {
		expect(closestNames('a', ['ab', 'aa', 'aa', 'ac', 'ad'], 2)).toEqual(['aa', 'ab']);
	});

	test('of a known name include itself first', () => {
		expect(closestNames('Closed', STATUSES)[0]).toBe('Closed');
	});
});
