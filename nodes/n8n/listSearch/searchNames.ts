import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { openKeptDatabase, type Sql } from '../../../src/postgres';
import { openLocal } from '../openLocal';
import { toNodeError } from '../toNodeError';

/** The `name` column of a query as entries of a drop-down list. */
export async function searchNames(context: ILoadOptionsFunctions, sql: Sql): Promise<INodeListSearchResult> {
	try {
		const database = await openLocal(context, openKeptDatabase);
		try {
			const rows = await database.transaction(async (transaction) => await transaction.query<{ readonly name: string }>(sql), { readOnly: true });
			return { results: rows.map(({ name }) => ({ name, value: name })) };
		} finally {
			await database.close();
		}
	} catch (thrown) {
		throw toNodeError(context.getNode(), thrown, 0);
	}
}
