import type { INodeProperties } from 'n8n-workflow';
import { pairName } from '../../n8n/parameters/pairName';

/** The pair, for operations that change something. */
export const pair = pairName('Name of the sync, as in the node Batch Sync');

/** The pair, for operations that only look. */
export const anyPair: INodeProperties = { ...pair, required: false, description: 'Name of the sync, as in the node Batch Sync. Leave empty for all of them.' };
