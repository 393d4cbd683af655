import { DatabaseError } from '../../errors';
import { quoteIdentifier } from '../quoteIdentifier';
import { tablesIn } from '../stores/tables';
import type { Transaction } from '../types';

const INSUFFICIENT_PRIVILEGE = '42501';

/** A schema may hold tables of others as well; only those of the package count. */
const ownTables = Object.keys(tablesIn('any')).filter((name) => name !== 'schema');

interface Rights {
	readonly user: string;
	readonly database: string;
	readonly exists: boolean;
	readonly may_create_schema: boolean;
	readonly may_create: boolean;
	readonly may_use: boolean;
	/** Owner of the package's tables, where that is a role the user is not a member of. */
	readonly foreign_owner: string | null;
	readonly may_write: boolean;
}

async function readRights(tx: Transaction, schema: string): Promise<Rights> {
	const [rights] = await tx.query<Rights>({
		text: `select current_user::text as user, current_database()::text as database, n.oid is not null as exists,
				has_database_privilege(current_database(), 'create') as may_create_schema,
				coalesce(has_schema_privilege(n.oid, 'create'), false) as may_create, coalesce(has_schema_privilege(n.oid, 'usage'), false) as may_use,
				(select pg_get_userbyid(c.relowner)::text from pg_class c where c.relnamespace = n.oid and c.relname = 'migration' and not pg_has_role(c.relowner, 'usage')) as foreign_owner,
				coalesce((
					select bool_and(has_table_privilege(c.oid, p.privilege)) from pg_class c cross join unnest(array['select', 'insert', 'update', 'delete']) as p (privilege)
					where c.relnamespace = n.oid and c.relname = any($2::text[])
				), true) as may_write
			from (values (0)) as one left join pg_namespace n on n.nspname = $1`,
		values: [schema, ownTables],
	});
	return rights as Rights;
}

/** Throws a DatabaseError that names the SQL an administrator can run where the user may not make or change the tables. */
export async function refuseWithoutCreate(tx: Transaction, schema: string): Promise<void> {
	const rights = await readRights(tx, schema);
	const [s, user] = [quoteIdentifier(schema), quoteIdentifier(rights.user)];
	if (!rights.exists) {
		if (!rights.may_create_schema) throw lacking(`The database user '${rights.user}' may not create the schema '${schema}' in database '${rights.database}'.`, `create schema ${s} authorization ${user};`);
		return;
	}
	if (!rights.may_create || !rights.may_use) throw lacking(`The database user '${rights.user}' may not create tables in schema '${schema}'.`, `grant usage, create on schema ${s} to ${user};`);
	if (rights.foreign_owner !== null) {
		throw lacking(`The tables in schema '${schema}' belong to '${rights.foreign_owner}', so user '${rights.user}' may not change them.`, `grant ${quoteIdentifier(rights.foreign_owner)} to ${user};`);
	}
}

/** Throws a DatabaseError that names the SQL an administrator can run where the user may not use the tables that are there. */
export async function refuseWithoutUse(tx: Transaction, schema: string): Promise<void> {
	const rights = await readRights(tx, schema);
	if (!rights.exists || (rights.may_use && rights.may_write)) return;
	const [s, user] = [quoteIdentifier(schema), quoteIdentifier(rights.user)];
	throw lacking(`The database user '${rights.user}' may not use the tables in schema '${schema}'.`, `grant usage on schema ${s} to ${user}; grant select, insert, update, delete on all tables in schema ${s} to ${user};`);
}

function lacking(what: string, sql: string): DatabaseError {
	return new DatabaseError(`${what} Have an administrator run this once, then try again: ${sql}`, INSUFFICIENT_PRIVILEGE, { data: { sql } });
}
