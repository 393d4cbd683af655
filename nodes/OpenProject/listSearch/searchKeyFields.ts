import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { ConfigurationError } from '../../../src/errors';
import { keyFields } from '../../../src/openproject/workPackages';
import { chosenProject, listing } from './searchThings';

/** Custom fields of the chosen project that can hold a key; the value is the field's key. */
export async function searchKeyFields(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
	return await listing(this, async (api) => {
		const project = chosenProject(this);
		if (project === null) throw new ConfigurationError('Pick the project first: its custom fields are listed.');
		const fields = await keyFields(api, project);
		return { results: fields.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase())).map(({ key, name }) => ({ name, value: key })) };
	});
}
