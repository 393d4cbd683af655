import { RemoteAnswerError } from '../errors';
import { nextMillisecond, readEqualTimes, versionOf } from './equalTimes';
import { nothingDelivered, pageLimit } from './listChecks';
import type { Dated, SourcePage, WindowPage, WindowSource } from './windowSource';

/**
 * Everything in scope changed at `from` or later, in order of (updatedAt, id), each record at least once.
 *
 * Always asks for the first page and moves the lower bound to the last time read. Paging by number would lose
 * records: one that is edited moves to the end, and the one after it slips over the border of a page already read.
 * Records edited meanwhile come again, at the end.
 *
 * Ends even under constant edits: what was there at the beginning takes at most two pages for each page full of it.
 * Past that, whatever is left changed after the first answer, and the next window begins before that.
 *
 * @throws RemoteAnswerError where the server's pages make no sense: out of order, outside the range, without end.
 */
export async function* readWindow<R extends Dated>(source: WindowSource<R>, from: string | null, nowMs: number): AsyncGenerator<WindowPage<R>> {
	let lower = from === null ? null : new Date(from).toISOString();
	let carried: ReadonlySet<string> = new Set();
	let limit = 0;
	let startMs = nowMs;
	for (let pages = 1; ; pages += 1) {
		const page = await source.list({ lower, upper: null }, 1);
		if (pages === 1) [limit, startMs] = [pageLimit(page.total, page.pageSize), page.serverTimeMs ?? nowMs];
		const known = carried;
		yield { records: page.records.filter((record) => !known.has(versionOf(record))), serverTimeMs: page.serverTimeMs, tookMs: page.tookMs };
		if (isLast(page)) return;
		const first = page.records[0];
		const last = page.records.at(-1);
		if (first === undefined || last === undefined) throw nothingDelivered(page.total);
		if (first.updatedAt === last.updatedAt) {
			yield* readEqualTimes(source, last.updatedAt, page.records);
			[lower, carried] = [nextMillisecond(last.updatedAt), new Set()];
		} else {
			[lower, carried] = [last.updatedAt, new Set(page.records.filter((record) => record.updatedAt === last.updatedAt).map(versionOf))];
		}
		if (pages < limit) continue;
		if (Date.parse(lower) > startMs) return;
		throw new RemoteAnswerError(`OpenProject's list of changed work packages does not end: ${pages} pages were read, and the last was still of ${lower}.`);
	}
}

/** A page that is full may have been cut short between the count and the list: one more is asked for. */
function isLast(page: SourcePage<unknown>): boolean {
	return page.records.length >= page.total && page.records.length < page.pageSize;
}
