import type { INodeProperties } from 'n8n-workflow';
import { shownWhere } from '../../n8n/parameters/shownWhere';
import { schemaLocator, tableLocator } from '../../n8n/parameters/tableLocators';

/** What both sides last agreed on, and where it is kept. */
export const baseParameters: INodeProperties[] = [
	{
		displayName: 'Base',
		name: 'baseSource',
		type: 'options',
		noDataExpression: true,
		default: 'input',
		description: 'Where the records are that both sides last agreed on. They tell who changed what.',
		options: [
			{ name: 'From Input', value: 'input', description: 'A third input brings the records as they were after the last sync' },
			{ name: 'From Link Table', value: 'linkTable', description: 'A PostgreSQL table holds them' },
			{ name: 'None (Version and Checksum)', value: 'none', description: 'Tell by version, checksum and what was last seen. Sides that only differ count as conflicts.' },
		],
	},
	{
		displayName: 'Link Table',
		name: 'linkTable',
		type: 'options',
		noDataExpression: true,
		default: 'pair',
		description: 'What kind of table holds the records both sides last agreed on',
		options: [
			{ name: 'Any Table', value: 'table', description: 'A table or view with the key in columns, and the record in a JSON column or in columns of its own' },
			{ name: 'Batch Sync Pair', value: 'pair', description: 'What a pair of the node Batch Sync keeps' },
		],
		displayOptions: { show: { baseSource: ['linkTable'] } },
	},
	{
		displayName: 'Pair Name',
		name: 'pair',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. flrts',
		description: 'Name of the pair in the node Batch Sync',
		displayOptions: { show: { baseSource: ['linkTable'], linkTable: ['pair'] } },
	},
	...shownWhere({ baseSource: ['linkTable'], linkTable: ['table'] }, [
		schemaLocator('Schema of the link table'),
		tableLocator('Table or view with one row for each record that was synced. It is only read. A view is given by its name.', 'e.g. sync_links'),
		{
			displayName: 'JSON Column',
			name: 'baseColumn',
			type: 'string',
			default: '',
			placeholder: 'e.g. last_synced',
			description: 'Column of type json or jsonb that holds the record. Default: empty, which takes the columns themselves as the record.',
		},
	]),
	{
		displayName: 'Version Field',
		name: 'versionField',
		type: 'string',
		default: '',
		placeholder: 'e.g. version',
		description: 'Field with a number or time that goes up with every edit, on both sides. Default: empty, so that every difference is a conflict.',
		displayOptions: { show: { baseSource: ['none'] } },
	},
];
