import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

/** A resource locator: a searchable list first, then the other ways to name a thing. */
export interface Locator {
	readonly displayName: string;
	readonly name: string;
	readonly description: string;
	/** The listSearch method of the node behind the list. */
	readonly search: string;
	readonly modes: readonly INodePropertyMode[];
	/** What the list stands at to begin with. Default: nothing picked. */
	readonly value?: string;
	readonly required?: boolean;
}

/** A locator as n8n describes it. */
export function locator({ displayName, name, description, search, modes, value = '', required }: Locator): INodeProperties {
	return {
		displayName, name, description,
		type: 'resourceLocator',
		default: { mode: 'list', value },
		...(required === true ? { required } : {}),
		modes: [{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: search, searchable: true } }, ...modes],
	};
}

/** The mode By Name. */
export const byName = (placeholder: string): INodePropertyMode => ({ displayName: 'By Name', name: 'name', type: 'string', placeholder });

/** The mode By ID, under the name people know the ID by. */
export const byId = (placeholder: string, displayName = 'By ID'): INodePropertyMode => ({ displayName, name: 'id', type: 'string', placeholder });

/** The mode By URL: the ID is the group of `pattern`, a regular expression from the beginning of an OpenProject address. */
export function byUrl({ placeholder, pattern, errorMessage }: { readonly placeholder: string; readonly pattern: string; readonly errorMessage: string }): INodePropertyMode {
	return {
		displayName: 'By URL', name: 'url', type: 'string', placeholder,
		extractValue: { type: 'regex', regex: pattern },
		validation: [{ type: 'regex', properties: { regex: `${pattern}.*`, errorMessage } }],
	};
}
