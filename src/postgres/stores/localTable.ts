import { unstorableMark } from '../../record';
import type { JsonObject } from '../../record';
import type { ColumnComparison } from '../describeColumns';
import { quoteIdentifier } from '../quoteIdentifier';

/** A mapped column and how it is read. */
export interface LocalColumn {
	readonly name: string;
	/** As format_type prints it, e.g. 'character varying(255)'. */
	readonly type: string;
	/** Read as text: bigint, numeric, keys and references, whose digits JSON numbers would not keep. */
	readonly isText: boolean;
}

/** A key column, and how it compares. */
export interface KeyColumn extends LocalColumn {
	readonly comparison: ColumnComparison;
	/** Whether any text is a value of the type. */
	readonly takesAnyText: boolean;
}

/** A condition on a row; compared as text. */
export interface RowCondition {
	readonly column: string;
	readonly operator: 'equals' | 'not_equals' | 'in' | 'not_in' | 'is_null' | 'is_not_null';
	readonly values: readonly string[];
}

/** What is done to rows. */
export type RowCommand = 'insert' | 'update' | 'delete';

/** The user's table as the engine addresses it. */
export interface LocalTable {
	readonly schema: string;
	readonly table: string;
	readonly key: readonly KeyColumn[];
	/** Tracked columns, sorted by name: what the checksum covers. */
	readonly columns: readonly LocalColumn[];
	readonly filter: readonly RowCondition[];
	readonly editedAt: string | null;
	/** Bytes of any kind are text to this database (SQL_ASCII); else text is converted. */
	readonly hasRawText: boolean;
	/** Type of every column by name, as format_type prints it. */
	readonly types: ReadonlyMap<string, string>;
	/** Commands that a rule of the table replaces by others: PostgreSQL answers no rows to those. */
	readonly ruled: readonly RowCommand[];
	/** Zone of the edit times where their column has none; null where it has. */
	readonly editedAtZone: string | null;
	readonly writeBack: { readonly remoteId?: string; readonly status?: string; readonly lastSync?: string; readonly lastError?: string };
}

/** SQL functions take at most 100 arguments. */
const MOST_ARGUMENTS = 50;

function inChunks<T>(items: readonly T[]): T[][] {
	const chunks: T[][] = [];
	for (let start = 0; start < items.length; start += MOST_ARGUMENTS) chunks.push(items.slice(start, start + MOST_ARGUMENTS));
	return chunks;
}

export function qualifiedName(table: Pick<LocalTable, 'schema' | 'table'>): string {
	return `${quoteIdentifier(table.schema)}.${quoteIdentifier(table.table)}`;
}

/** Key of a row in canonical text: a JSON array of the key columns' text. */
export function keyExpression(table: LocalTable, alias: string): string {
	return `jsonb_build_array(${table.key.map((column) => `${alias}.${quoteIdentifier(column.name)}::text`).join(', ')})::text`;
}

function valueExpression(column: LocalColumn, alias: string): string {
	const name = `${alias}.${quoteIdentifier(column.name)}`;
	return column.isText ? `to_jsonb(${name}::text)` : `to_jsonb(${name})`;
}

/** SHA-256 over the tracked columns; only comparable under `SESSION_SETTINGS`. */
export function sumExpression(table: LocalTable, alias: string): string {
	const arrays = inChunks(table.columns).map((chunk) => `jsonb_build_array(${chunk.map((column) => valueExpression(column, alias)).join(', ')})`);
	return `sha256(convert_to((${arrays.join(' || ')})::text, '${table.hasRawText ? 'SQL_ASCII' : 'UTF8'}'))`;
}

/** A record as it was read; of a database that checks no text, values that are none are marked. */
export function readableRecord(table: LocalTable, record: JsonObject): JsonObject {
	if (!table.hasRawText) return record;
	return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, JSON.stringify(value).includes('\uFFFD') ? unstorableMark(typeof value === 'string' ? value : JSON.stringify(value)) : value]));
}

/** The tracked columns as one jsonb object. */
export function recordExpression(table: LocalTable, alias: string): string {
	const objects = inChunks(table.columns).map((chunk) => `jsonb_build_object(${chunk.map((column) => `${quoteText(column.name)}, ${valueExpression(column, alias)}`).join(', ')})`);
	return `(${objects.join(' || ')})`;
}

/**
 * When a row was last edited, by the pair's Edit Time Column; times of a column without zone are those of clocks in its zone. Null where
 * that holds nothing, infinity, or a time no clock has shown.
 */
export function editTimeExpression({ editedAt, editedAtZone }: Pick<LocalTable, 'editedAt' | 'editedAtZone'>, alias: string): string | null {
	if (editedAt === null) return null;
	const column = `${alias}.${quoteIdentifier(editedAt)}`;
	const moment = editedAtZone === null ? `${column}::timestamptz` : `(${column}::timestamp at time zone ${quoteText(editedAtZone)})`;
	return `case when ${column} >= '0001-01-01' and ${column} < '10000-01-01' then ${moment} end`;
}

/** A text as a literal in SQL. */
export function quoteText(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}

/** The pair's filter as a condition that is never null, its values bound from `$first` on. */
export function filterExpression(table: LocalTable, alias: string, first: number): { readonly text: string; readonly values: readonly unknown[] } {
	const parts: string[] = [];
	const values: unknown[] = [];
	for (const condition of table.filter) {
		const column = `${alias}.${quoteIdentifier(condition.column)}`;
		const position = `$${first + values.length}`;
		switch (condition.operator) {
			case 'is_null': parts.push(`${column} is null`); break;
			case 'is_not_null': parts.push(`${column} is not null`); break;
			case 'equals':
			case 'in':
				parts.push(`coalesce(${column}::text = any(${position}::text[]), false)`);
				values.push(condition.values);
				break;
			case 'not_equals':
			case 'not_in':
				parts.push(`coalesce(not (${column}::text = any(${position}::text[])), true)`);
				values.push(condition.values);
				break;
		}
	}
	return { text: parts.length === 0 ? 'true' : `(${parts.join(' and ')})`, values };
}

/** A key's part, given as text, as a value of its column; null where the column cannot read it (see `overReadableKeys`). */
function partValue({ comparison, takesAnyText }: KeyColumn, keyAlias: string, index: number): string {
	const text = `(${keyAlias} ->> ${index})`;
	const value = `${text}::${comparison.type}`;
	return takesAnyText || !comparison.checksText ? value : `case when pg_input_is_valid(${text}, ${quoteText(comparison.type)}) then ${value} end`;
}

/**
 * Join condition of a row alias with a jsonb array alias that holds its key as text: by the column's own type and equality, so that a
 * key spelled otherwise (1.0 and 1.00, another case where case does not count) is the same row. Without length and scale: a cast to
 * these would cut the text given until it fits another row.
 */
export function keyJoin(table: LocalTable, alias: string, keyAlias: string): string {
	return table.key.map((column, index) => `${alias}.${quoteIdentifier(column.name)} ${column.comparison.equality} ${partValue(column, keyAlias, index)}`).join(' and ');
}

/** Whether two keys in text, as jsonb arrays, are one key to the table. */
export function sameKey(table: LocalTable, one: string, other: string): string {
	return table.key.map((column, index) => {
		const { collation, equality } = column.comparison;
		const value = (alias: string): string => `(${partValue(column, alias, index)})${collation === null ? '' : ` collate ${collation}`}`;
		return `${value(one)} ${equality} ${value(other)}`;
	}).join(' and ');
}

/** Whether a row has a key at all: a row with NULL in a key column cannot be told from others. */
export function hasKey(table: LocalTable, alias: string): string {
	return `(${table.key.map((column) => `${alias}.${quoteIdentifier(column.name)} is not null`).join(' and ')})`;
}

/** The key as it goes into a provenance field: the plain value of a single key, the JSON array of a composite one. */
export function provenanceOf(localKey: string): string {
	const parts = JSON.parse(localKey) as string[];
	return parts.length === 1 ? (parts[0] as string) : localKey;
}

/** The key that a provenance field names, which anybody may have typed; null: none of that many columns. */
export function keyIn(provenance: string, columns: number): string | null {
	if (columns === 1) return JSON.stringify([provenance]);
	try {
		const parts: unknown = JSON.parse(provenance);
		return Array.isArray(parts) && parts.length === columns && parts.every((part) => typeof part === 'string') ? JSON.stringify(parts) : null;
	} catch {
		return null;
	}
}
