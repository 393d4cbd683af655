import type { INodeProperties } from 'n8n-workflow';

/** A collection of optional parameters, from A to Z by the name people see, as n8n lists them. */
export function collectionOf({ displayName, name, placeholder }: Pick<INodeProperties, 'displayName' | 'name' | 'placeholder'>, parameters: readonly INodeProperties[]): INodeProperties {
	return { displayName, name, type: 'collection', placeholder, default: {}, options: [...parameters].sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')) };
}

/** The collection Options, which every node keeps for what has a sensible default. */
export function optionsOf(options: readonly INodeProperties[]): INodeProperties {
	return collectionOf({ displayName: 'Options', name: 'options', placeholder: 'Add Option' }, options);
}
