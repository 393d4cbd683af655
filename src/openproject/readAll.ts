import { RemoteAnswerError } from '../errors';
import type { IsAbandoned, OpenProjectApi, Query } from './api';

/** Pages beyond what the first answer announced, for what is added meanwhile. */
const SPARE_PAGES = 16;

/**
 * All elements of a small collection, page by page where it has pages.
 *
 * @throws RemoteAnswerError where the pages never end.
 */
export async function readAll(api: OpenProjectApi, path: string, query: Query, isAbandoned?: IsAbandoned): Promise<readonly unknown[]> {
	const elements: unknown[] = [];
	let limit = 1;
	let size = 0;
	for (let offset = 1; ; offset += 1) {
		const page = await api.getPage(path, { ...query, offset: String(offset), pageSize: '-1' }, isAbandoned);
		for (const element of page.elements) elements.push(element);
		if (offset === 1) {
			size = page.elements.length;
			limit = 2 * Math.ceil(page.total / Math.max(1, size)) + SPARE_PAGES;
		}
		if (page.elements.length === 0 || offset * size >= page.total) return elements;
		if (offset >= limit) throw new RemoteAnswerError(`OpenProject's list ${path} does not end: ${elements.length} elements were delivered of ${page.total} announced. Something between here and OpenProject may be dropping the page number.`);
	}
}
