import type { INodeProperties } from 'n8n-workflow';

/** Options of the FLRTS mappings. */
export const presetOptions: readonly INodeProperties[] = [
	{
		displayName: 'Carry Responsible',
		name: 'responsible',
		type: 'boolean',
		default: false,
		description: "Whether the FLRTS presets also write the row's creator to the work package's accountable person. The table owns that field.",
	},
	{
		displayName: 'Priority Map',
		name: 'priorityMap',
		type: 'json',
		default: '',
		placeholder: 'e.g. { "toRemote": { "High": "Hoch" }, "toLocal": { "Hoch": "High" } }',
		description: "Priorities in place of the FLRTS preset's own, for an OpenProject or a table with other words",
	},
	{
		displayName: 'Site Custom Field',
		name: 'siteCustomField',
		type: 'string',
		default: '',
		placeholder: 'e.g. customField7',
		description: 'Text custom field that holds the site of a task, for the FLRTS presets. Leave empty to carry no sites.',
	},
	{
		displayName: 'Status Map',
		name: 'statusMap',
		type: 'json',
		default: '',
		placeholder: 'e.g. { "toRemote": { "To Do": "Neu" }, "toLocal": { "Neu": "To Do" } }',
		description: "Statuses in place of the FLRTS preset's own, for an OpenProject or a table with other words",
	},
	{
		displayName: 'Type of Due Column',
		name: 'dueType',
		type: 'options',
		default: 'date',
		description: 'Type of the column due_date in the older FLRTS schema',
		options: [
			{ name: 'Date', value: 'date' },
			{ name: 'Date and Time', value: 'timestamptz' },
		],
	},
];
