import type { INodeProperties } from 'n8n-workflow';

/** How records are recognised, and which of their fields are compared. */
export const matchParameters: INodeProperties[] = [
	{
		displayName: 'Fields to Match',
		name: 'matchFields',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Field',
		default: { fields: [{ local: 'id', remote: '', base: '' }] },
		required: true,
		description: 'Fields whose values, taken together, tell which items are the same record. They are not compared. Default: id.',
		options: [
			{
				displayName: 'Field',
				name: 'fields',
				values: [
					{ displayName: 'Local Field', name: 'local', type: 'string', default: '', placeholder: 'e.g. id', description: 'Name of the field in Local' },
					{ displayName: 'Remote Field', name: 'remote', type: 'string', default: '', placeholder: 'e.g. external_id', description: 'Name of the field in Remote. Default: as in Local; for a Batch Sync pair: id.' },
					{ displayName: 'Base Field', name: 'base', type: 'string', default: '', placeholder: 'e.g. local_id', description: 'Name of the field or column in Base. Default: as in Local. A Batch Sync pair needs none.' },
				],
			},
		],
	},
	{
		displayName: 'Compare',
		name: 'compare',
		type: 'options',
		noDataExpression: true,
		default: 'all',
		description: 'Which fields decide whether a record changed',
		options: [
			{ name: 'All Fields', value: 'all', description: 'Every field that one of the items has' },
			{ name: 'All Fields Except', value: 'except', description: 'Every field but those named below' },
			{ name: 'Only Some Fields', value: 'only', description: 'The fields named below' },
		],
	},
	{
		displayName: 'Fields',
		name: 'fields',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. updated_at, address.country',
		description: 'Names of fields, separated by commas, or as a JSON array',
		displayOptions: { show: { compare: ['except', 'only'] } },
	},
];
