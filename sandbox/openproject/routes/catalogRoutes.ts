import { ok, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { representPriority, representStatus, representType } from '../represent/catalogs';
import { collection, type Json } from '../represent/primitives';
import { entryOf } from './lookups';

/** A small catalog: all of it at once, and each entry by id. */
function catalog<Row extends { readonly position: number }>(path: string, tableOf: (exchange: Exchange) => ReadonlyMap<number, Row>, represent: (row: Row) => Json): readonly Route[] {
	return [
		{
			method: 'GET',
			path,
			handle: (exchange) => ok(collection({ elements: [...tableOf(exchange).values()].sort((a, b) => a.position - b.position).map(represent), href: path })),
		},
		{ method: 'GET', path: `${path}/:id`, handle: (exchange) => ok(represent(entryOf(tableOf(exchange), exchange))) },
	];
}

export const catalogRoutes: readonly Route[] = [
	...catalog('/api/v3/statuses', ({ instance }) => instance.database.statuses, representStatus),
	...catalog('/api/v3/priorities', ({ instance }) => instance.database.priorities, representPriority),
	...catalog('/api/v3/types', ({ instance }) => instance.database.types, representType),
];
