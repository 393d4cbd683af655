import { ConfigurationError } from '../../errors';
import type { Transaction } from '../types';
import { allMigrations } from './index';
import { refuseWithoutUse } from './rights';
import { newestVersion, readSchemaState, refuseNewer } from './schemaState';
import type { Migration } from './types';

/**
 * Whether the package's tables are in a schema: 'missing' or 'current'. Throws a ConfigurationError where they are of
 * another version than this package works with, and a DatabaseError that names the SQL to run where the user may not
 * use them.
 */
export async function checkSchemaVersion(tx: Transaction, schema: string, migrations: readonly Migration[] = allMigrations): Promise<'missing' | 'current'> {
	await refuseWithoutUse(tx, schema);
	const state = await readSchemaState(tx, schema);
	refuseNewer(state, schema, migrations);
	if (state.applied.length === 0) return 'missing';
	const there = Math.max(...state.applied);
	const needed = newestVersion(migrations);
	if (there === needed) return 'current';
	throw new ConfigurationError(`The tables in schema '${schema}' are of version ${there}; this package works with version ${needed}. Run the operation Set Up once, which upgrades them and keeps what is in them.`, {
		data: { schema, version: there, needed },
	});
}
