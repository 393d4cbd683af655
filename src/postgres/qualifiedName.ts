import { quoteIdentifier } from './quoteIdentifier';

/** A table by schema and name, for SQL. */
export function qualifiedName({ schema, table }: { readonly schema: string; readonly table: string }): string {
	return `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`;
}
