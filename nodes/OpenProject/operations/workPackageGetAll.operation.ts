import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Filter } from '../../../src/openproject';
import { comparing, findWorkPackages, type FindOrder, type FindWords } from '../../../src/openproject/workPackages';
import { InputError } from '../../n8n/InputError';
import { jsonOf, numberOf, textOrNull, textsOf, valuesOf, wordOf } from '../../n8n/values';
import { instantOf } from '../../n8n/instant';
import { workflowZone } from '../../n8n/workflowZone';
import { readLimit } from '../input/limit';
import { located } from '../input/located';
import { readSimplify } from '../input/simplify';
import { workPackageItem } from '../output/items';
import { findForm } from '../parameters/find';
import { shownFor } from '../parameters/shownFor';
import type { ItemOperation } from './operation';

export const description = shownFor(['workPackage'], ['getAll'], findForm);

const ORDERS: readonly FindOrder[] = ['changedAscending', 'changedDescending', 'idAscending', 'idDescending'];

/** Work packages that meet all conditions. One that changes while the list is read comes once, as it was last read. */
export const execute: ItemOperation = async (session, itemIndex) => {
	const { context } = session;
	const options = valuesOf(context.getNodeParameter('options', itemIndex, {}));
	const isSimple = readSimplify(context, itemIndex);
	const order = wordOf(options['order'], 'Sort', ORDERS, 'idAscending');
	const found = new Map<string, { readonly id: string; readonly updatedAt: string; readonly item: INodeExecutionData }>();
	const pages = findWorkPackages(session.api, {
		words: readWords(context, itemIndex),
		order,
		limit: readLimit(context, itemIndex),
		pageSize: numberOf(options['pageSize'], 'Page Size', { min: 1, max: 1000, fallback: 200, whole: true }),
		names: session.places.names,
	});
	for await (const page of pages) {
		if (session.isCancelled()) break;
		for (const one of page) found.set(one.id, { id: one.id, updatedAt: one.updatedAt, item: await workPackageItem(session, one, { itemIndex, isSimple }) });
	}
	return [...found.values()].sort(comparing(order)).map(({ item }) => item);
};

function readWords(context: IExecuteFunctions, itemIndex: number): FindWords {
	const filters = valuesOf(context.getNodeParameter('filters', itemIndex, {}));
	return {
		project: located(filters['project'], 'Project', 'projects'),
		changedSince: instantOf(filters['changedSince'], 'Changed Since', workflowZone(context)),
		state: wordOf(filters['state'], 'Open or Closed', ['all', 'closed', 'open'] as const, 'all'),
		statuses: textsOf(filters['statuses'], 'Status'),
		types: textsOf(filters['types'], 'Type'),
		priorities: textsOf(filters['priorities'], 'Priority'),
		assignee: located(filters['assignee'], 'Assignee', 'users'),
		parent: located(filters['parent'], 'Parent', 'work_packages'),
		text: textOrNull(filters['text'], 'Text'),
		subject: textOrNull(filters['subject'], 'Subject'),
		raw: rawFilters(filters['filtersJson']),
	};
}

/** OpenProject's own form: [{ "name": { "operator": "=", "values": ["1"] } }]. */
function rawFilters(value: unknown): readonly Filter[] {
	if (value === undefined || value === null || value === '') return [];
	const json = jsonOf(value, 'Filters (JSON)');
	if (!Array.isArray(json)) throw new InputError('Filters (JSON)', value, 'Give an array, e.g. [{ "author": { "operator": "=", "values": ["me"] } }].');
	return json.flatMap((entry: unknown) =>
		Object.entries(valuesOf(entry)).map(([name, condition]) => {
			const { operator, values } = valuesOf(condition);
			if (typeof operator !== 'string') throw new InputError('Filters (JSON)', value, `Give the filter '${name}' an operator, e.g. { "operator": "=", "values": ["1"] }.`);
			return { name, operator, values: (Array.isArray(values) ? values : []).map(String) };
		}),
	);
}
