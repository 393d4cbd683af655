import { ConfigurationError } from '../../src/errors';
import { everyStatus, filtersOf } from '../../src/openproject/filters';
import type { Filter } from '../../src/openproject/filters';
import { filterName, mergeFilters } from '../../src/openproject/mergeFilters';

const between = (name: string, from: string, to: string): Filter => ({ name, operator: '<>d', values: [from, to] });
const equals = (name: string, ...values: readonly string[]): Filter => ({ name, operator: '=', values });

describe('conditions on one field', () => {
	test.each([
		['two ranges', [between('updatedAt', '2026-01-01T00:00:00Z', ''), between('updatedAt', '', '2026-02-01T00:00:00Z')], ['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z']],
		['the later beginning', [between('updatedAt', '2026-01-01T00:00:00Z', ''), between('updated_at', '2026-01-01T02:00:00+01:00', '')], ['2026-01-01T02:00:00+01:00', '']],
		['the earlier end', [between('updatedAt', '', '2026-01-01T00:00:00Z'), between('updatedAt', '', '2025-12-31')], ['', '2025-12-31']],
		['a time without a zone, which is UTC', [between('updatedAt', '2026-01-01T00:00:00.001', ''), between('updatedAt', '2026-01-01T00:00:00Z', '')], ['2026-01-01T00:00:00.001', '']],
		['the beginning of one at the end of the other', [between('updatedAt', '', '2026-01-01'), between('updatedAt', '2026-01-01', '')], ['2026-01-01', '2026-01-01']],
		['ranges with nothing in common', [between('updatedAt', '2026-02-01T00:00:00Z', ''), between('updatedAt', '', '2026-01-01T00:00:00Z')], ['2026-02-01T00:00:00Z', '2026-01-01T00:00:00Z']],
	])('become one range: %s', (_name, filters, values) => {
		const merged = mergeFilters(filters);
		expect(merged).toHaveLength(1);
		expect(merged[0]).toMatchObject({ operator: '<>d', values });
	});

	test.each([
		['the same twice', [equals('type', '1', '2'), equals('type_id', '2', '1')], [equals('type_id', '2', '1')]],
		['every status beside some', [equals('status', '7'), everyStatus], [equals('status', '7')]],
		['some beside every status', [everyStatus, { name: 'status_id', operator: 'o', values: [] }], [{ name: 'status_id', operator: 'o', values: [] }]],
		['different fields', [equals('type', '1'), equals('customField7', 'a'), equals('customField8', 'a')], [equals('type', '1'), equals('customField7', 'a'), equals('customField8', 'a')]],
	])('are said once: %s', (_name, filters, expected) => {
		expect(mergeFilters(filters)).toEqual(expected);
	});

	test.each([
		['two lists', [equals('type', '1'), equals('type', '2')], "Two filters are about 'type' (= '1' and = '2'), and OpenProject counts only the last of them."],
		['spellings of one field', [equals('customField7', 'a'), equals('cf_7', 'b')], "Two filters are about 'cf_7'"],
		['a range and days ago', [between('updatedAt', '2026-01-01T00:00:00Z', ''), { name: 'updatedAt', operator: '>t-', values: ['7'] }], "(<>d '2026-01-01T00:00:00Z', '' and >t- '7')"],
		['any value of another field', [equals('customField7', 'a'), { name: 'customField7', operator: '*', values: [] }], "Two filters are about 'customField7'"],
		['no time', [between('updatedAt', 'yesterday', ''), between('updatedAt', '2026-01-01', '')], "'yesterday' is no time for a filter."],
	])('that cannot be said as one are refused: %s', (_name, filters, message) => {
		expect(() => filtersOf(filters)).toThrow(ConfigurationError);
		expect(() => filtersOf(filters)).toThrow(message);
	});

	test.each([['updated_at', 'updatedat'], ['statusId', 'status'], ['assigned_to_id', 'assignee'], ['cf_12', 'customField12'], ['customField12', 'customField12'], ['id', 'id']])('are known by one name: %p', (given, name) => {
		expect(filterName(given)).toBe(name);
	});
});
