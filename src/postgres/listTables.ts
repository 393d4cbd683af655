import type { Sql } from './types';

/** Schemas a person may pick, by name; PostgreSQL's own are left out. One column: `name`. */
export function listSchemas(search: string): Sql {
	return {
		text: `select nspname as name from pg_catalog.pg_namespace
			where nspname !~ '^pg_' and nspname <> 'information_schema' and has_schema_privilege(oid, 'USAGE') and position(lower($1) in lower(nspname)) > 0
			order by nspname limit 500`,
		values: [search],
	};
}

/** Tables and foreign tables of a schema that can be read, by name. One column: `name`. */
export function listTables(schema: string, search: string): Sql {
	return {
		text: `select c.relname as name from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
			where n.nspname = $1 and c.relkind in ('r', 'p', 'f') and not c.relispartition and has_table_privilege(c.oid, 'SELECT') and position(lower($2) in lower(c.relname)) > 0
			order by c.relname limit 500`,
		values: [schema, search],
	};
}
