import { invalidQuery } from '../http/apiError';

const DAY_US = 86_400_000_000;

/** Microseconds since the epoch, both ends included. */
export interface TimeRange {
	readonly from: number;
	readonly to: number;
}

export const DATE_TIME_OPERATORS: readonly string[] = ['>t-', '<t-', 't-', 't', 'w', '=d', '<>d'];

/** What a filter of a date-time lets through. Days are counted in UTC. Throws InvalidQuery for what is no time. */
export function timeRangeOf({ title, operator, values, nowMs }: { title: string; operator: string; values: readonly string[]; nowMs: number }): TimeRange {
	const today = Math.floor((nowMs * 1000) / DAY_US) * DAY_US;
	const endOfDay = (daysAgo: number): number => today - daysAgo * DAY_US + DAY_US - 1;
	switch (operator) {
		case '<>d':
			return { from: parseTime(title, values[0]) ?? -Infinity, to: parseTime(title, values[1]) ?? Infinity };
		case '=d': {
			const from = parseTime(title, values[0]);
			if (from === null) throw invalidQuery(`${title} Values can't be blank.`);
			return { from, to: from + DAY_US };
		}
		case '>t-':
			return { from: endOfDay(days(title, values) + 1) + 1, to: endOfDay(0) };
		case '<t-':
			return { from: -Infinity, to: endOfDay(days(title, values)) };
		case 't-':
			return { from: endOfDay(days(title, values) + 1) + 1, to: endOfDay(days(title, values)) };
		case 't':
			return { from: today, to: endOfDay(0) };
		default: {
			const monday = today - ((new Date(today / 1000).getUTCDay() + 6) % 7) * DAY_US;
			return { from: monday, to: monday + 7 * DAY_US - 1 };
		}
	}
}

/** Microseconds of an ISO 8601 text, all its decimals kept; without a zone it is UTC. Null for the empty text. */
export function parseTime(title: string, text: string | undefined): number | null {
	if (text === undefined || text.trim() === '') return null;
	const parts = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d+))?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i.exec(text.trim());
	const [, date, time = '00:00', decimals = '', zone = 'Z'] = parts ?? [];
	const ms = Date.parse(`${date}T${time}${zone.toUpperCase()}`);
	if (parts === null || Number.isNaN(ms)) throw invalidQuery(`${title} Values is not a valid date time.`);
	return ms * 1000 + Number(decimals.slice(0, 6).padEnd(6, '0'));
}

function days(title: string, values: readonly string[]): number {
	if (!/^-?\d+$/.test(values[0] ?? '')) throw invalidQuery(`${title} Values is not an integer.`);
	return Number(values[0]);
}
