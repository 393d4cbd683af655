import { ConfigurationError } from '../../errors';
import type { Transaction } from '../types';
import { allMigrations } from './allMigrations';
import { refuseWithoutUse } from './rights';
import { appliedVersions, hasTables, newestVersion, refuseNewer } from './schemaState';
import type { Migration } from './types';

/**
 * Whether the package's tables are in a schema: 'missing' or 'current'. Throws a ConfigurationError where they are of
 * another version than this package works with, and a DatabaseError that names the SQL to run where the user may not
 * use them.
 */
export async function checkSchemaVersion(tx: Transaction, schema: string, migrations: readonly Migration[] = allMigrations): Promise<'missing' | 'current'> {
	if (!(await hasTables(tx, schema))) return 'missing';
	await refuseWithoutUse(tx, schema);
	const applied = await appliedVersions(tx, schema);
	refuseNewer(applied, schema, migrations);
	if (applied.length === 0) return 'missing';
	const missing = migrations.find(({ version }) => !applied.includes(version));
	if (missing === undefined) return 'current';
	const needed = newestVersion(migrations);
	throw new ConfigurationError(`The tables in schema '${schema}' are of version ${Math.max(...applied)}; this package works with version ${needed}. Run the operation Set Up once, which upgrades them and keeps what is in them.`, {
		data: { schema, version: Math.max(...applied), needed },
	});
}
