import { invalidQuery } from '../http/apiError';
import { ok, type Answer, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { parseFilters } from '../query/filterSpec';
import { isDate } from '../rules/calendar';
import type { Json } from '../represent/primitives';

const DAY_MS = 86_400_000;
const NAMES = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The calendar: days from one to another, both included, with which of them are worked on. Without pages. Seen on 15.4.0, 29 November 2026. */
export const dayRoutes: readonly Route[] = [{ method: 'GET', path: '/api/v3/days', handle: listDays }];

function listDays({ instance, request }: Exchange): Answer {
	const given = request.query.get('filters');
	const [from, to] = rangeOf(given ?? '[]', new Date(instance.clock.nowMs()));
	const days: Json[] = [];
	for (let time = Date.parse(from); time <= Date.parse(to); time += DAY_MS) days.push(dayOf(new Date(time), instance.behaviour.nonWorkingDays));
	const href = given === null ? '/api/v3/days' : `/api/v3/days?filters=${encodeURIComponent(given)}`;
	return ok({ _type: 'Collection', total: days.length, count: days.length, _embedded: { elements: days }, _links: { self: { href } } });
}

/** Without a filter: this month and the next. */
function rangeOf(filters: string, now: Date): readonly [from: string, to: string] {
	let range: readonly [string, string] = [isoDate(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1))), isoDate(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 2, 0)))];
	for (const { name, operator, values } of parseFilters(filters)) {
		if (name !== 'date') throw invalidQuery(`Filters ${name} filter does not exist.`);
		const [from = '', to = ''] = values;
		if (operator !== '<>d' || !isDate(from) || !isDate(to)) throw invalidQuery('Filters Date is not set to one of the allowed values.');
		range = [from, to];
	}
	return range;
}

function dayOf(day: Date, nonWorking: readonly number[]): Json {
	const [date, place] = [isoDate(day), day.getUTCDay()];
	const weekday = { href: `/api/v3/days/week/${place === 0 ? 7 : place}`, title: NAMES[place] as string };
	const isWorking = !nonWorking.includes(place);
	return {
		_type: 'Day', date, name: weekday.title, working: isWorking,
		_links: { self: { href: `/api/v3/days/${date}`, title: weekday.title }, weekday, ...(isWorking ? {} : { nonWorkingReasons: [{ title: weekday.title, href: weekday.href }] }) },
	};
}

function isoDate(day: Date): string {
	return day.toISOString().slice(0, 10);
}
