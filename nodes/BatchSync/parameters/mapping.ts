import type { INodeProperties } from 'n8n-workflow';
import { policyOptions, policySettings } from './policyFields';

const kindOptions = [
	{ name: 'Date', value: 'date', description: 'A calendar date' },
	{ name: 'Due Date and Time', value: 'due', description: 'One OpenProject date from a date column and a timestamptz column' },
	{ name: 'Long Text', value: 'text', description: 'Text of several lines, e.g. a description' },
	{ name: 'One Line of Text', value: 'line', description: 'Text of one line, e.g. a title' },
	{ name: 'Person', value: 'user', description: 'A person, through the user map' },
	{ name: 'Record of This Pair', value: 'reference', description: 'Another row of the table, e.g. the parent task' },
	{ name: 'Same Value', value: 'identity', description: 'The same number, boolean or text on both sides' },
	{ name: 'Set of Values', value: 'set', description: 'Several values whose order does not count' },
	{ name: 'Time as Date', value: 'instant_date', description: 'A timestamptz column as a date' },
	{ name: 'Value Map', value: 'value_map', description: 'A closed vocabulary, e.g. status or priority' },
];

const fieldValues: INodeProperties[] = [
	{ displayName: 'Name', name: 'name', type: 'string', default: '', required: true, placeholder: 'e.g. status', description: 'Name of the field in conflicts and reports, unique in the pair' },
	{ displayName: 'Columns', name: 'local', type: 'string', default: '', required: true, placeholder: 'e.g. status', description: 'Column of the table; for Due Date and Time the date column and the time column, separated by a comma' },
	{ displayName: 'Properties', name: 'remote', type: 'string', default: '', required: true, placeholder: 'e.g. status', description: 'Property of the work package as the API names it, e.g. subject, dueDate, customField7' },
	{ displayName: 'Kind', name: 'lens', type: 'options', default: 'identity', options: kindOptions, description: 'How a value travels between the two sides' },
	{ displayName: 'Values to OpenProject', name: 'toRemote', type: 'json', default: '{\n  "To Do": "New"\n}', description: 'For each value of the column, the value in OpenProject', displayOptions: { show: { lens: ['value_map'] } } },
	{ displayName: 'Values to PostgreSQL', name: 'toLocal', type: 'json', default: '{\n  "New": "To Do"\n}', description: 'For each value in OpenProject, the value of the column', displayOptions: { show: { lens: ['value_map'] } } },
	{ displayName: 'Owner', name: 'owner', type: 'options', default: 'both', description: 'Who may change the field; a change on the other side is put back', options: [{ name: 'Both Sides', value: 'both' }, { name: 'OpenProject', value: 'remote' }, { name: 'PostgreSQL', value: 'local' }] },
	{ displayName: 'Winner', name: 'kind', type: 'options', default: 'pair', description: 'Who wins when both sides changed this field to different values', options: [{ name: 'As the Pair Says', value: 'pair' }, ...policyOptions] },
	...policySettings,
	{ displayName: 'Group', name: 'group', type: 'string', default: '', placeholder: 'e.g. dates', description: 'Fields of one group are merged as one value, e.g. start and due date' },
];

/** What travels between which column and which property: a preset, a form, or JSON. */
export const mapping: INodeProperties[] = [
	{
		displayName: 'Field Mapping',
		name: 'mapping',
		type: 'options',
		default: 'flrts',
		description: 'Which columns and properties are kept in step, and how',
		options: [
			{ name: 'Custom', value: 'custom', description: 'Name the fields below' },
			{ name: 'FLRTS (Older Schema)', value: 'flrtsLegacy', description: 'The table tasks with title, owner_id, assignee_id and a numeric priority' },
			{ name: 'FLRTS (Supabase)', value: 'flrts', description: 'The table public.tasks with task_title, due_at and parent_task_id' },
		],
	},
	{
		displayName: 'Specify Fields',
		name: 'specifyFields',
		type: 'options',
		default: 'form',
		description: 'Whether to fill in a form or give JSON',
		options: [
			{ name: 'Using Fields Below', value: 'form' },
			{ name: 'Using JSON', value: 'json' },
		],
		displayOptions: { show: { mapping: ['custom'] } },
	},
	{
		displayName: 'Fields',
		name: 'fields',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Field',
		default: {},
		displayOptions: { show: { mapping: ['custom'], specifyFields: ['form'] } },
		options: [{ displayName: 'Field', name: 'field', values: fieldValues }],
	},
	{
		displayName: 'Fields (JSON)',
		name: 'fieldsJson',
		type: 'json',
		typeOptions: { rows: 12 },
		default: '[\n  { "name": "subject", "local": ["title"], "remote": ["subject"], "lens": { "kind": "line", "maxLength": 255 } }\n]',
		description: 'An array of fields with name, local, remote, lens, and if wanted owner, policies, group. The README lists every lens and policy.',
		displayOptions: { show: { mapping: ['custom'], specifyFields: ['json'] } },
	},
];
