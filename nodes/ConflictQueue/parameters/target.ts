import type { INodeProperties } from 'n8n-workflow';
import { pair } from './pair';

const forRecord = { show: { target: ['record'] } };

/** Conflict of a decision or a reopening. */
export const conflict: INodeProperties = { displayName: 'Conflict ID', name: 'conflict', type: 'string', default: '={{ $json.id }}', required: true, placeholder: 'e.g. 42', description: 'Number of the conflict: id in the items of Get Many' };

/** What a decision is about. */
export const target: readonly INodeProperties[] = [
	{
		displayName: 'Decide About',
		name: 'target',
		type: 'options',
		default: 'conflict',
		description: 'Whether the choice is for one field or for everything open of a record',
		options: [
			{ name: 'One Conflict', value: 'conflict', description: 'One field, or a group that is decided as one' },
			{ name: 'Whole Record', value: 'record', description: 'All open conflicts of a record, or none of them' },
		],
	},
	{ ...conflict, displayOptions: { show: { target: ['conflict'] } } },
	{ ...pair, displayOptions: forRecord },
	{ displayName: 'Record', name: 'record', type: 'string', default: '', required: true, placeholder: 'e.g. 1528', description: 'Work package ID or row key; a key of several columns as JSON array', displayOptions: forRecord },
];
