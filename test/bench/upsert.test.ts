import { Client } from 'pg';
import { upsertScript } from '../../bench/upsert/psql';
import { timeTableWrite } from '../../bench/upsert/tableWriteRun';
import { changedCount, changeSome, COLUMNS, CREATE_TYPES, createTable, makeRows } from '../../bench/upsert/taskRows';
import { countWrites, fingerprint, restore } from '../../bench/upsert/upsertTable';
import { createTestDatabase, type TestDatabase } from '../support/postgres';

const rows = makeRows(200, 1);
let database: TestDatabase;
let client: Client;

beforeAll(async () => {
	database = await createTestDatabase();
	client = new Client({ connectionString: database.url });
	await client.connect();
	await client.query(CREATE_TYPES);
	for (const table of ['tasks', 'tasks_as_loaded']) await client.query(createTable(table));
	await timeTableWrite(database.url, rows);
	await client.query('insert into tasks_as_loaded select * from tasks');
});
afterAll(async () => {
	await client.end();
	await database.drop();
});

test('every tenth row changes, the first among them', () => {
	const changed = changeSome(rows).filter((row, index) => row !== rows[index]);
	expect(changed).toHaveLength(20);
	expect([changedCount(200), changedCount(201), changedCount(100_000)]).toEqual([20, 21, 10_000]);
	expect(makeRows(200, 1)).toEqual(rows);
	expect(COLUMNS).toHaveLength(12);
});

test('writes are counted as row versions and as PostgreSQL counts them: none for equal rows, each for changed ones', async () => {
	await restore(client, 'full');
	expect(await fingerprint(client, 'tasks')).toBe(await fingerprint(client, 'tasks_as_loaded'));
	expect(await countWrites(client, async () => void (await timeTableWrite(database.url, rows)))).toBe(0);
	expect(await countWrites(client, async () => void (await timeTableWrite(database.url, changeSome(rows))))).toBe(20);
	expect(await fingerprint(client, 'tasks')).not.toBe(await fingerprint(client, 'tasks_as_loaded'));
});

test('a write that changes no value is counted as well', async () => {
	await restore(client, 'full');
	const touch = async (): Promise<void> => {
		const other = new Client({ connectionString: database.url });
		await other.connect();
		await other.query('update tasks set crew_size = crew_size where crew_size = 3');
		await other.end();
	};
	const { rows: [expected] } = await client.query<{ count: number }>('select count(*)::int as count from tasks where crew_size = 3');
	expect(expected?.count).toBeGreaterThan(0);
	expect(await countWrites(client, touch)).toBe(expected?.count);
});

test('what psql is given leaves the same rows as a table write, and writes no more', async () => {
	const changed = changeSome(rows);
	await restore(client, 'full');
	await timeTableWrite(database.url, changed);
	const expected = await fingerprint(client, 'tasks');
	await restore(client, 'full');
	const [before, copy, after] = upsertScript("/tmp/it's.copy").split(/^(\\copy .*)$/m) as [string, string, string];
	expect(copy).toBe(`\\copy staged (${COLUMNS.join(', ')}) from '/tmp/it''s.copy'`);
	expect(await countWrites(client, async () => {
		const person = new Client({ connectionString: database.url });
		await person.connect();
		await person.query(before);
		for (const row of changed) await person.query(`insert into staged values (${COLUMNS.map((_column, index) => `$${index + 1}`).join(', ')})`, COLUMNS.map((column) => row[column]));
		await person.query(after);
		await person.end();
	})).toBe(20);
	expect(await fingerprint(client, 'tasks')).toBe(expected);
});
