import type { INodeProperties } from 'n8n-workflow';
import { shownWhere } from '../../n8n/parameters/shownWhere';
import { schemaLocator, tableLocator } from '../../n8n/parameters/tableLocators';

/** Operations that write into a table. */
const WRITING = ['delete', 'insert', 'insertOrUpdate', 'replace', 'update', 'validate'];

/** Which rows of which table are meant, and what is written into them. */
export const target: readonly INodeProperties[] = [
	...shownWhere({ operation: WRITING }, [
		schemaLocator('Schema of the table'),
		tableLocator('Table to write to'),
		{
			displayName: 'Match Columns',
			name: 'matchColumns',
			type: 'string',
			default: '',
			placeholder: 'e.g. id, or site, day',
			description: 'Columns that say which row is meant, separated by commas. A unique index has to be on them. Empty: the primary key.',
		},
	]),
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
