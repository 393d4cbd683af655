import type { Transaction } from './types';

/** What kind of value a column holds; of an array, what its elements are is in `typeName`. */
export type ColumnCategory = 'text' | 'number' | 'boolean' | 'date' | 'interval' | 'json' | 'binary' | 'uuid' | 'enum' | 'array' | 'range' | 'other';

/** How a column's values compare with each other, and a text with them. */
export interface ColumnComparison {
	/** Domains resolved, without length or scale ('numeric', 'bpchar', 'extensions.citext'). */
	readonly type: string;
	/** Its equality, wherever its extension lives: 'operator(pg_catalog.=)'. */
	readonly equality: string;
	/** Whether a text that is no value of the type can be told without an error: text takes any, PostgreSQL 16 and later can say so of its own types and of enums. */
	readonly checksText: boolean;
	/** Quoted, of a column that texts are compared in; null: none. */
	readonly collation: string | null;
}

export interface ColumnDescription {
	readonly name: string;
	/** As format_type prints it: 'character varying(255)', 'public.mood', 'text[]'. */
	readonly type: string;
	/** Name of the type itself, domains resolved: 'varchar', 'int8', '_text', 'jsonb'. */
	readonly typeName: string;
	readonly category: ColumnCategory;
	readonly notNull: boolean;
	/** Whether a new row gets a value where none is given: default, identity or generated. */
	readonly hasDefault: boolean;
	/** SQL of the default; null where there is none, and for generated columns. */
	readonly defaultExpression: string | null;
	/** Computed by PostgreSQL; cannot be written. */
	readonly generated: boolean;
	readonly identity: 'always' | 'by_default' | null;
	/** In characters, of char and varchar; null: no limit. */
	readonly maxLength: number | null;
	/** Whether texts are equal only where all their characters are; false for a collation that ignores case or accents. */
	readonly isCollationExact: boolean;
	/** In their order; null: no enum. */
	readonly enumValues: readonly string[] | null;
	readonly isArray: boolean;
	readonly comparison: ColumnComparison;
}

interface ColumnRow {
	readonly name: string;
	readonly type: string;
	readonly type_name: string;
	readonly type_category: string;
	readonly not_null: boolean;
	readonly default_expression: string | null;
	readonly generated: string;
	readonly identity: string;
	readonly max_length: number | null;
	readonly is_collation_exact: boolean;
	readonly enum_values: readonly string[] | null;
	readonly compared_as: string;
	readonly checks_text: boolean;
	readonly equality: string;
	readonly collation: string | null;
}

/**
 * Equality as the type's own default for indexes has it. Named with its schema: an extension's (citext in 'extensions') need not
 * be on the search path, and then PostgreSQL takes another type's without a word.
 */
const EQUALITY_OF_TYPE = `select format('operator(%I.%s)', n.nspname, o.oprname) from pg_opclass k join pg_am m on m.oid = k.opcmethod and m.amname = 'btree'
	join pg_amop p on p.amopfamily = k.opcfamily and p.amopstrategy = 3 and p.amoplefttype = k.opcintype and p.amoprighttype = k.opcintype
	join pg_operator o on o.oid = p.amopopr join pg_namespace n on n.oid = o.oprnamespace where k.opcintype = b.oid and k.opcdefault limit 1`;

/** Columns of a relation by its oid, in order. Domains are followed down to the type they stand on. */
export async function describeColumns(tx: Transaction, oid: string): Promise<readonly ColumnDescription[]> {
	const rows = await tx.query<ColumnRow>({
		text: `with recursive base as (
				select a.attnum, t.oid, t.typtype, t.typbasetype, t.typname, t.typcategory, a.atttypmod as typmod, a.attnotnull or t.typnotnull as not_null
				from pg_attribute a join pg_type t on t.oid = a.atttypid where a.attrelid = $1::oid and a.attnum > 0 and not a.attisdropped
				union all
				select b.attnum, t.oid, t.typtype, t.typbasetype, t.typname, t.typcategory, d.typtypmod, b.not_null or t.typnotnull
				from base b join pg_type d on d.oid = b.oid join pg_type t on t.oid = d.typbasetype where b.typtype = 'd'
			)
			select a.attname::text as name, format_type(a.atttypid, a.atttypmod) as type, b.typname::text as type_name, b.typcategory::text as type_category, b.not_null,
				case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end as default_expression, a.attgenerated::text as generated, a.attidentity::text as identity,
				case when b.typname in ('bpchar', 'varchar') and b.typmod > 4 then b.typmod - 4 end as max_length,
				coalesce((select c.collisdeterministic from pg_collation c where c.oid = a.attcollation), true) as is_collation_exact,
				(select jsonb_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = b.oid) as enum_values,
				format_type(b.oid, -1) as compared_as, b.typcategory = 'S' or (current_setting('server_version_num')::integer >= 160000 and (b.typtype = 'e' or b.oid < 16384)) as checks_text,
				(select quote_ident(n.nspname) || '.' || quote_ident(c.collname) from pg_collation c join pg_namespace n on n.oid = c.collnamespace where c.oid = a.attcollation and c.collname <> 'default') as collation,
				coalesce((${EQUALITY_OF_TYPE}), 'operator(pg_catalog.=)') as equality
			from pg_attribute a join base b on b.attnum = a.attnum and b.typtype <> 'd' left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
			where a.attrelid = $1::oid order by a.attnum`,
		values: [oid],
	});
	return rows.map(asDescription);
}

function asDescription(row: ColumnRow): ColumnDescription {
	const category = categoryOf(row);
	return {
		name: row.name,
		type: row.type,
		typeName: row.type_name,
		category,
		notNull: row.not_null,
		hasDefault: row.default_expression !== null || row.identity !== '' || row.generated !== '',
		defaultExpression: row.default_expression,
		generated: row.generated !== '',
		identity: row.identity === 'a' ? 'always' : row.identity === 'd' ? 'by_default' : null,
		maxLength: row.max_length,
		isCollationExact: row.is_collation_exact,
		enumValues: row.enum_values,
		isArray: category === 'array',
		comparison: { type: row.compared_as, equality: row.equality, checksText: row.checks_text, collation: row.collation },
	};
}

/** pg_type.typcategory (manual, 53.64). */
const CATEGORIES: ReadonlyMap<string, ColumnCategory> = new Map([
	['S', 'text'],
	['N', 'number'],
	['B', 'boolean'],
	['D', 'date'],
	['T', 'interval'],
	['E', 'enum'],
	['A', 'array'],
	['R', 'range'],
]);
const BY_NAME: ReadonlyMap<string, ColumnCategory> = new Map([
	['json', 'json'],
	['jsonb', 'json'],
	['bytea', 'binary'],
	['uuid', 'uuid'],
]);

function categoryOf(row: ColumnRow): ColumnCategory {
	return BY_NAME.get(row.type_name) ?? CATEGORIES.get(row.type_category) ?? 'other';
}
