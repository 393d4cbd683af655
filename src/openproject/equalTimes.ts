import { RemoteAnswerError } from '../errors';
import type { TimeRange } from './filters';
import { pageLimit } from './listChecks';
import type { Dated, WindowPage, WindowSource } from './windowSource';

const READINGS = 3;

/** One millisecond later. */
export function nextMillisecond(time: string): string {
	return new Date(Date.parse(time) + 1).toISOString();
}

/**
 * Reads everything changed in one millisecond, where the lower bound of the window cannot advance: page by page, and
 * then once more by ids alone, since a record edited meanwhile leaves the range and lets another slip over a page
 * border. Done when two such readings agree that nothing is missing; after three, what is still missing by the list of
 * ids is read one by one.
 *
 * Between equal times and the next millisecond nothing shows, so the range goes up to that millisecond itself.
 *
 * @param first records of the range that were handed on already.
 */
export async function* readEqualTimes<R extends Dated>(source: WindowSource<R>, time: string, first: readonly R[]): AsyncGenerator<WindowPage<R>> {
	yield* readRange(source, { lower: time, upper: nextMillisecond(time) }, first);
}

/** The same for any range, where it cannot be read along the time of change. */
export async function* readRange<R extends Dated>(source: WindowSource<R>, range: TimeRange, first: readonly R[]): AsyncGenerator<WindowPage<R>> {
	const seen = new Map(first.map((record) => [record.id, versionOf(record)]));
	for (let reading = 1; reading <= READINGS; reading += 1) {
		const announced = yield* readByOffset(source, range, seen);
		const listed = await listIds(source, range);
		const missing = listed.ids.filter((id) => !seen.has(id));
		if (missing.length === 0 && seen.size >= Math.max(announced, listed.total)) return;
		if (reading === READINGS) yield* readSingly(source, missing);
	}
}

async function* readByOffset<R extends Dated>(source: WindowSource<R>, range: TimeRange, seen: Map<string, string>): AsyncGenerator<WindowPage<R>, number> {
	let announced = 0;
	let limit = 0;
	for (let offset = 1; ; offset += 1) {
		const page = await source.list(range, offset);
		announced = Math.max(announced, page.total);
		if (offset === 1) limit = pageLimit(page.total, page.pageSize);
		const fresh = page.records.filter((record) => seen.get(record.id) !== versionOf(record));
		for (const record of fresh) seen.set(record.id, versionOf(record));
		yield { records: fresh, serverTimeMs: page.serverTimeMs, tookMs: page.tookMs };
		if (page.records.length === 0 || offset * page.pageSize >= page.total) return announced;
		if (offset >= limit) throw new RemoteAnswerError(`OpenProject's list of work packages${range.lower === null ? '' : ` changed at ${range.lower}`} does not end: ${offset} pages were read.`);
	}
}

async function listIds<R extends Dated>(source: WindowSource<R>, range: TimeRange): Promise<{ readonly ids: readonly string[]; readonly total: number }> {
	const ids = new Set<string>();
	let most = 0;
	for await (const page of source.ids(range)) {
		most = Math.max(most, page.total);
		for (const id of page.ids) ids.add(id);
	}
	return { ids: [...ids], total: most };
}

/** What has gone meanwhile is no loss: whoever edited it moved it to a later time, which the window comes to. */
async function* readSingly<R extends Dated>(source: WindowSource<R>, ids: readonly string[]): AsyncGenerator<WindowPage<R>> {
	for (const id of ids) {
		const record = await source.read(id);
		if (record !== null) yield { records: [record], serverTimeMs: null, tookMs: 0 };
	}
}

/** Tells states of one record apart; comments move the time and not the lock, edits within a millisecond the lock only. */
export function versionOf(record: Dated): string {
	return `${record.id} ${record.updatedAt} ${record.lockVersion}`;
}
