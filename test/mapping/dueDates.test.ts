import fc from 'fast-check';
import { compileMapping } from '../../src/mapping';
import type { Lens } from '../../src/mapping';
import type { Json, JsonObject } from '../../src/record';
import { compileTimeZone } from '../../src/mapping/timeZone';
import { propertySettings } from '../record/propertySettings';
import { context } from './lensSamples';

function due(timeZone: string): Lens {
	const field = { name: 'due', local: ['due_date', 'due_at'], remote: ['dueDate'], lens: { kind: 'due' as const, dateColumn: 'due_date', timeColumn: 'due_at', timeZone } };
	return (compileMapping([field], { policies: [] }).fields[0] as { lens: Lens }).lens;
}

const newYork = due('America/New_York');
const row = (due_date: Json, due_at: Json): JsonObject => ({ due_date, due_at });
const written = (due_date: Json, due_at: Json): unknown => ({ status: 'value', values: row(due_date, due_at) });

describe('due', () => {
	test('takes an evening in New York for the day it is there, not for the next one in UTC', () => {
		expect(newYork.get('local', row(null, '2026-07-02T01:30:00+00:00'), context)).toEqual({ status: 'value', value: '2026-07-01' });
	});

	test('goes by the time where it is set, else by the date', () => {
		expect(newYork.get('local', row('2026-01-05', '2026-07-01T16:00:00Z'), context)).toEqual({ status: 'value', value: '2026-07-01' });
		expect(newYork.get('local', row('2026-01-05', null), context)).toEqual({ status: 'value', value: '2026-01-05' });
		expect(newYork.get('local', row(null, null), context)).toEqual({ status: 'value', value: null });
	});

	test('writes the date alone where there was no time, and for a new row', () => {
		expect(newYork.put('local', '2026-07-01', row('2026-01-05', null), context)).toEqual(written('2026-07-01', null));
		expect(newYork.put('local', '2026-07-01', null, context)).toEqual(written('2026-07-01', null));
	});

	test('keeps the time of day on another date, microseconds included', () => {
		expect(newYork.put('local', '2026-07-09', row(null, '2026-07-02 01:30:00.123456+00'), context)).toEqual(written('2026-07-09', '2026-07-10T01:30:00.123456Z'));
	});

	test('keeps the time of day across the change to summer time', () => {
		expect(newYork.put('local', '2026-03-10', row(null, '2026-03-06T14:00:00Z'), context)).toEqual(written('2026-03-10', '2026-03-10T13:00:00Z'));
	});

	test('moves a time the clocks skip forward, and takes the first of a time shown twice', () => {
		// 02:30 on 8 March 2026 does not exist in New York; 01:30 on 1 November 2026 comes twice.
		expect(newYork.put('local', '2026-03-08', row(null, '2026-03-07T07:30:00Z'), context)).toEqual(written('2026-03-08', '2026-03-08T07:30:00Z'));
		expect(newYork.put('local', '2026-11-01', row(null, '2026-10-31T05:30:00Z'), context)).toEqual(written('2026-11-01', '2026-11-01T05:30:00Z'));
	});

	test('clears both with null', () => {
		expect(newYork.put('local', null, row('2026-07-01', '2026-07-01T16:00:00Z'), context)).toEqual(written(null, null));
	});

	test('leaves both alone where they say the day already, though the date column disagrees with the time', () => {
		expect(newYork.put('local', '2026-07-01', row('2026-01-05', '2026-07-01T16:00:00Z'), context)).toEqual(written('2026-01-05', '2026-07-01T16:00:00Z'));
	});

	test('refuses a time without a day by name', () => {
		expect(newYork.get('local', row(null, 'infinity'), context)).toEqual({ status: 'failed', message: "The column 'due_at' of the row holds 'infinity', which is no time that has a date in OpenProject (field 'due'). Change the value." });
		expect(newYork.get('local', row('infinity', null), context)).toMatchObject({ status: 'failed', message: expect.stringContaining("column 'due_date'") as string });
	});

	test('refuses a day a zone left out: Samoa had no 30 December 2011', () => {
		expect(due('Pacific/Apia').put('local', '2011-12-30', row(null, '2011-12-20T00:00:00Z'), context)).toEqual({
			status: 'failed', message: "The day 2011-12-30 does not exist in Pacific/Apia, so field 'due' cannot hold it. Choose another date.",
		});
	});
});

describe('instant_date', () => {
	const field = { name: 'due', local: ['due_date'], remote: ['dueDate'], lens: { kind: 'instant_date' as const, timeZone: 'America/New_York' } };
	const lens = (compileMapping([field], { policies: [] }).fields[0] as { lens: Lens }).lens;

	test('is midday where there was no time, and the old time of day where there was one', () => {
		expect(lens.put('local', '2026-07-01', null, context)).toEqual({ status: 'value', values: { due_date: '2026-07-01T16:00:00Z' } });
		expect(lens.put('local', '2026-07-01', { due_date: null }, context)).toEqual({ status: 'value', values: { due_date: '2026-07-01T16:00:00Z' } });
		expect(lens.put('local', '2026-12-01', { due_date: '2026-07-01 22:15:00+00' }, context)).toEqual({ status: 'value', values: { due_date: '2026-12-01T23:15:00Z' } });
		expect(lens.put('local', null, { due_date: '2026-07-01 22:15:00+00' }, context)).toEqual({ status: 'value', values: { due_date: null } });
	});
});

describe('time zones', () => {
	const zones = ['America/New_York', 'Europe/Dublin', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia', 'America/Sao_Paulo', 'Africa/Casablanca', 'America/Nuuk', 'UTC'];
	const moment = fc.integer({ min: Date.UTC(1850, 0, 1), max: Date.UTC(2100, 0, 1) });

	test.each(zones)('shows in %s what Intl shows', (name) => {
		const zone = compileTimeZone(name, 'due');
		const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: name, dateStyle: 'short', timeStyle: 'medium' });
		fc.assert(fc.property(moment, (ms) => {
			const [day, time] = shown.format(ms).split(' ') as [string, string];
			expect(zone.dayOf(ms)).toBe(day);
			expect(new Date(zone.timeOfDay(ms)).toISOString().slice(11, 19)).toBe(time);
		}), propertySettings);
	});

	test.each(zones)('finds the moment again that a wall clock in %s shows, or the earlier one that shows the same', (name) => {
		const zone = compileTimeZone(name, 'due');
		fc.assert(fc.property(moment, (ms) => {
			const found = zone.instantOf(zone.dayOf(ms) as string, zone.timeOfDay(ms)) as number;
			expect(found).toBeLessThanOrEqual(ms);
			expect([zone.dayOf(found), zone.timeOfDay(found)]).toEqual([zone.dayOf(ms), zone.timeOfDay(ms)]);
		}), propertySettings);
	});

	test.each(zones)('moves a skipped time in %s forward by the length of the gap, and stays on its day', (name) => {
		const zone = compileTimeZone(name, 'due');
		fc.assert(fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 86_399 }), (days, seconds) => {
			const day = new Date(days * 86_400_000).toISOString().slice(0, 10);
			const found = zone.instantOf(day, seconds * 1000);
			if (found === null) {
				expect([name, day]).toEqual(['Pacific/Apia', '2011-12-30']);
				return;
			}
			expect(zone.dayOf(found)).toBe(day);
			expect(Math.abs(zone.timeOfDay(found) - seconds * 1000)).toBeLessThanOrEqual(3_600_000);
		}), propertySettings);
	});

	test('has no days before year 1 and after 9999', () => {
		const zone = compileTimeZone('America/New_York', 'due');
		expect(zone.dayOf(Date.parse('-000001-06-01T00:00:00Z'))).toBeNull();
		expect(zone.dayOf(Date.parse('+012345-06-01T00:00:00Z'))).toBeNull();
		expect(zone.dayOf(Date.parse('0050-06-01T12:00:00Z'))).toBe('0050-06-01');
	});

	test('makes no formatter for a date: one costs as much as a thousand dates', () => {
		const made = jest.spyOn(Intl, 'DateTimeFormat');
		for (let index = 0; index < 2000; index += 1) newYork.get('local', row(null, new Date(1_700_000_000_000 + index * 3_600_000).toISOString()), context);
		expect(made).not.toHaveBeenCalled();
		made.mockRestore();
	});
});
