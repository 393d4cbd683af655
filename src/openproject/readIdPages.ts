import type { IsAbandoned, OpenProjectApi } from './api';
import { byId } from './filters';
import type { Filter } from './filters';
import { idOf } from './ids';
import { own } from './json';
import { endless, nothingDelivered, pageLimit, repeated } from './listChecks';
import { listQuery } from './listQuery';
import { listPath } from './workPackageRequests';

/** What servers allow unless told otherwise. Beside `select`, -1 for the maximum is an error inside OpenProject 15. */
const PAGE_SIZE = 1000;

/** Ids, with the total as the server last gave it. */
export interface IdPage {
	readonly ids: readonly string[];
	readonly total: number;
}

/**
 * The ids of a project's work packages that the filters let through, page by page; of every project's where none is given.
 *
 * @throws RemoteAnswerError where the list is cut short, repeats itself or never ends.
 */
export async function* readIdPages(api: OpenProjectApi, projectId: string | null, filters: readonly Filter[], isAbandoned?: IsAbandoned): AsyncGenerator<IdPage> {
	let previous: ReadonlySet<string> = new Set();
	let size = 0;
	let limit = 0;
	for (let offset = 1; ; offset += 1) {
		const query = { ...listQuery(filters, byId), offset: String(offset), pageSize: String(PAGE_SIZE), select: 'total,elements/id' };
		const { elements, total } = await api.getPage(listPath(projectId), query, isAbandoned);
		const ids = elements.map((element) => idOf(own(element, 'id'), 'a work package'));
		if (offset === 1) [size, limit] = [ids.length, pageLimit(total, ids.length)];
		if (ids.length > 0 && ids.every((id) => previous.has(id))) throw repeated(offset);
		if (offset === 1 && ids.length === 0 && total > 0) throw nothingDelivered(total);
		yield { ids, total };
		if (ids.length === 0 || offset * size >= total) return;
		if (offset >= limit) throw endless(offset);
		previous = new Set(ids);
	}
}
