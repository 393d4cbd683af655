import type { INodeProperties } from 'n8n-workflow';
import { collectionOf, optionsOf } from '../../n8n/parameters/collection';
import { projectLocator } from '../../n8n/parameters/projectLocator';
import { simplify } from '../../n8n/parameters/simplify';
import { personLocator, workPackageLocator } from './locators';
import { requestOptions } from './options';

export const returnAll: INodeProperties = { displayName: 'Return All', name: 'returnAll', type: 'boolean', default: false, description: 'Whether to return all results or only up to a given limit' };

export const limit: INodeProperties = { displayName: 'Limit', name: 'limit', type: 'number', typeOptions: { minValue: 1 }, default: 50, description: 'Max number of results to return', displayOptions: { show: { returnAll: [false] } } };

const several = (displayName: string, name: string, method: string, what: string): INodeProperties => ({
	displayName, name, type: 'multiOptions', typeOptions: { loadOptionsMethod: method }, default: [],
	description: `${what}. Choose from the list, or specify IDs or names using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.`,
});

/** Conditions that all hold together. */
export const filtersOf = (filters: readonly INodeProperties[]): INodeProperties => collectionOf({ displayName: 'Filters', name: 'filters', placeholder: 'Add Filter' }, filters);

/** Which work packages are wanted. */
const filters: readonly INodeProperties[] = [
	personLocator({ displayName: 'Assignee', name: 'assignee', description: "Whom it is assigned to; by name also 'me' for the API user and 'none' for nobody" }),
	{ displayName: 'Changed Since', name: 'changedSince', type: 'dateTime', default: '', description: 'Only what changed at this time or later; comments count. Without a zone it is in the time zone of the workflow.' },
	{
		displayName: 'Filters (JSON)', name: 'filtersJson', type: 'json', default: '[]', placeholder: 'e.g. [{ "dueDate": { "operator": "<t+", "values": ["7"] } }]',
		description: "Further filters as OpenProject's API takes them. All conditions hold together.",
	},
	{
		displayName: 'Open or Closed', name: 'state', type: 'options', default: 'all', description: 'Applies where no status is picked. OpenProject itself leaves closed ones out; this node does not.',
		options: [{ name: 'All', value: 'all' }, { name: 'Closed', value: 'closed' }, { name: 'Open', value: 'open' }],
	},
	workPackageLocator({ displayName: 'Parent', name: 'parent', description: 'Only what is directly below this work package' }),
	several('Priority Names or IDs', 'priorities', 'getPriorities', 'Only these priorities'),
	projectLocator({ description: 'Only this project, without its sub-projects' }),
	several('Status Names or IDs', 'statuses', 'getStatuses', 'Only these statuses'),
	{ displayName: 'Subject', name: 'subject', type: 'string', default: '', placeholder: 'e.g. roof', description: 'Words in the subject' },
	{ displayName: 'Text', name: 'text', type: 'string', default: '', placeholder: 'e.g. ladder', description: 'Words in the subject, the description, comments or searchable custom fields' },
	several('Type Names or IDs', 'types', 'getTypes', 'Only these types'),
];

const findOptions: readonly INodeProperties[] = [
	{ displayName: 'Page Size', name: 'pageSize', type: 'number', typeOptions: { minValue: 1, maxValue: 1000 }, default: 200, description: 'Work packages per request, 1 to 1000. OpenProject may allow less.' },
	{
		displayName: 'Sort', name: 'order', type: 'options', default: 'idAscending', description: 'The order of the results; with a limit also which ones are returned',
		options: [
			{ name: 'By ID, Newest First', value: 'idDescending' },
			{ name: 'By ID, Oldest First', value: 'idAscending' },
			{ name: 'By Last Change, Newest First', value: 'changedDescending' },
			{ name: 'By Last Change, Oldest First', value: 'changedAscending' },
		],
	},
	...requestOptions,
];

export const findForm: readonly INodeProperties[] = [returnAll, limit, simplify, filtersOf(filters), optionsOf(findOptions)];
