import type { INodeProperties } from 'n8n-workflow';

/** Operations that write into a table. */
const WRITING = ['delete', 'insert', 'insertOrUpdate', 'replace', 'update', 'validate'];

export const target: readonly INodeProperties[] = [
	{
		displayName: 'Schema',
		name: 'schema',
		type: 'resourceLocator',
		default: { mode: 'list', value: 'public' },
		required: true,
		description: 'Schema of the table',
		displayOptions: { show: { operation: WRITING } },
		modes: [
			{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchSchemas', searchable: true } },
			{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. public' },
		],
	},
	{
		displayName: 'Table',
		name: 'table',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'Table to write to',
		displayOptions: { show: { operation: WRITING } },
		modes: [
			{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchTables', searchable: true } },
			{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. tasks' },
		],
	},
	{
		displayName: 'Match Columns',
		name: 'matchColumns',
		type: 'string',
		default: '',
		placeholder: 'e.g. id, or site, day',
		description: 'Columns that say which row is meant, separated by commas. A unique index has to be on them. Empty: the primary key.',
		displayOptions: { show: { operation: WRITING } },
	},
	{
		displayName: 'Columns',
		name: 'columns',
		type: 'resourceMapper',
		default: { mappingMode: 'autoMapInputData', value: null },
		noDataExpression: true,
		description: 'What is written: all properties of the items, or what is defined below. A property that an item lacks is left alone in its row.',
		displayOptions: { show: { operation: ['insert', 'insertOrUpdate', 'replace', 'update', 'validate'] } },
		typeOptions: {
			loadOptionsDependsOn: ['schema.value', 'table.value'],
			resourceMapper: { resourceMapperMethod: 'getColumns', mode: 'add', fieldWords: { singular: 'column', plural: 'columns' }, addAllFields: true, supportAutoMap: true },
		},
	},
	{
		displayName: 'Write ID',
		name: 'writeId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. {{ $json.writeId }}',
		description: 'The writeId that the write answered. It is there for writes with Keep What Was There.',
		displayOptions: { show: { operation: ['undo'] } },
	},
];
