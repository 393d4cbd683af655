import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listProjects } from '../../../src/openproject';
import { n8nHttp } from '../n8nHttp';
import { readOpenProjectAddress } from '../openProjectCredential';
import { toNodeError } from '../toNodeError';

/** Projects the credential's user sees, for the drop-down list; the value is the id, which never changes. */
export async function searchProjects(this: ILoadOptionsFunctions, filter?: string, paginationToken?: string): Promise<INodeListSearchResult> {
	try {
		const address = await readOpenProjectAddress(this.getNodeParameter('authentication', 'apiKey'), async (type) => await this.getCredentials(type));
		const page = await listProjects(n8nHttp(this, address), { search: filter ?? '', page: Number(paginationToken ?? 1) });
		return {
			results: page.projects.map(({ id, identifier, name }) => ({ name: `${name} (${identifier})`, value: id, url: `${address.baseUrl}/projects/${encodeURIComponent(identifier)}` })),
			...(page.nextPage === null ? {} : { paginationToken: String(page.nextPage) }),
		};
	} catch (thrown) {
		throw toNodeError(this.getNode(), thrown, 0);
	}
}
