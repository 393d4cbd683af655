import type { INodeProperties } from 'n8n-workflow';
import { shownWhere } from '../../n8n/parameters/shownWhere';
import type { OperationName, ResourceName } from '../operations/operation';

/** The same parameters, shown for these operations of these resources; what they already depend on stays. */
export function shownFor(resource: readonly ResourceName[], operation: readonly OperationName[], properties: readonly INodeProperties[]): INodeProperties[] {
	return shownWhere({ resource, operation }, properties);
}
