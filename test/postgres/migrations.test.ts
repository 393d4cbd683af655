import { allMigrations, checkSchemaVersion, connectionFromUrl, migrate, type Database, type Migration } from '../../src/postgres';
import { ConfigurationError, DatabaseError } from '../../src/errors';
import { version as packageVersion } from '../../package.json';
import { openAsRole } from '../support/asRole';
import { createTestDatabase, type TestDatabase } from '../support/postgres';

const first: Migration = { version: 1, name: 'initial', statements: (s) => [`create table ${s}.pair (id int primary key)`, `create index pair_id on ${s}.pair (id)`] };
const second: Migration = { version: 2, name: 'more', statements: (s) => [`alter table ${s}.pair add column name text`] };
const broken: Migration = { version: 3, name: 'broken', statements: (s) => [`alter table ${s}.pair add column age int`, 'select 1/0'] };

let testDatabase: TestDatabase;
let database: Database;
const user = `migrator_${process.pid}`;
const helper = `helper_${process.pid}`;

beforeEach(async () => {
	testDatabase = await createTestDatabase();
	database = await openAsRole(connectionFromUrl(testDatabase.url));
});
afterEach(async () => {
	await database.close();
	await testDatabase.drop();
});

const check = (schema: string, migrations?: readonly Migration[], other: Database = database): Promise<string> => other.transaction((tx) => checkSchemaVersion(tx, schema, migrations));
const columnsOf = async (schema: string): Promise<unknown[]> =>
	(await database.transaction((tx) => tx.query({ text: 'select column_name from information_schema.columns where table_schema = $1 and table_name = $2 order by 1', values: [schema, 'pair'] }))).map((row) => row['column_name']);

describe('migrating', () => {
	it('makes the tables once, and writes down what was done by whom', async () => {
		expect(await check('batch_sync', [first])).toBe('missing');
		expect(await migrate(database, 'batch_sync', [first])).toEqual({ version: 1, applied: [1] });
		expect(await check('batch_sync', [first])).toBe('current');
		expect(await migrate(database, 'batch_sync', [first])).toEqual({ version: 1, applied: [] });
		const rows = await database.transaction((tx) => tx.query({ text: 'select version, name, package_version, applied_at is not null as at from batch_sync.migration' }));
		expect(rows).toEqual([{ version: 1, name: 'initial', package_version: packageVersion, at: true }]);
	});

	it('adds only what is missing, in order, and keeps what is there', async () => {
		await migrate(database, 'batch_sync', [first]);
		await database.transaction((tx) => tx.execute({ text: 'insert into batch_sync.pair values (7)' }));
		expect(await migrate(database, 'batch_sync', [second, first])).toEqual({ version: 2, applied: [2] });
		expect(await database.transaction((tx) => tx.query({ text: 'select * from batch_sync.pair' }))).toEqual([{ id: 7, name: null }]);
	});

	it('applies all of it or nothing', async () => {
		await migrate(database, 'batch_sync', [first]);
		await expect(migrate(database, 'batch_sync', [first, second, broken])).rejects.toThrow(/division by zero/);
		expect(await columnsOf('batch_sync')).toEqual(['id']);
		expect(await check('batch_sync', [first])).toBe('current');
	});

	it('happens once when several processes want it at the same time', async () => {
		const others = await Promise.all([1, 2, 3].map(() => openAsRole(connectionFromUrl(testDatabase.url))));
		const results = await Promise.all([...others, ...others].map((other) => migrate(other, 'batch_sync', [first, second])));
		await Promise.all(others.map((other) => other.close()));
		expect(results.map(({ applied }) => applied.length).sort()).toEqual([0, 0, 0, 0, 0, 2]);
	});

	it('works in any schema, also beside tables of others', async () => {
		await database.transaction((tx) => tx.execute({ text: 'create table public.tasks (id int)' }));
		for (const schema of ['public', 'Odd "Schema']) expect(await migrate(database, schema, [first])).toEqual({ version: 1, applied: [1] });
		expect(await check('Odd "Schema', [first])).toBe('current');
	});

	it("makes the package's own tables, all of them, again and again", async () => {
		const newest = allMigrations.at(-1)?.version;
		expect(await migrate(database, 'batch_sync')).toEqual({ version: newest, applied: allMigrations.map(({ version }) => version) });
		expect(await migrate(database, 'batch_sync')).toEqual({ version: newest, applied: [] });
		expect(await check('batch_sync')).toBe('current');
		expect(allMigrations.map(({ version }) => version)).toEqual(allMigrations.map((_, index) => index + 1));
	});
});

describe('tables of another version', () => {
	it('that are newer are refused, and left alone', async () => {
		await migrate(database, 'batch_sync', [first, second]);
		const message = "The tables in schema 'batch_sync' are of version 2, made by a newer n8n-nodes-batch-sync; this package knows up to version 1. Update the package.";
		await expect(migrate(database, 'batch_sync', [first])).rejects.toThrow(new ConfigurationError(message));
		await expect(check('batch_sync', [first])).rejects.toThrow(message);
		expect(await columnsOf('batch_sync')).toEqual(['id', 'name']);
	});

	it('that are older ask for Set Up', async () => {
		await migrate(database, 'batch_sync', [first]);
		await expect(check('batch_sync', [first, second])).rejects.toThrow(/are of version 1; this package works with version 2\. Run the operation Set Up once/);
	});
});

describe('missing rights', () => {
	let other: Database;

	beforeEach(async () => {
		await database.transaction((tx) => tx.execute({ text: `create role ${user} login password 'p'; create role ${helper}` }));
		other = await openAsRole({ ...connectionFromUrl(testDatabase.url), user, password: 'p' });
	});
	afterEach(async () => {
		await other.close();
		await database.transaction((tx) => tx.execute({ text: `drop owned by ${user}, ${helper}; drop role ${user}; drop role ${helper}` }));
	});

	/** The SQL the failure names, run as administrator, is all it takes. */
	async function expectRemedy(work: () => Promise<unknown>, sql: string): Promise<void> {
		const failure = await work().then(() => undefined, (error: unknown) => error);
		expect(failure).toBeInstanceOf(DatabaseError);
		expect(failure).toMatchObject({ sqlState: '42501', data: { sql } });
		expect((failure as Error).message).toContain(`Have an administrator run this once, then try again: ${sql}`);
		await database.transaction((tx) => tx.execute({ text: sql }));
		await work();
	}

	it('to make the schema', async () => {
		await expectRemedy(() => migrate(other, 'batch_sync', [first]), `create schema "batch_sync" authorization "${user}";`);
	});

	it('to make tables in a schema that is there', async () => {
		await database.transaction((tx) => tx.execute({ text: 'create schema batch_sync' }));
		await expectRemedy(() => migrate(other, 'batch_sync', [first]), `grant usage, create on schema "batch_sync" to "${user}";`);
	});

	it('to use tables somebody else made', async () => {
		await migrate(database, 'batch_sync', [first]);
		const sql = `grant usage on schema "batch_sync" to "${user}"; grant select, insert, update, delete on all tables in schema "batch_sync" to "${user}";`;
		await expectRemedy(() => check('batch_sync', [first], other), sql);
		expect(await migrate(other, 'batch_sync', [first])).toEqual({ version: 1, applied: [] });
	});

	it('to change tables somebody else made', async () => {
		await database.transaction((tx) => tx.execute({ text: `create schema batch_sync authorization ${helper}; set local role ${helper}; create table batch_sync.migration (version int primary key, name text not null, applied_at timestamptz default now(), package_version text not null); insert into batch_sync.migration values (1, 'initial', now(), '0'); create table batch_sync.pair (id int);
			reset role; grant usage, create on schema batch_sync to ${user}; grant select, insert, update, delete on all tables in schema batch_sync to ${user}` }));
		await expectRemedy(() => migrate(other, 'batch_sync', [first, second]), `grant "${helper}" to "${user}";`);
	});
});
