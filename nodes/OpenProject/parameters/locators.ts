import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

interface Locator {
	readonly displayName: string;
	readonly name: string;
	readonly description: string;
	readonly search: string;
	readonly modes: readonly INodePropertyMode[];
	readonly required?: boolean;
}

function locator({ displayName, name, description, search, modes, required }: Locator): INodeProperties {
	return {
		displayName, name, description,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		...(required === true ? { required } : {}),
		modes: [{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: search, searchable: true } }, ...modes],
	};
}

const byName = (placeholder: string): INodePropertyMode => ({ displayName: 'By Name', name: 'name', type: 'string', placeholder });
const byId = (placeholder: string, displayName = 'By ID'): INodePropertyMode => ({ displayName, name: 'id', type: 'string', placeholder });

function byUrl(placeholder: string, path: string): INodePropertyMode {
	return {
		displayName: 'By URL', name: 'url', type: 'string', placeholder,
		extractValue: { type: 'regex', regex: `^https?://[^?#]*/${path}/([^/?#]+)` },
		validation: [{ type: 'regex', properties: { regex: `^https?://[^?#]*/${path}/[^/?#]+.*`, errorMessage: 'Not such an address in OpenProject' } }],
	};
}

/** A project by list, id or identifier, URL, name. */
export const projectLocator = (more: Pick<Locator, 'description' | 'required'>): INodeProperties =>
	locator({ displayName: 'Project', name: 'project', search: 'searchProjects', modes: [byId('e.g. field-work', 'By ID or Identifier'), byUrl('e.g. https://openproject.example.com/projects/field-work', 'projects'), byName('e.g. Field Work')], ...more });

/** A work package by list, id, URL. */
export const workPackageLocator = (more: Pick<Locator, 'displayName' | 'name' | 'description' | 'required'>): INodeProperties =>
	locator({ search: 'searchWorkPackages', modes: [byId('e.g. 1528'), byUrl('e.g. https://openproject.example.com/work_packages/1528', 'work_packages')], ...more });

/** Something of a catalog by list, name, id. */
export const thingLocator = (more: Pick<Locator, 'displayName' | 'name' | 'description' | 'search' | 'required'> & { readonly exampleName: string; readonly exampleId: string }): INodeProperties => {
	const { exampleName, exampleId, ...rest } = more;
	return locator({ modes: [byName(`e.g. ${exampleName}`), byId(`e.g. ${exampleId}`)], ...rest });
};

/** A person or group by list, name, id. */
export const personLocator = (more: Pick<Locator, 'displayName' | 'name' | 'description'>): INodeProperties =>
	thingLocator({ search: 'searchPeople', exampleName: 'Maria Alvarez', exampleId: '6', ...more });
