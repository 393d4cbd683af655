import type { INodeProperties } from 'n8n-workflow';
import type { OperationName, ResourceName } from '../operations/operation';

/** The same parameters, shown for these operations of these resources; what they already depend on stays. */
export function shownFor(resource: readonly ResourceName[], operation: readonly OperationName[], properties: readonly INodeProperties[]): INodeProperties[] {
	return properties.map((property) => ({
		...property,
		displayOptions: { ...property.displayOptions, show: { ...property.displayOptions?.show, resource: [...resource], operation: [...operation] } },
	}));
}

/** A collection of optional parameters, from A to Z as n8n lists them. */
export function collectionOf(displayName: string, name: string, placeholder: string, options: readonly INodeProperties[]): INodeProperties {
	return { displayName, name, type: 'collection', placeholder, default: {}, options: [...options].sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')) };
}
