import type { INodeProperties } from 'n8n-workflow';
import { shownWhere } from '../../n8n/parameters/shownWhere';
import type { OperationName } from '../operations/operation';

/** The same parameters, shown for one operation only; what they already depend on stays. */
export function shownFor(operation: OperationName, properties: readonly INodeProperties[]): INodeProperties[] {
	return shownWhere({ operation: [operation] }, properties);
}
