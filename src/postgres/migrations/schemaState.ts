import { ConfigurationError } from '../../errors';
import { quoteIdentifier } from '../quoteIdentifier';
import type { Transaction } from '../types';
import type { Migration } from './types';

/** Whether the package was ever set up in a schema. Needs no rights: the catalog is open to everybody. */
export async function hasTables(tx: Transaction, schema: string): Promise<boolean> {
	const rows = await tx.query({ text: `select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relname = 'migration' and c.relkind = 'r'`, values: [schema] });
	return rows.length > 0;
}

/** Steps that were applied, in order. */
export async function appliedVersions(tx: Transaction, schema: string): Promise<readonly number[]> {
	if (!(await hasTables(tx, schema))) return [];
	const rows = await tx.query<{ version: number }>({ text: `select version from ${quoteIdentifier(schema)}.migration order by version` });
	return rows.map(({ version }) => version);
}

/** The newest version a list of steps leads to. */
export function newestVersion(migrations: readonly Migration[]): number {
	return Math.max(0, ...migrations.map(({ version }) => version));
}

/** Throws a ConfigurationError where the tables were made by a newer package, which may keep things in them differently. */
export function refuseNewer(applied: readonly number[], schema: string, migrations: readonly Migration[]): void {
	const there = Math.max(0, ...applied);
	const known = newestVersion(migrations);
	if (there <= known) return;
	throw new ConfigurationError(`The tables in schema '${schema}' are of version ${there}, made by a newer n8n-nodes-batch-sync; this package knows up to version ${known}. Update the package.`, {
		data: { schema, version: there, known },
	});
}
