import type { INodeProperties } from 'n8n-workflow';

/** The pair, for operations that change something. */
export const pairName: INodeProperties = {
	displayName: 'Pair Name',
	name: 'pair',
	type: 'string',
	default: 'flrts',
	required: true,
	placeholder: 'e.g. flrts',
	description: 'Name of the sync, as in the node Batch Sync',
};

/** The pair, for operations that only look. */
export const anyPair: INodeProperties = { ...pairName, required: false, description: 'Name of the sync, as in the node Batch Sync. Leave empty for all of them.' };
