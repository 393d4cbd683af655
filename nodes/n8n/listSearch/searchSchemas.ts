import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listSchemas } from '../../../src/postgres';
import { searchNames } from './searchNames';

/** Schemas of the database, for the drop-down list. */
export async function searchSchemas(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await searchNames(this, listSchemas(filter ?? ''));
}
