import { ConfigurationError } from '../../errors';
import { quoteIdentifier } from '../quoteIdentifier';
import type { Transaction } from '../types';
import type { Migration } from './types';

/** What is there of the package's tables in a schema. */
export interface SchemaState {
	readonly hasSchema: boolean;
	/** Whether the table that lists the steps is there. */
	readonly hasTable: boolean;
	/** Steps that were applied, in order. */
	readonly applied: readonly number[];
}

/** Reads the state from the catalog, which needs no rights, and the steps from the table, which needs SELECT. */
export async function readSchemaState(tx: Transaction, schema: string): Promise<SchemaState> {
	const [found] = await tx.query<{ has_schema: boolean; has_table: boolean }>({
		text: `select exists (select 1 from pg_namespace where nspname = $1) as has_schema,
			exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relname = 'migration' and c.relkind = 'r') as has_table`,
		values: [schema],
	});
	if (found?.has_table !== true) return { hasSchema: found?.has_schema ?? false, hasTable: false, applied: [] };
	const rows = await tx.query<{ version: number }>({ text: `select version from ${quoteIdentifier(schema)}.migration order by version` });
	return { hasSchema: true, hasTable: true, applied: rows.map(({ version }) => version) };
}

/** The newest version a list of steps leads to. */
export function newestVersion(migrations: readonly Migration[]): number {
	return Math.max(0, ...migrations.map(({ version }) => version));
}

/** Throws a ConfigurationError where the tables were made by a newer package, which may keep things in them differently. */
export function refuseNewer(state: SchemaState, schema: string, migrations: readonly Migration[]): void {
	const there = Math.max(0, ...state.applied);
	const known = newestVersion(migrations);
	if (there <= known) return;
	throw new ConfigurationError(`The tables in schema '${schema}' are of version ${there}, made by a newer n8n-nodes-batch-sync; this package knows up to version ${known}. Update the package.`, {
		data: { schema, version: there, known },
	});
}
