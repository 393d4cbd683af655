import type { CustomField, HierarchyItem } from '../data/customField';
import { notFound } from '../http/apiError';
import { ok, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { representCustomOption } from '../represent/catalogs';
import { representBranch, representItem, representItems } from '../represent/hierarchyItems';

/** Values of custom fields: options of lists and items of hierarchies. Read in 15.4.0's source. */
export const customFieldRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: '/api/v3/custom_options/:id',
		handle: ({ instance, parameters }) => {
			const option = [...instance.database.customFields.values()].flatMap((field) => field.options).find(({ id }) => String(id) === parameters[0]);
			if (option === undefined) throw notFound();
			return ok(representCustomOption(option));
		},
	},
	{
		method: 'GET',
		path: '/api/v3/custom_fields/:id/items',
		handle: ({ instance, parameters }) => {
			const field = instance.database.customFields.get(Number(parameters[0]));
			if (field?.format !== 'hierarchy') throw notFound();
			return ok(representItems(field));
		},
	},
	{
		method: 'GET',
		path: '/api/v3/custom_field_items/:id',
		handle: (exchange) => ok(representItem(...itemOf(exchange))),
	},
	{
		method: 'GET',
		path: '/api/v3/custom_field_items/:id/branch',
		handle: (exchange) => ok(representBranch(...itemOf(exchange))),
	},
];

function itemOf({ instance, parameters }: Exchange): [HierarchyItem, CustomField] {
	for (const field of instance.database.customFields.values()) {
		const item = field.items?.find(({ id }) => String(id) === parameters[0]);
		if (item !== undefined) return [item, field];
	}
	throw notFound();
}
