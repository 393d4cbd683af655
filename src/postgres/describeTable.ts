import { quoteIdentifier } from './quoteIdentifier';
import { closestNames } from '../closestNames';
import { ConfigurationError } from '../errors';
import { describeColumns, type ColumnDescription } from './describeColumns';
import type { Transaction } from './types';

export type TableKind = 'table' | 'partitioned' | 'view' | 'materialized_view' | 'foreign';

export interface TableDescription {
	readonly schema: string;
	readonly table: string;
	readonly kind: TableKind;
	/** In the order of the table. */
	readonly columns: readonly ColumnDescription[];
	/** Key columns in order; empty: none. */
	readonly primaryKey: readonly string[];
	/** Column sets that a unique index, primary key included, holds unique for all rows, at once, and as the columns themselves compare. */
	readonly uniqueKeys: ReadonlyArray<readonly string[]>;
	/** Columns that PostgreSQL lets nobody update: generated, always given by an identity, or worked out by a view. */
	readonly fixedColumns: readonly string[];
	/** Whether rows can be inserted and updated at all, whoever asks. */
	readonly isInsertable: boolean;
	readonly isUpdatable: boolean;
	/** Commands that an INSTEAD rule replaces; RETURNING is not to be had of them. */
	readonly ruledCommands: ReadonlyArray<'insert' | 'update' | 'delete'>;
	/** Whether row-level security may hide rows from the current user. */
	readonly rowSecurityActive: boolean;
	/** What the current user may do, on the whole table or on all of its columns. */
	readonly privileges: { readonly select: boolean; readonly insert: boolean; readonly update: boolean; readonly delete: boolean; /** Columns that may be updated. */ readonly updateColumns: readonly string[] };
	/** As of the last ANALYZE; null where there was none, and for views. */
	readonly estimatedRows: number | null;
}

interface RelationRow {
	readonly oid: string;
	readonly kind: TableKind;
	readonly row_security_active: boolean;
	readonly can_select: boolean;
	readonly can_insert: boolean;
	readonly can_update: boolean;
	readonly can_delete: boolean;
	readonly update_columns: readonly string[];
	readonly estimated_rows: number;
	readonly fixed_columns: readonly string[];
	/** Bits of the commands that are possible: 8 INSERT, 4 UPDATE. */
	readonly possible: number;
	readonly ruled_commands: TableDescription['ruledCommands'];
	readonly unique_keys: ReadonlyArray<{ readonly columns: readonly string[]; readonly isPrimary: boolean }>;
}

const KINDS = `case c.relkind when 'r' then 'table' when 'p' then 'partitioned' when 'v' then 'view' when 'm' then 'materialized_view' when 'f' then 'foreign' end`;

/**
 * What PostgreSQL knows about a table or view, spelled exactly as given. Throws a ConfigurationError that names the
 * closest schemas or tables where there is none.
 */
export async function describeTable(tx: Transaction, schema: string, table: string): Promise<TableDescription> {
	// Names no identifier can be are refused before PostgreSQL sees them.
	for (const name of [schema, table]) quoteIdentifier(name);
	const relation = await findRelation(tx, schema, table);
	if (relation === undefined) throw await unknownTable(tx, schema, table);
	return {
		schema,
		table,
		kind: relation.kind,
		columns: await describeColumns(tx, relation.oid),
		primaryKey: relation.unique_keys.find((key) => key.isPrimary)?.columns ?? [],
		uniqueKeys: relation.unique_keys.map((key) => key.columns),
		fixedColumns: relation.fixed_columns,
		isInsertable: (relation.possible & 8) !== 0 || relation.ruled_commands.includes('insert'),
		isUpdatable: (relation.possible & 4) !== 0 || relation.ruled_commands.includes('update'),
		ruledCommands: relation.ruled_commands,
		rowSecurityActive: relation.row_security_active,
		privileges: { select: relation.can_select, insert: relation.can_insert, update: relation.can_update, delete: relation.can_delete, updateColumns: relation.update_columns },
		estimatedRows: relation.estimated_rows < 0 || relation.kind === 'view' ? null : relation.estimated_rows,
	};
}

async function findRelation(tx: Transaction, schema: string, table: string): Promise<RelationRow | undefined> {
	const may = (privilege: string): string => `(has_table_privilege(c.oid, '${privilege}') or coalesce((
		select bool_and(has_column_privilege(c.oid, a.attnum, '${privilege}')) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), false))`;
	const rows = await tx.query<RelationRow>({
		text: `select c.oid, ${KINDS} as kind, row_security_active(c.oid) as row_security_active,
				${may('select')} as can_select, ${may('insert')} as can_insert, ${may('update')} as can_update, has_table_privilege(c.oid, 'delete') as can_delete,
				(select coalesce(jsonb_agg(a.attname order by a.attnum), '[]') from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and has_column_privilege(c.oid, a.attnum, 'update')) as update_columns,
				c.reltuples::float8 as estimated_rows,
				pg_relation_is_updatable(c.oid, true) as possible, (select coalesce(jsonb_agg(a.attname order by a.attnum), '[]') from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and (a.attgenerated <> '' or a.attidentity = 'a' or (c.relkind = 'v'
					and not pg_column_is_updatable(c.oid, a.attnum, false) and pg_relation_is_updatable(c.oid, false) & 4 = 4 and not exists (select 1 from pg_trigger g where g.tgrelid = c.oid and g.tgtype & 80 = 80)))) as fixed_columns,
				(select coalesce(jsonb_agg(distinct case r.ev_type when '2' then 'update' when '3' then 'insert' when '4' then 'delete' end), '[]') from pg_rewrite r
					where r.ev_class = c.oid and r.is_instead and r.ev_type in ('2', '3', '4')) as ruled_commands,
				(select coalesce(jsonb_agg(jsonb_build_object('isPrimary', i.indisprimary, 'columns', (
						select jsonb_agg(a.attname order by k.position) from unnest(i.indkey::int2[]) with ordinality as k (attnum, position)
						join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum where k.position <= i.indnkeyatts
					)) order by i.indisprimary desc, i.indexrelid), '[]')
				from pg_index i
				where i.indrelid = c.oid and i.indisunique and i.indisvalid and i.indimmediate and i.indpred is null and i.indexprs is null
					and not exists (select 1 from unnest(i.indkey::int2[]) with ordinality k (attnum, position) join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
						join pg_collation l on l.oid = a.attcollation and not l.collisdeterministic where k.position <= i.indnkeyatts and i.indcollation[k.position - 1] <> a.attcollation)) as unique_keys
			from pg_class c join pg_namespace n on n.oid = c.relnamespace
			where n.nspname = $1 and c.relname = $2 and c.relkind in ('r', 'p', 'v', 'm', 'f')`,
		values: [schema, table],
	});
	return rows[0];
}

async function unknownTable(tx: Transaction, schema: string, table: string): Promise<ConfigurationError> {
	const names = async (text: string, values: readonly unknown[] = []): Promise<string[]> => (await tx.query<{ name: string }>({ text, values })).map(({ name }) => name);
	const schemas = await names(`select nspname::text as name from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' order by 1`);
	const data = { schema, table };
	if (!schemas.includes(schema) && !schema.startsWith('pg_') && schema !== 'information_schema') {
		return new ConfigurationError(`There is no schema '${schema}' in the database. ${pick(schema, schemas, 'schemas')}`, { data });
	}
	const tables = await names(
		`select c.relname::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition order by 1 limit 1000`,
		[schema],
	);
	const elsewhere = await names(
		`select n.nspname::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relname = $1 and c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1 limit 3`,
		[table],
	);
	const hint = elsewhere.length > 0 ? `It is in ${elsewhere.map((name) => `'${name}'`).join(', ')}.` : pick(table, tables, 'tables');
	return new ConfigurationError(`There is no table '${table}' in schema '${schema}'. ${hint}`, { data });
}

/** The closest names, or all where there are few, or where to look. */
function pick(given: string, known: readonly string[], what: string): string {
	const closest = closestNames(given, known);
	if (closest.length > 0) return `Pick one of: ${closest.join(', ')}.`;
	if (known.length === 0) return `It has no ${what}.`;
	return `Its ${what} are: ${known.slice(0, 10).join(', ')}${known.length > 10 ? ', …' : ''}.`;
}

/** Throws a ConfigurationError that names the closest columns where the table lacks one of these. */
export function requireColumns(description: TableDescription, columns: readonly string[]): void {
	const known = description.columns.map(({ name }) => name);
	const missing = columns.find((column) => !known.includes(column));
	if (missing === undefined) return;
	const table = `${description.schema}.${description.table}`;
	throw new ConfigurationError(`Column '${missing}' is not in ${table}. ${pick(missing, known, 'columns')}`, { data: { table, column: missing } });
}
