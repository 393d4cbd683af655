import type { ColumnDescription } from './describeColumns';
import { quoteIdentifier } from './quoteIdentifier';

/** Types whose equality tells apart whatever can be told apart. The others' calls 1.0 and 1.00, or 'a' and 'A' in citext, equal. */
const EXACT: ReadonlySet<string> = new Set(['int2', 'int4', 'int8', 'oid', 'bool', 'uuid', 'date', 'time', 'timestamp', 'timestamptz', 'bytea', 'jsonb', 'name']);

const FLOATS: ReadonlySet<string> = new Set(['float4', 'float8']);

/** Text that jsonb refuses though json takes it: NUL, and surrogates, paired or not. */
const NOT_FOR_JSONB = String.raw`\\u(0000|[dD][89a-fA-F])`;

/**
 * A condition that a column's values in two row aliases differ, NULL being a value like any other. Values that a reader
 * could tell apart count as different, also where the type's own equality (citext, numeric, interval) says otherwise;
 * json, which has none, is compared by content, so that spaces and the order of keys do not count.
 */
export function differs(column: ColumnDescription, one: string, other: string): string {
	const [a, b] = [one, other].map((alias) => `${alias}.${quoteIdentifier(column.name)}`) as [string, string];
	if (EXACT.has(column.typeName) || column.category === 'enum') return `${a} is distinct from ${b}`;
	// Cheaper than two texts: what is equal to numeric differs in the digits behind the point at most, to floats in the sign of zero.
	if (column.typeName === 'numeric') return `(${a} is distinct from ${b} or scale(${a}) is distinct from scale(${b}))`;
	if (FLOATS.has(column.typeName)) return `(${a} is distinct from ${b} or (${a} = 0 and ${a}::text <> ${b}::text) is true)`;
	// Collation "C" compares bytes: exact even where the column's collation ignores case, and faster.
	const text = `(${a}::text collate "C") is distinct from (${b}::text collate "C")`;
	if (column.typeName !== 'json') return text;
	return `case when not (${text}) then false when ${a} is null or ${b} is null or ${a}::text ~ '${NOT_FOR_JSONB}' or ${b}::text ~ '${NOT_FOR_JSONB}' then true else ${a}::jsonb is distinct from ${b}::jsonb end`;
}
