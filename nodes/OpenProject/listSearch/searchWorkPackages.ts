import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listWorkPackages } from '../../../src/openproject/workPackages';
import { chosenProject, listing } from './searchThings';

/** Work packages whose subject or id holds what is typed, last changed first; closed ones too. */
export async function searchWorkPackages(this: ILoadOptionsFunctions, filter = '', paginationToken?: string): Promise<INodeListSearchResult> {
	return await listing(this, async (api) => {
		const page = await listWorkPackages(api, { project: chosenProject(this), search: filter.trim(), page: Number(paginationToken ?? 1) });
		return {
			results: page.entries.map(({ id, subject }) => ({ name: `${subject} (${id})`, value: id, url: `${api.baseUrl}/work_packages/${id}` })),
			...(page.nextPage === null ? {} : { paginationToken: String(page.nextPage) }),
		};
	});
}
