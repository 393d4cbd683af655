import type { INodeProperties } from 'n8n-workflow';

/** The name under which everything about one sync is kept. */
export const pairName: INodeProperties = {
	displayName: 'Pair Name',
	name: 'pair',
	type: 'string',
	default: 'flrts',
	required: true,
	placeholder: 'e.g. flrts',
	description: 'Name of this sync of one table with one project. Use the same name in every node that belongs to it.',
};

export const schema: INodeProperties = {
	displayName: 'Schema',
	name: 'schema',
	type: 'resourceLocator',
	default: { mode: 'list', value: 'public' },
	required: true,
	description: 'Schema of the table to keep in step',
	modes: [
		{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchSchemas', searchable: true } },
		{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. public' },
	],
};

export const table: INodeProperties = {
	displayName: 'Table',
	name: 'table',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'Table to keep in step. It needs a primary key, or Key Columns under Options.',
	modes: [
		{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchTables', searchable: true } },
		{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. tasks' },
	],
};

export const project: INodeProperties = {
	displayName: 'Project',
	name: 'project',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'OpenProject project to keep in step',
	modes: [
		{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchProjects', searchable: true } },
		{ displayName: 'By ID or Identifier', name: 'id', type: 'string', placeholder: 'e.g. field-work' },
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://openproject.example.com/projects/field-work',
			extractValue: { type: 'regex', regex: '^https?://[^?#]*/projects/([^/?#]+)' },
			validation: [
				{
					type: 'regex',
					properties: { regex: '^https?://[^?#]*/projects/[^/?#]+.*', errorMessage: 'Not the address of an OpenProject project' },
				},
			],
		},
		{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. Field Work' },
	],
};
