import { APPLICATION_NAME } from '../createPool';
import { isLockFailure, lockWaitIn } from '../lockFailure';
import { packageVersion } from '../packageVersion';
import { quoteIdentifier } from '../quoteIdentifier';
import type { Database, Transaction } from '../types';
import { allMigrations } from './allMigrations';
import { refuseWithoutCreate, refuseWithoutUse } from './rights';
import { appliedVersions, hasTables, newestVersion, refuseNewer } from './schemaState';
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
		if (await hasTables(tx, schema)) await refuseWithoutUse(tx, schema);
		if ((await missingSteps(tx, schema, migrations)).length === 0) return { version: newestVersion(migrations), applied: [] };
		await takeTurn(tx, schema);
		const missing = await missingSteps(tx, schema, migrations);
		if (missing.length > 0) await apply(tx, schema, missing);
		return { version: newestVersion(migrations), applied: missing.map(({ version }) => version) };
	});
}

/** How long another process that makes the same tables is waited for. */
const TURN_MS = 60_000;

/** One after the other: held until the transaction ends, so it works through a transaction pooler. Only another one of us is waited for. */
async function takeTurn(tx: Transaction, schema: string): Promise<void> {
	const until = performance.now() + TURN_MS;
	for (;;) {
		try {
			await tx.savepoint(() => tx.query({ text: `select pg_advisory_xact_lock(hashtextextended('n8n-nodes-batch-sync migrate ' || $1, 0))`, values: [schema] }));
			return;
		} catch (error) {
			if (!isLockFailure(error) || performance.now() > until) throw error;
			const holders = lockWaitIn(error)?.holders ?? [];
			if (holders.some(({ application }) => application !== APPLICATION_NAME)) throw error;
		}
	}
}

async function missingSteps(tx: Transaction, schema: string, migrations: readonly Migration[]): Promise<readonly Migration[]> {
	const applied = await appliedVersions(tx, schema);
	refuseNewer(applied, schema, migrations);
	return migrations.filter(({ version }) => !applied.includes(version)).sort((a, b) => a.version - b.version);
}

async function apply(tx: Transaction, schema: string, missing: readonly Migration[]): Promise<void> {
	await refuseWithoutCreate(tx, schema);
	const s = quoteIdentifier(schema);
	const [{ exists } = { exists: false }] = await tx.query<{ exists: boolean }>({ text: 'select exists (select 1 from pg_namespace where nspname = $1) as exists', values: [schema] });
	// IF NOT EXISTS would ask for the right to create schemas even where this one is there.
	if (!exists) await tx.execute({ text: `create schema ${s}` });
	await tx.execute({ text: `create table if not exists ${s}.migration (version integer primary key, name text not null, applied_at timestamptz not null default clock_timestamp(), package_version text not null)` });
	for (const migration of missing) {
		for (const text of migration.statements(s)) await tx.execute({ text });
		await tx.execute({ text: `insert into ${s}.migration (version, name, package_version) values ($1, $2, $3)`, values: [migration.version, migration.name, packageVersion()] });
	}
}
