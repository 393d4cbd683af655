import type { IsAbandoned, OpenProjectApi } from './api';
import { byId } from './filters';
import type { Filter } from './filters';
import { idOf } from './ids';
import { own } from './json';
import { endless, nothingDelivered, pageLimit, repeated } from './listChecks';
import { listQuery } from './listQuery';
import { WORK_PACKAGES } from './workPackageRequests';

/** Ids, with the total as the server last gave it. */
export interface IdPage {
	readonly ids: readonly string[];
	readonly total: number;
}

/**
 * The ids of the work packages that the filters let through, page by page.
 *
 * @throws RemoteAnswerError where the list is cut short, repeats itself or never ends.
 */
export async function* readIdPages(api: OpenProjectApi, filters: readonly Filter[], isAbandoned?: IsAbandoned): AsyncGenerator<IdPage> {
	let previous: ReadonlySet<string> = new Set();
	let size = 0;
	let limit = 0;
	for (let offset = 1; ; offset += 1) {
		const query = { ...listQuery(filters, byId), offset: String(offset), pageSize: '-1', select: 'total,elements/id' };
		const { elements, total } = await api.getPage(WORK_PACKAGES, query, isAbandoned);
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
