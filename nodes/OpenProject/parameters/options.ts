import type { INodeProperties } from 'n8n-workflow';

export const notify: INodeProperties = { displayName: 'Notify OpenProject Users', name: 'notify', type: 'boolean', default: false, description: 'Whether OpenProject notifies people about what is written' };

export const simplifyOutput: INodeProperties = { displayName: 'Simplify', name: 'simplify', type: 'boolean', default: true, description: 'Whether to return a simplified version of the response instead of the raw data' };

/** For every operation: how requests are sent. */
export const requestOptions: readonly INodeProperties[] = [
	{ displayName: 'Request Timeout (Seconds)', name: 'requestSeconds', type: 'number', typeOptions: { minValue: 5, maxValue: 600 }, default: 60, description: 'Hard limit of one request to OpenProject' },
	{ displayName: 'Tries per Request', name: 'tries', type: 'number', typeOptions: { minValue: 1, maxValue: 10 }, default: 5, description: 'How often a request that failed for a passing reason is sent, with growing pauses. What may have taken effect is never just sent again.' },
];

/** For operations that run once for each item. */
export const workers: INodeProperties = { displayName: 'Workers', name: 'workers', type: 'number', typeOptions: { minValue: 1, maxValue: 10 }, default: 3, description: 'Items worked on at the same time, 1 to 10. Results come in the order of the items all the same.' };
