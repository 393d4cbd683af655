import { OWN_PATH } from './sessionSettings';
import type { Transaction } from './types';

/** A schema in which code of the table's (its triggers, defaults, types' operators) may look names up. */
export interface SchemaOfPath {
	readonly name: string;
	/** Whether the equality of a key column's type is defined there, as citext's is. */
	readonly holdsKeyType: boolean;
	/** Who may put functions and operators there, or has, though they may not act for the table as it is; null: nobody. */
	readonly openTo: string | null;
}

/** Whoever could have a trigger of the table's run their code already needs no function planted elsewhere: its owner, the database's, superusers, ourselves. */
const TRUSTED = `r.rolsuper or r.rolname = current_user or pg_has_role(r.oid, d.datdba, 'member') or pg_has_role(r.oid, t.relowner, 'member')`;

/**
 * The schemas of the role's own search path, in order, and those of the types of the table's columns. Asked in the transaction
 * that goes on with the answer: what may be planted between two statements is planted by whom the first one told of.
 */
export async function schemasOfPath(tx: Transaction, { schema, table }: { readonly schema: string; readonly table: string }): Promise<readonly SchemaOfPath[]> {
	// Every name qualified: for one statement the path is whatever the role, the database or a URL made it.
	await tx.execute({ text: 'set local search_path to default' });
	const [row] = await tx.query<{ path: readonly string[] }>({ text: 'select pg_catalog.to_jsonb(pg_catalog.current_schemas(false)) as path' });
	await tx.execute({ text: `set local search_path = ${OWN_PATH}` });
	return await tx.query<SchemaOfPath>({ text: READ, values: [schema, table, JSON.stringify(row?.path ?? [])] });
}

const READ = `with recursive t as (select c.oid, c.relowner from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relname = $2),
	untrusted as (select r.oid, r.rolname from pg_roles r join pg_database d on d.datname = current_database() left join t on true where r.rolname !~ '^pg_' and (${TRUSTED}) is not true),
	kinds (attnum, oid) as (
		select a.attnum, a.atttypid from t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
		union select k.attnum, b.typbasetype from kinds k join pg_type b on b.oid = k.oid and b.typtype = 'd'
	),
	keys as (select k.attnum from t join pg_index i on i.indrelid = t.oid and i.indisunique cross join unnest(i.indkey::int2[]) k (attnum)),
	wanted as (
		select p.name::text as name, p.position, false as is_key from jsonb_array_elements_text($3::jsonb) with ordinality p (name, position)
		union all
		select n.nspname::text, null, k.attnum in (select attnum from keys) from kinds k join pg_opclass o on o.opcintype = k.oid and o.opcdefault join pg_namespace n on n.oid = o.opcnamespace
	)
	select n.nspname as name, w.is_key as "holdsKeyType", coalesce(
			(select case when count(*) > 3 then 'everybody' else string_agg(format('%s', u.rolname), ', ' order by u.rolname) end from untrusted u where u.oid = n.nspowner or has_schema_privilege(u.oid, n.oid, 'create')),
			(select string_agg(distinct u.rolname, ', ') from untrusted u where u.oid in (
				select p.proowner from pg_proc p where p.pronamespace = n.oid and exists (select 1 from pg_proc c where c.pronamespace = 'pg_catalog'::regnamespace and c.proname = p.proname)
				union select o.oprowner from pg_operator o where o.oprnamespace = n.oid))
		) as "openTo"
	from (select name, min(position) as position, bool_or(is_key) as is_key from wanted group by name) w join pg_namespace n on n.nspname = w.name
	where n.nspname !~ '^pg_' order by w.position nulls last, n.nspname`;
