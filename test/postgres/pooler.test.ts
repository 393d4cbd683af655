import { Client } from 'pg';
import { allMigrations, checkSchemaVersion, connectionFromUrl, describeTable, migrate, SESSION_SETTINGS, type Database, writeTable } from '../../src/postgres';
import { USUAL_PATIENCE } from '../../src/postgres/patience';
import { patienceSettings } from '../../src/postgres/sessionSettings';
import { openAsRole } from '../support/asRole';
import { createTestDatabase, type TestDatabase } from '../support/postgres';
import { plainWrite } from '../support/plainWrite';
import { startPostgresPooler, type PostgresPooler } from '../support/postgresPooler';

describe('through a transaction pooler', () => {
	let testDatabase: TestDatabase;
	let pooler: PostgresPooler;
	let database: Database;

	beforeAll(async () => {
		testDatabase = await createTestDatabase();
		const other = await openAsRole(connectionFromUrl(testDatabase.url));
		await other.transaction((tx) => tx.execute({ text: `alter database ${testDatabase.name} set timezone = 'Asia/Tokyo'` }));
		await other.close();
		pooler = await startPostgresPooler({ connectionString: testDatabase.url }, 3);
		database = await openAsRole({ ...connectionFromUrl(testDatabase.url), host: pooler.host, port: pooler.port, tls: 'off', maxConnections: 6 });
	});
	afterAll(async () => {
		await database.close();
		await pooler.close();
		await testDatabase.drop();
	});

	it('everything works, side by side, whichever session a transaction gets', async () => {
		const migrated = await Promise.all([1, 2, 3, 4].map(() => migrate(database, 'batch_sync')));
		expect(migrated.filter(({ applied }) => applied.length === allMigrations.length)).toHaveLength(1);
		await database.transaction((tx) => tx.execute({ text: 'create table tasks (id int primary key, title text)' }));
		const batches = Array.from({ length: 12 }, (_, batch) => Array.from({ length: 50 }, (_row, row) => ({ id: batch * 50 + row, title: `Task ${row}` })));
		const counts = await Promise.all(
			batches.map(async (records) => {
				await database.transaction(async (tx) => {
					expect(await checkSchemaVersion(tx, 'batch_sync')).toBe('current');
					expect((await describeTable(tx, 'public', 'tasks')).primaryKey).toEqual(['id']);
					const [settings] = await tx.query({ text: `select ${Object.keys(SESSION_SETTINGS).map((name) => `current_setting('${name}') as "${name}"`).join(', ')}` });
					expect(settings).toEqual({ ...SESSION_SETTINGS, DateStyle: 'ISO, MDY', search_path: '"$user", public' });
				});
				return (await writeTable(database, { ...plainWrite, records })).counts;
			}),
		);
		expect(counts).toEqual(batches.map(() => expect.objectContaining({ given: 50, inserted: 50 }) as unknown));
		const failures = await Promise.all([1, 2, 3, 4, 5].map(() => database.transaction((tx) => tx.query({ text: 'select 1/$1::int', values: [0] })).catch((error: Error) => error.message)));
		expect(new Set(failures)).toEqual(new Set(['PostgreSQL refused a value: division by zero (code 22012).']));
		expect(await database.transaction((tx) => tx.query({ text: 'select count(*)::int as count from tasks' }))).toEqual([{ count: 600 }]);
		expect(pooler.served().every((served) => served > 3)).toBe(true);
	});

	it('nothing is left in the sessions that are shared', async () => {
		for (let session = 0; session < 3; session++) {
			const left = await database.transaction((tx) =>
				tx.query({ text: `select (select count(*)::int from pg_prepared_statements) as prepared, (select count(*)::int from pg_class where relnamespace = pg_my_temp_schema()) as temporary,
					(select count(*)::int from pg_locks where pid = pg_backend_pid() and locktype = 'advisory') as locks,
					(select count(*)::int from pg_settings where source = 'session' and name not in (${Object.keys({ ...SESSION_SETTINGS, ...patienceSettings(USUAL_PATIENCE, true) }).map((name) => `'${name}'`).join(', ')}, 'transaction_isolation', 'transaction_read_only', 'transaction_deferrable')) as settings` }),
			);
			expect(left).toEqual([{ prepared: 0, temporary: 0, locks: 0, settings: 0 }]);
		}
		const stranger = new Client({ host: pooler.host, port: pooler.port, user: 'stranger' });
		await stranger.connect();
		const zones: unknown[] = [];
		for (let session = 0; session < 3; session++) zones.push(...(await stranger.query('show timezone')).rows);
		await stranger.end();
		expect(zones).toEqual(Array.from({ length: 3 }, () => ({ TimeZone: 'Asia/Tokyo' })));
	});
});
