import type { INodeProperties } from 'n8n-workflow';
import { readCatalog, simplifyEntry, type CatalogKind } from '../../../src/openproject/workPackages';
import { itemOf } from '../../n8n/items';
import { booleanOf, numberOf, textOf, valuesOf, wordOf } from '../../n8n/values';
import { located } from '../input/located';
import { limit, returnAll } from '../parameters/find';
import { projectLocator } from '../parameters/locators';
import { requestOptions, simplifyOutput } from '../parameters/options';
import { collectionOf, shownFor } from '../parameters/shownFor';
import type { ItemOperation, ResourceName } from './operation';

const CATALOGS: readonly CatalogKind[] = ['priority', 'project', 'status', 'type', 'user'];

const search: INodeProperties = { displayName: 'Search', name: 'search', type: 'string', default: '', placeholder: 'e.g. field', description: 'Part of the name; of projects also of the identifier, of people also of the login and e-mail address' };

function form(resources: readonly ResourceName[], filters: readonly INodeProperties[]): INodeProperties[] {
	return shownFor(resources, ['getAll'], [returnAll, limit, simplifyOutput, collectionOf('Filters', 'filters', 'Add Filter', filters), collectionOf('Options', 'options', 'Add Option', requestOptions)]);
}

export const description: INodeProperties[] = [
	...form(['priority', 'project', 'status'], [search]),
	...form(['type'], [search, projectLocator({ description: 'Only types that are enabled in this project' })]),
	...form(['user'], [search, projectLocator({ description: 'Only people and groups that are members of this project' })]),
];

/** Entries of a list of OpenProject's: projects, statuses, types, priorities, people the API user can see. */
export const execute: ItemOperation = async ({ context, api }, itemIndex) => {
	const kind = wordOf(context.getNodeParameter('resource', itemIndex), 'Resource', CATALOGS);
	const filters = valuesOf(context.getNodeParameter('filters', itemIndex, {}));
	const isAll = booleanOf(context.getNodeParameter('returnAll', itemIndex), 'Return All', false);
	const text = textOf(filters['search'], 'Search', '');
	const entries = await readCatalog(api, {
		kind,
		search: text === '' ? null : text,
		project: located(filters['project'], 'Project', 'projects'),
		limit: isAll ? null : numberOf(context.getNodeParameter('limit', itemIndex), 'Limit', { min: 1, max: Number.MAX_SAFE_INTEGER, fallback: 50, whole: true }),
	});
	const isSimple = booleanOf(context.getNodeParameter('simplify', itemIndex, true), 'Simplify', true);
	return entries.map((entry) => itemOf(isSimple ? simplifyEntry(kind, entry, api.baseUrl) : (entry as object), itemIndex));
};
