import { qualifiedName } from '../qualifiedName';
import type { Transaction } from '../types';

/** A unique index that is in force. */
export interface UniqueIndex {
	readonly name: string;
	/** Columns it is on; null where it is on an expression. */
	readonly columns: readonly string[] | null;
	/** Columns that anything in it is about, its condition included. */
	readonly about: readonly string[];
	/** SQL of the rows it is for, about the table's own columns; null: all. */
	readonly predicate: string | null;
}

/** The unique indexes of a table that are checked at once; those that wait for the end of the transaction let values be exchanged anyway. */
export async function describeUniqueIndexes(tx: Transaction, table: { readonly schema: string; readonly table: string }): Promise<readonly UniqueIndex[]> {
	return await tx.query<UniqueIndex>({
		text: `select c.relname::text as name, pg_get_expr(i.indpred, i.indrelid) as predicate,
				case when i.indexprs is null then (select jsonb_agg(a.attname order by k.position) from unnest(i.indkey::int2[]) with ordinality as k (attnum, position)
					join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum where k.position <= i.indnkeyatts) end as columns,
				(select coalesce(jsonb_agg(distinct a.attname), '[]') from pg_catalog.pg_attribute a where a.attrelid = i.indrelid and a.attnum > 0 and (a.attnum = any(i.indkey::int2[]) or exists (
					select 1 from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = i.indexrelid and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = i.indrelid and d.refobjsubid = a.attnum))) as about
			from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid where i.indrelid = $1::regclass and i.indisunique and i.indisvalid and i.indimmediate order by i.indexrelid`,
		values: [qualifiedName(table)],
	});
}

/** Whether these are the columns of an index, in whatever order. */
export function isOn({ columns }: UniqueIndex, match: readonly string[]): boolean {
	return columns !== null && [...columns].sort().join('\n') === [...match].sort().join('\n');
}

/** A condition about a table's own columns, about the row `t`. */
export function aboutRow(predicate: string): string {
	return `(select (${predicate}) from (select (t).*) as row_of_t)`;
}
