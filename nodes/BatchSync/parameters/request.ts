import type { INodeProperties } from 'n8n-workflow';

/** How much of OpenProject a run reads. */
export const mode: INodeProperties = {
	displayName: 'Mode',
	name: 'mode',
	type: 'options',
	default: 'incremental',
	description: 'How much of OpenProject is read. The table is always compared completely.',
	options: [
		{ name: 'Delta Sync', value: 'delta_sync', description: 'Only the records named below; without any, as Incremental' },
		{ name: 'Full Sync', value: 'full_sync', description: 'Every work package; also the first sync of a pair' },
		{ name: 'Incremental', value: 'incremental', description: 'What changed since the last run; once a day it becomes complete by itself' },
		{ name: 'Reconciliation', value: 'reconciliation', description: 'Every work package, comparing live values and trusting nothing remembered' },
	],
};

export const ids: INodeProperties = {
	displayName: 'Record IDs',
	name: 'ids',
	type: 'string',
	default: '',
	placeholder: 'e.g. 1528, 1529',
	description: 'Work package IDs or row keys, separated by commas; an expression may also give an array',
	displayOptions: { show: { mode: ['delta_sync'] } },
};

export const run: INodeProperties = {
	displayName: 'Run ID',
	name: 'run',
	type: 'string',
	default: '',
	placeholder: 'e.g. 42',
	description: 'Which run to get. Leave empty for the newest run of the pair.',
};
