import { RemoteAnswerError } from '../errors';
import type { TimeRange } from './filters';
import type { Dated } from './windowSource';

/** Pages beyond twice what the first answer announced, for what is added while a list is read. */
const SPARE_PAGES = 50;

/** How many pages a list may have before it is taken to be endless. */
export function pageLimit(total: number, pageSize: number): number {
	return 2 * Math.ceil(total / Math.max(1, pageSize)) + SPARE_PAGES;
}

/** A server that ignores the filter or the order would make the window lose records: better to say so. */
export function checkRange(records: readonly Dated[], range: TimeRange): void {
	for (const [index, record] of records.entries()) {
		const before = index === 0 ? null : (records[index - 1] as Dated);
		if ((range.lower !== null && record.updatedAt < range.lower) || (range.upper !== null && record.updatedAt > range.upper)) {
			throw new RemoteAnswerError(`OpenProject was asked for work packages changed from ${range.lower ?? 'ever'} to ${range.upper ?? 'now'} and delivered number ${record.id}, changed ${record.updatedAt}. Something between here and OpenProject may be dropping the filters.`);
		}
		if (before !== null && before.updatedAt > record.updatedAt) {
			throw new RemoteAnswerError(`OpenProject was asked for work packages in the order of their changes and delivered number ${before.id} (${before.updatedAt}) before ${record.id} (${record.updatedAt}).`);
		}
	}
}

/** The server sorts by microseconds, which it does not show; within a millisecond the order is by id. */
export function byTimeThenId(a: Dated, b: Dated): number {
	if (a.updatedAt !== b.updatedAt) return a.updatedAt < b.updatedAt ? -1 : 1;
	return Number(a.id) - Number(b.id);
}

export function repeated(offset: number): RemoteAnswerError {
	return new RemoteAnswerError(`OpenProject's page ${offset} of work packages repeats the page before. Something between here and OpenProject may be dropping the page number.`);
}

export function endless(offset: number): RemoteAnswerError {
	return new RemoteAnswerError(`OpenProject's list of work packages does not end: ${offset} pages were read, more than twice what the first announced.`);
}

export function nothingDelivered(total: number): RemoteAnswerError {
	return new RemoteAnswerError(`OpenProject announces ${total} work packages and delivers none of them.`);
}
