import type { INodeProperties } from 'n8n-workflow';
import { requestTimeout, tries } from '../../n8n/parameters/requestOptions';

/** For every operation: how requests are sent. */
export const requestOptions: readonly INodeProperties[] = [
	requestTimeout,
	{ ...tries, description: 'How often a request that failed for a passing reason is sent, with growing pauses. What may have taken effect is never just sent again.' },
];

/** For operations that run once for each item. */
export const workers: INodeProperties = { displayName: 'Workers', name: 'workers', type: 'number', typeOptions: { minValue: 1, maxValue: 10 }, default: 3, description: 'Items worked on at the same time, 1 to 10. Results come in the order of the items all the same.' };
