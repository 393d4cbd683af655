import type { INodeProperties } from 'n8n-workflow';
import { policyList } from '../../../n8n/parameters/policies';
import { policyStep } from '../policyFields';

/** Options of who wins, and which way edits flow. */
export const conflictOptions: readonly INodeProperties[] = [
	policyList(
		{
			displayName: 'Conflict Policies',
			name: 'policies',
			description: 'Who wins where both sides changed a field, tried in order. A conflict for a person if none decides. Fields of a preset that name their own policy keep it.',
		},
		policyStep,
	),
	policyList(
		{
			displayName: 'Conflict Policies at First Sync',
			name: 'noBasePolicies',
			description: 'Who wins where both sides differ and nothing tells what they last agreed on. Default: ask a person.',
		},
		policyStep,
	),
	{
		displayName: 'Direction',
		name: 'direction',
		type: 'options',
		default: 'both',
		description: 'Which way edits flow. Edits towards a side that is not written wait.',
		options: [
			{ name: 'Both Ways', value: 'both' },
			{ name: 'To OpenProject', value: 'to_remote' },
			{ name: 'To PostgreSQL', value: 'to_local' },
		],
	},
	{
		displayName: 'Edit Time Column',
		name: 'editedAt',
		type: 'string',
		default: '',
		placeholder: 'e.g. updated_at',
		description: 'Timestamp column that moves with every edit, for Newest Edit. Default: updated_at for FLRTS, else the time an edit was first seen.',
	},
];
