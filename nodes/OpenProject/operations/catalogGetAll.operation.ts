import type { INodeProperties } from 'n8n-workflow';
import { readCatalog, simplifyEntry, type CatalogKind } from '../../../src/openproject/workPackages';
import { itemOf } from '../../n8n/items';
import { optionsOf } from '../../n8n/parameters/collection';
import { projectLocator } from '../../n8n/parameters/projectLocator';
import { simplify } from '../../n8n/parameters/simplify';
import { textOrNull, valuesOf, wordOf } from '../../n8n/values';
import { readLimit } from '../input/limit';
import { located } from '../input/located';
import { readSimplify } from '../input/simplify';
import { filtersOf, limit, returnAll } from '../parameters/find';
import { requestOptions } from '../parameters/options';
import { shownFor } from '../parameters/shownFor';
import type { ItemOperation, ResourceName } from './operation';

const CATALOGS: readonly CatalogKind[] = ['priority', 'project', 'status', 'type', 'user'];

const search: INodeProperties = { displayName: 'Search', name: 'search', type: 'string', default: '', placeholder: 'e.g. field', description: 'Part of the name; of projects also of the identifier, of people also of the login and e-mail address' };

function form(resources: readonly ResourceName[], filters: readonly INodeProperties[]): INodeProperties[] {
	return shownFor(resources, ['getAll'], [returnAll, limit, simplify, filtersOf(filters), optionsOf(requestOptions)]);
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
	const entries = await readCatalog(api, {
		kind,
		search: textOrNull(filters['search'], 'Search'),
		project: located(filters['project'], 'Project', 'projects'),
		limit: readLimit(context, itemIndex),
	});
	const isSimple = readSimplify(context, itemIndex);
	return entries.map((entry) => itemOf(isSimple ? simplifyEntry(kind, entry, api.baseUrl) : (entry as object), itemIndex));
};
