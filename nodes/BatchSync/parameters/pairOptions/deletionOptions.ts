import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

type Texts = Pick<INodeProperties, 'displayName' | 'name' | 'description'>;

interface Effect {
	readonly choices: INodePropertyOptions[];
	readonly default: string;
	readonly description: string;
	/** What Set Value sets, and the value; both have a default. */
	readonly sets: ReadonlyArray<Texts & { readonly default: string }>;
}

function effectOption(texts: Texts, { choices, default: usual, description, sets }: Effect): INodeProperties {
	return {
		...texts,
		type: 'fixedCollection',
		default: {},
		placeholder: 'Add Effect',
		options: [
			{
				displayName: 'Effect',
				name: 'effect',
				values: [
					{ displayName: 'Effect', name: 'effect', type: 'options', default: usual, description, options: choices },
					...sets.map((one): INodeProperties => ({ ...one, type: 'string', displayOptions: { show: { effect: ['status'] } } })),
				],
			},
		],
	};
}

/** Options of what a deletion on one side does on the other. */
export const deletionOptions: readonly INodeProperties[] = [
	{
		displayName: 'Deleted Here, Edited There',
		name: 'versusUpdate',
		type: 'options',
		default: 'edit_wins',
		description: 'What happens when one side deleted a record that the other side edited',
		options: [
			{ name: 'Ask a Person', value: 'manual' },
			{ name: 'Deletion Wins', value: 'delete_wins' },
			{ name: 'Edit Wins', value: 'edit_wins' },
		],
	},
	effectOption(
		{ displayName: 'When a Row Is Deleted', name: 'remoteDelete', description: 'What happens to the work package. Default: its status becomes Rejected.' },
		{
			choices: [
				{ name: 'Delete Work Package', value: 'delete', description: 'Its history and time entries are lost; never deletes children that are to live' },
				{ name: 'Leave Work Package', value: 'none' },
				{ name: 'Set Value', value: 'status', description: 'Set a property, by default the status' },
			],
			default: 'status',
			description: 'What happens to the work package when its row is deleted',
			sets: [
				{ displayName: 'Property', name: 'property', default: 'status', description: 'Property to set' },
				{ displayName: 'Value', name: 'value', default: 'Rejected', description: 'Value to set' },
			],
		},
	),
	effectOption(
		{ displayName: 'When a Work Package Is Deleted', name: 'localDelete', description: 'What happens to the row once the absence is certain. Default: nothing but a report.' },
		{
			choices: [
				{ name: 'Delete Row', value: 'delete' },
				{ name: 'Leave Row', value: 'none' },
				{ name: 'Set Value', value: 'status', description: 'Set a column, e.g. the status' },
			],
			default: 'none',
			description: 'What happens to the row when its work package is deleted',
			sets: [
				{ displayName: 'Column', name: 'column', default: 'status', description: 'Column to set' },
				{ displayName: 'Value', name: 'value', default: 'Cancelled', description: 'Value to set' },
			],
		},
	),
];
