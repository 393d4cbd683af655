import { packageVersion } from '../packageVersion';
import { quoteIdentifier } from '../quoteIdentifier';
import type { Database, Transaction } from '../types';
import { allMigrations } from './index';
import { refuseWithoutCreate, refuseWithoutUse } from './rights';
import { newestVersion, readSchemaState, refuseNewer, type SchemaState } from './schemaState';
import type { Migration } from './types';

export interface Migrated {
	/** Version the tables are of now. */
	readonly version: number;
	/** Steps that were applied by this call; empty: everything was there. */
	readonly applied: readonly number[];
}

/**
 * Makes the package's tables in a schema, or brings them up to date: all missing steps in one transaction, or none. Safe
 * to repeat, and from several processes at once: the others wait and find everything done. Where nothing is missing no
 * right to create is needed. Throws a ConfigurationError for tables of a newer package and a DatabaseError that names the
 * SQL an administrator can run where a right is missing.
 */
export async function migrate(database: Database, schema: string, migrations: readonly Migration[] = allMigrations): Promise<Migrated> {
	return await database.transaction(async (tx) => {
		await refuseUnreadable(tx, schema);
		if (missingFrom(await readSchemaState(tx, schema), schema, migrations).length === 0) return { version: newestVersion(migrations), applied: [] };
		// Held until the transaction ends, so it works through a transaction pooler.
		await tx.execute({ text: `select pg_advisory_xact_lock(hashtextextended('n8n-nodes-batch-sync migrate ' || $1, 0))`, values: [schema] });
		const state = await readSchemaState(tx, schema);
		const missing = missingFrom(state, schema, migrations);
		if (missing.length > 0) await apply(tx, schema, state, missing);
		return { version: newestVersion(migrations), applied: missing.map(({ version }) => version) };
	});
}

async function refuseUnreadable(tx: Transaction, schema: string): Promise<void> {
	const [{ is_there: isThere } = { is_there: false }] = await tx.query<{ is_there: boolean }>({
		text: `select exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relname = 'migration') as is_there`,
		values: [schema],
	});
	if (isThere) await refuseWithoutUse(tx, schema);
}

function missingFrom(state: SchemaState, schema: string, migrations: readonly Migration[]): readonly Migration[] {
	refuseNewer(state, schema, migrations);
	return migrations.filter(({ version }) => !state.applied.includes(version));
}

async function apply(tx: Transaction, schema: string, state: SchemaState, missing: readonly Migration[]): Promise<void> {
	await refuseWithoutCreate(tx, schema);
	const s = quoteIdentifier(schema);
	if (!state.hasSchema) await tx.execute({ text: `create schema ${s}` });
	if (!state.hasTable) {
		await tx.execute({ text: `create table ${s}.migration (version integer primary key, name text not null, applied_at timestamptz not null default clock_timestamp(), package_version text not null)` });
	}
	for (const { version, name, statements } of missing) {
		for (const text of statements(s)) await tx.execute({ text });
		await tx.execute({ text: `insert into ${s}.migration (version, name, package_version) values ($1, $2, $3)`, values: [version, name, packageVersion()] });
	}
}
