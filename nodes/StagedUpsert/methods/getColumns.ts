import type { FieldType, ILoadOptionsFunctions, ResourceMapperFields } from 'n8n-workflow';
import { describeTable, openKeptDatabase, type ColumnDescription } from '../../../src/postgres';
import { openLocal } from '../../n8n/openLocal';
import { toNodeError } from '../../n8n/toNodeError';
import { textOf } from '../../n8n/values';

/** Columns of the chosen table for the mapper; computed ones are left out. */
export async function getColumns(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	try {
		const schema = textOf(this.getNodeParameter('schema', 'public', { extractValue: true }), 'Schema', 'public');
		const table = textOf(this.getNodeParameter('table', '', { extractValue: true }), 'Table', '');
		if (table === '') return { fields: [] };
		const database = await openLocal(this, openKeptDatabase);
		try {
			const description = await database.transaction((tx) => describeTable(tx, schema, table), { readOnly: true });
			return { fields: description.columns.filter((column) => !column.generated).map((column) => ({ id: column.name, displayName: column.name, type: typeOf(column), required: column.notNull && !column.hasDefault, defaultMatch: false, display: true, canBeUsedToMatch: true })) };
		} finally {
			await database.close();
		}
	} catch (thrown) {
		throw toNodeError(this.getNode(), thrown, 0);
	}
}

/** As text wherever PostgreSQL reads text, so that n8n changes no number or date on the way. */
function typeOf(column: ColumnDescription): FieldType {
	switch (column.category) {
		case 'boolean': return 'boolean';
		case 'json': return 'object';
		case 'array': return 'array';
		default: return 'string';
	}
}
