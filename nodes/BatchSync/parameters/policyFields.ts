import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { policyChoices, policyOrder } from '../../n8n/parameters/policies';

/** The policies people can pick, A to Z; values as the engine knows them (PolicySpec). */
export const policyOptions: INodePropertyOptions[] = [
	{ name: 'Ask a Person', value: 'manual', description: 'Record a conflict and leave both sides alone' },
	policyChoices.higher,
	policyChoices.lower,
	policyChoices.progression,
	policyChoices.priority,
	{ name: 'Newest Edit', value: 'newest_wins', description: 'The side edited last; edits close together are ties' },
	{ name: 'OpenProject', value: 'remote_wins', description: 'The value in OpenProject' },
	{ name: 'PostgreSQL', value: 'local_wins', description: 'The value in the table' },
	{ name: 'Union of Both', value: 'union', description: 'For sets: everything either side has, less what either side removed' },
];

/** What some policies need to know besides. */
export const policySettings: readonly INodeProperties[] = [
	policyOrder('Values from least to most, separated by commas, in the words of OpenProject'),
	{
		displayName: 'Field',
		name: 'field',
		type: 'string',
		default: '',
		placeholder: 'e.g. priority',
		description: 'Name of the mapped field whose value says how important a record is',
		displayOptions: { show: { kind: ['priority'] } },
	},
];

/** One step of a list of policies tried in order. */
export const policyStep: readonly INodeProperties[] = [
	{ displayName: 'Winner', name: 'kind', type: 'options', default: 'newest_wins', options: policyOptions, description: 'Who wins when both sides changed a field to different values' },
	...policySettings,
];
