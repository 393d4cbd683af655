import type { ColumnDescription } from './describeColumns';

/** The type by which COPY encodes a column: a domain as the type it stands on. */
export function copyTypeOf(column: ColumnDescription): string {
	if (column.category === 'json') return column.typeName;
	return column.isArray ? `${column.typeName.replace(/^_/, '')}[]` : column.type;
}
