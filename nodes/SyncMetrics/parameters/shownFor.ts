import type { INodeProperties } from 'n8n-workflow';
import { shownWhere } from '../../n8n/parameters/shownWhere';
import type { OperationName } from '../operations/operation';

/** The same parameters, shown for these operations only. */
export function shownFor(operations: readonly OperationName[], properties: readonly INodeProperties[]): INodeProperties[] {
	return shownWhere({ operation: operations }, properties);
}
