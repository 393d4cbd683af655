import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listTables } from '../../../src/postgres';
import { textOf } from '../values';
import { searchNames } from './searchNames';

/** Tables of the schema chosen, for the drop-down list. */
export async function searchTables(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const schema = textOf(this.getNodeParameter('schema', 'public', { extractValue: true }), 'Schema', 'public');
	return await searchNames(this, listTables(schema, filter ?? ''));
}
