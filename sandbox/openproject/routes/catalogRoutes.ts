import { ok, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { representCustomOption, representPriority, representStatus, representType } from '../represent/catalogs';
import { collection, type Json } from '../represent/primitives';
import { notFound } from '../http/apiError';
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
	{
		method: 'GET',
		path: '/api/v3/custom_options/:id',
		handle: ({ instance, parameters }) => {
			const option = [...instance.database.customFields.values()].flatMap((field) => field.options).find(({ id }) => String(id) === parameters[0]);
			if (option === undefined) throw notFound();
			return ok(representCustomOption(option));
		},
	},
];
