import type { WorkPackage } from '../data/model';
import { invalidQuery } from '../http/apiError';
import type { FilterKind } from './filterKinds';

const DAY_MS = 86_400_000;

const DATE_OPERATORS: readonly string[] = ['<t+', '>t+', 't+', 't', 'w', '>t-', '<t-', 't-', '=d', '<>d', '!*'];

/** Both ends included; '' is open. */
interface DateRange {
	readonly from: string;
	readonly to: string;
}

/** By a date, in days from today or between two. Seen on 15.4.0, 29 November 2026. */
export function dateFilter(title: string, dateOf: (row: WorkPackage) => string | null): FilterKind {
	return {
		operators: DATE_OPERATORS,
		compile: ({ operator, values }, { instance }) => {
			if (operator === '!*') return { matches: (row) => dateOf(row) === null };
			const { from, to } = rangeOf({ title, operator, values, nowMs: instance.clock.nowMs() });
			return { matches: (row) => isBetween(dateOf(row), from, to) };
		},
	};
}

function isBetween(date: string | null, from: string, to: string): boolean {
	return date !== null && (from === '' || date >= from) && (to === '' || date <= to);
}

function rangeOf({ title, operator, values, nowMs }: { title: string; operator: string; values: readonly string[]; nowMs: number }): DateRange {
	const day = (offset: number): string => new Date(nowMs + offset * DAY_MS).toISOString().slice(0, 10);
	switch (operator) {
		case '=d':
			return { from: date(title, values[0]), to: date(title, values[0]) };
		case '<>d':
			return { from: date(title, values[0]), to: date(title, values[1]) };
		case 't':
			return { from: day(0), to: day(0) };
		case 'w': {
			const monday = -((new Date(nowMs).getUTCDay() + 6) % 7);
			return { from: day(monday), to: day(monday + 6) };
		}
		default:
			return relative(operator, days(title, values), day);
	}
}

function relative(operator: string, days: number, day: (offset: number) => string): DateRange {
	switch (operator) {
		case '<t+':
			return { from: day(0), to: day(days) };
		case '>t+':
			return { from: day(days), to: '' };
		case 't+':
			return { from: day(days), to: day(days) };
		case '>t-':
			return { from: day(-days), to: day(0) };
		case '<t-':
			return { from: '', to: day(-days) };
		default:
			return { from: day(-days), to: day(-days) };
	}
}

function date(title: string, text = ''): string {
	if (text !== '' && Number.isNaN(Date.parse(text))) throw invalidQuery(`${title} Values is not a valid date.`);
	return text.slice(0, 10);
}

function days(title: string, values: readonly string[]): number {
	if (!/^-?\d+$/.test(values[0] ?? '')) throw invalidQuery(`${title} Values is not an integer.`);
	return Number(values[0]);
}
