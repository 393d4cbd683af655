import type { INodeProperties } from 'n8n-workflow';

/** Options of what belongs to a pair, and how its records are known. */
export const scopeOptions: readonly INodeProperties[] = [
	{
		displayName: 'Key Columns',
		name: 'key',
		type: 'string',
		default: '',
		placeholder: 'e.g. id',
		description: 'Columns that identify a row, separated by commas. Default: the primary key.',
	},
	{
		displayName: 'Provenance Field',
		name: 'provenanceField',
		type: 'string',
		default: '',
		placeholder: 'e.g. FLRTS ID',
		description: 'Text custom field of OpenProject that holds the row key, by name or as customField7. It makes creates safe to repeat after a crash.',
	},
	{
		displayName: 'Row Filter',
		name: 'filter',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Condition',
		default: {},
		description: "Only rows for which all conditions hold belong to the pair. Only the table's own columns.",
		options: [
			{
				displayName: 'Condition',
				name: 'condition',
				values: [
					{ displayName: 'Column', name: 'column', type: 'string', default: '', placeholder: 'e.g. site_id', description: 'Column of the table' },
					{
						displayName: 'Operator',
						name: 'operator',
						type: 'options',
						default: 'equals',
						description: 'How the column is compared',
						options: [
							{ name: 'Equals', value: 'equals' },
							{ name: 'Is Empty', value: 'is_null' },
							{ name: 'Is Not Empty', value: 'is_not_null' },
							{ name: 'Is Not One Of', value: 'not_in' },
							{ name: 'Is One Of', value: 'in' },
							{ name: 'Not Equals', value: 'not_equals' },
						],
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						description: 'For Is One Of and Is Not One Of, values separated by commas or a JSON array',
						displayOptions: { hide: { operator: ['is_null', 'is_not_null'] } },
					},
				],
			},
		],
	},
	{
		displayName: 'Work Package Type',
		name: 'type',
		type: 'string',
		default: '',
		placeholder: 'e.g. Task',
		description:
			"Name of the one type the pair covers, or * for every type (new work packages then take the project's first). Empty: Task with the FLRTS mappings, every type with a custom one.",
	},
];
