import type { INodeProperties } from 'n8n-workflow';
import { workPackageAddress } from '../../../src/openproject/workPackages';
import { byId, byName, byUrl, locator, type Locator } from '../../n8n/parameters/locator';

const ADDRESS = { placeholder: 'e.g. https://openproject.example.com/work_packages/1528', pattern: workPackageAddress, errorMessage: 'Not such an address in OpenProject' };

/** A work package by list, id, URL. */
export const workPackageLocator = (more: Pick<Locator, 'displayName' | 'name' | 'description' | 'required'>): INodeProperties =>
	locator({ search: 'searchWorkPackages', modes: [byId('e.g. 1528'), byUrl(ADDRESS)], ...more });

/** Something of a catalog by list, name, id. */
export const thingLocator = (more: Pick<Locator, 'displayName' | 'name' | 'description' | 'search' | 'required'> & { readonly exampleName: string; readonly exampleId: string }): INodeProperties => {
	const { exampleName, exampleId, ...rest } = more;
	return locator({ modes: [byName(`e.g. ${exampleName}`), byId(`e.g. ${exampleId}`)], ...rest });
};

/** A person or group by list, name, id. */
export const personLocator = (more: Pick<Locator, 'displayName' | 'name' | 'description'>): INodeProperties =>
	thingLocator({ search: 'searchPeople', exampleName: 'Maria Alvarez', exampleId: '6', ...more });
