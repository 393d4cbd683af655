import { ConfigurationError } from '../../errors';
import { describeTable, onTable, quoteIdentifier, requireColumns, type TableDescription, type Transaction } from '../index';
import type { Json, JsonObject } from '../../record';

export interface TableQuery {
	readonly schema: string;
	readonly table: string;
	/** Columns that hold the key. */
	readonly keys: readonly string[];
	/** Column that holds the record as JSON; '': the columns themselves are the record. */
	readonly jsonColumn: string;
}

/** Records of a table, and what people should know about them. */
export interface TableRecords {
	readonly records: readonly JsonObject[];
	readonly remarks: readonly string[];
}

/**
 * Reads a link table: one record per row, by key. Rows whose JSON column is null say nothing and are left out. Throws a
 * ConfigurationError where schema, table, a column, the right to read, or a JSON object is missing.
 */
export async function readTable(tx: Transaction, query: TableQuery): Promise<TableRecords> {
	const description = await describeTable(tx, query.schema, query.table);
	const name = `${query.schema}.${query.table}`;
	requireColumns(description, [...query.keys, ...(query.jsonColumn === '' ? [] : [query.jsonColumn])]);
	requireJson(description, query.jsonColumn);
	if (!description.privileges.select) throw new ConfigurationError(`The database user may not read ${name}. Have an administrator grant SELECT on it.`, { data: { table: name } });
	const columns = query.jsonColumn === '' ? description.columns.map((column) => column.name) : [...new Set([...query.keys, query.jsonColumn])];
	const rows = await onTable(tx, query).query<JsonObject>({
		text: `select ${columns.map(quoteIdentifier).join(', ')} from ${quoteIdentifier(query.schema)}.${quoteIdentifier(query.table)} order by ${query.keys.map(quoteIdentifier).join(', ')}`,
	});
	const remarks = description.rowSecurityActive ? [`Row-level security may hide rows of ${name}: a record whose row is hidden counts as never synced.`] : [];
	return { records: query.jsonColumn === '' ? rows : recordsInJson(rows, query), remarks };
}

function requireJson({ columns }: TableDescription, jsonColumn: string): void {
	const column = columns.find(({ name }) => name === jsonColumn);
	if (column === undefined || column.category === 'json') return;
	const json = columns.filter(({ category }) => category === 'json').map(({ name }) => name);
	throw new ConfigurationError(`JSON Column '${jsonColumn}' is of type ${column.type}, not json or jsonb. ${json.length === 0 ? 'The table has no such column: leave JSON Column empty to take the columns themselves.' : `Pick one of: ${json.join(', ')}.`}`, { data: { column: jsonColumn } });
}

function recordsInJson(rows: readonly JsonObject[], { keys, jsonColumn }: TableQuery): JsonObject[] {
	const records: JsonObject[] = [];
	for (const row of rows) {
		const json = row[jsonColumn] as Json;
		if (json === null) continue;
		const key = keys.map((name) => [name, row[name]] as const);
		if (typeof json !== 'object' || Array.isArray(json)) {
			throw new ConfigurationError(`JSON Column '${jsonColumn}' holds ${JSON.stringify(json).slice(0, 60)} where ${key.map(([name, value]) => `${name} is ${JSON.stringify(value)}`).join(', ')}. Each row needs a JSON object there, e.g. { "title": "A" }, or null.`, { data: { column: jsonColumn } });
		}
		records.push(Object.fromEntries([...Object.entries(json as JsonObject), ...key]) as JsonObject);
	}
	return records;
}
