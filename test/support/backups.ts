import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadStandIn, saveStandIn } from '../../sandbox/standInSnapshot';
import type { SyncWorld } from './syncWorld';

/** What is needed of a world to back it up. */
export type BackedUp = Pick<SyncWorld, 'server' | 'sql' | 'database'>;

/** A backup that can be restored in place, any number of times. */
export interface Backup {
	restore(): Promise<void>;
}

/** Of OpenProject: work packages, versions, history, and the ids that are given next. */
export async function backUpOpenProject(world: BackedUp): Promise<Backup> {
	const { database } = world.server.store['instance'];
	const folder = await mkdtemp(path.join(tmpdir(), 'stand-in-'));
	const file = path.join(folder, 'backup.jsonl');
	await saveStandIn(world.server, file);
	const before = [...database['sequences']];
	return {
		async restore() {
			for (const row of [...database.workPackages.byId.rows]) {
				database.workPackages.remove(row);
				database.dropBelongings(row.id);
			}
			database['sequences'].clear();
			await loadStandIn(world.server, file);
			for (const [kind, id] of before) database['sequences'].set(kind, id);
			await rm(folder, { recursive: true, force: true }).catch(() => undefined);
		},
	};
}

let copies = 0;

/** Of tables of one schema, sequences included: they are copied, and put back by emptying and filling them, as restoring a dump does. */
async function backUpTables(world: BackedUp, schema: string, tables: readonly string[]): Promise<Backup> {
	copies += 1;
	const copy = `backup_${copies}`;
	await world.sql(`create schema ${copy}`);
	for (const table of tables) await world.sql(`create table ${copy}.${table} as table ${schema}.${table}`);
	const sequences = await world.sql<{ name: string; value: string | null }>(`select quote_ident(schemaname) || '.' || quote_ident(sequencename) as name, last_value::text as value from pg_sequences where schemaname = $1`, [schema]);
	return {
		async restore() {
			await world.database.transaction(async (tx) => {
				// Neither triggers nor foreign keys have a say while a dump is restored.
				await tx.execute({ text: 'set local session_replication_role = replica' });
				for (const table of tables) {
					await tx.execute({ text: `delete from ${schema}.${table}` });
					const columns = await tx.query<{ name: string }>({ text: `select quote_ident(column_name) as name from information_schema.columns where table_schema = $1 and table_name = $2 and is_generated = 'NEVER' order by ordinal_position`, values: [schema, table] });
					const list = columns.map(({ name }) => name).join(', ');
					await tx.execute({ text: `insert into ${schema}.${table} (${list}) overriding system value select ${list} from ${copy}.${table}` });
				}
				for (const { name, value } of sequences) if (value !== null) await tx.query({ text: `select setval($1::regclass, $2::bigint)`, values: [name, value] });
			});
		},
	};
}

/** Of the tasks alone. */
export function backUpTable(world: BackedUp): Promise<Backup> {
	return backUpTables(world, 'public', ['tasks']);
}

/** Of the package's own tables alone. */
export async function backUpBooks(world: BackedUp): Promise<Backup> {
	const tables = await world.sql<{ name: string }>(`select quote_ident(table_name) as name from information_schema.tables where table_schema = 'batch_sync' and table_type = 'BASE TABLE' and table_name <> 'migration'`);
	return await backUpTables(world, 'batch_sync', tables.map(({ name }) => name));
}
