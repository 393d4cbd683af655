import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** The policies people can pick, A to Z; values as the engine knows them (PolicySpec). */
export const policyOptions: INodePropertyOptions[] = [
	{ name: 'Ask a Person', value: 'manual', description: 'Record a conflict and leave both sides alone' },
	{ name: 'Higher Value', value: 'higher', description: 'The larger number or later date' },
	{ name: 'Lower Value', value: 'lower', description: 'The smaller number or earlier date' },
	{ name: 'More Advanced Value', value: 'progression', description: 'The value further along the order given' },
	{ name: 'More Important Record', value: 'priority', description: 'The side whose record has the more important value in a field' },
	{ name: 'Newest Edit', value: 'newest_wins', description: 'The side edited last; edits close together are ties' },
	{ name: 'OpenProject', value: 'remote_wins', description: 'The value in OpenProject' },
	{ name: 'PostgreSQL', value: 'local_wins', description: 'The value in the table' },
	{ name: 'Union of Both', value: 'union', description: 'For sets: everything either side has, less what either side removed' },
];

export const policyOrder: INodeProperties = {
	displayName: 'Order',
	name: 'order',
	type: 'string',
	default: '',
	placeholder: 'e.g. New, In progress, Closed',
	description: 'Values from least to most, separated by commas, in the words of OpenProject',
	displayOptions: { show: { kind: ['progression', 'priority'] } },
};

export const policyField: INodeProperties = {
	displayName: 'Field',
	name: 'field',
	type: 'string',
	default: '',
	placeholder: 'e.g. priority',
	description: 'Name of the mapped field whose value says how important a record is',
	displayOptions: { show: { kind: ['priority'] } },
};

/** One step of a list of policies tried in order. */
export const policyStep: INodeProperties[] = [
	{ displayName: 'Winner', name: 'kind', type: 'options', default: 'newest_wins', options: policyOptions, description: 'Who wins when both sides changed a field to different values' },
	policyOrder,
	policyField,
];
