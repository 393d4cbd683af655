import { ok, type Answer, type Exchange } from '../http/exchange';
import { cutPage, parsePage } from '../query/paging';
import { collectionHref, pageLinks } from '../represent/pageLinks';
import { collection, type Json } from '../represent/primitives';

/** One page of a collection, with links to the others. */
export function pagedCollection<Row>(exchange: Exchange, path: string, rows: readonly Row[], represent: (row: Row) => Json): Answer {
	const page = parsePage(exchange.request.query, exchange.instance.maxPageSize);
	const parameters = { filters: exchange.request.query.get('filters') ?? '[]' };
	return ok(
		collection({
			elements: cutPage(rows, page).map(represent),
			total: rows.length,
			href: collectionHref(path, parameters, page),
			page,
			links: pageLinks(path, parameters, page, rows.length),
		}),
	);
}
