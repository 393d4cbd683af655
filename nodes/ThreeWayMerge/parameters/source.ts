import type { INodeProperties } from 'n8n-workflow';

/** Where the records come from, and how they are matched. */
export const sourceParameters: INodeProperties[] = [
	{
		displayName: 'Records Come From',
		name: 'source',
		type: 'options',
		default: 'inputs',
		description: 'Whether the sides arrive on inputs of their own, or together in each item',
		options: [
			{ name: 'One Input', value: 'item', description: 'Each item carries base, local and remote, as the Conflicts of Detect Conflicts do' },
			{ name: 'Separate Inputs', value: 'inputs', description: 'Local, Remote and Base each have an input; items are matched by key' },
		],
	},
	{
		displayName: 'Key Fields',
		name: 'keyFields',
		type: 'string',
		default: 'id',
		required: true,
		placeholder: 'e.g. id',
		description: 'Fields that identify a record, separated by commas. Every item has a value in each; 42 and "42" are the same key.',
		displayOptions: { show: { source: ['inputs'] } },
	},
	{
		displayName: 'Base',
		name: 'base',
		type: 'options',
		default: 'input',
		description: 'What both sides last agreed on. Without it nothing tells who changed what.',
		displayOptions: { show: { source: ['inputs'] } },
		options: [
			{ name: 'From Input', value: 'input', description: 'Items of the input Base, with the same key fields' },
			{ name: 'None', value: 'none', description: 'Every difference is a conflict, unless Records Without Base says otherwise' },
		],
	},
	{
		displayName: 'Use Authority',
		name: 'useAuthority',
		type: 'boolean',
		default: false,
		description: 'Whether a third source says which side is right, for fields with the policy Authority. It gets an input of its own; with One Input, each item carries it.',
	},
];
