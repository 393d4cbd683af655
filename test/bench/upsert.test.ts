import { Client } from 'pg';
import { scriptFor } from '../../bench/upsert/psql';
import { timeStagedUpsert } from '../../bench/upsert/stagedUpsertRun';
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
	await timeStagedUpsert(database.url, rows);
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
	expect(await countWrites(client, async () => void (await timeStagedUpsert(database.url, rows)))).toBe(0);
	expect(await countWrites(client, async () => void (await timeStagedUpsert(database.url, changeSome(rows))))).toBe(20);
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

test('psql gets the statements an upsert sends, without its reads of the catalog and its checks', async () => {
	await restore(client, 'empty');
	const { sent } = await timeStagedUpsert(database.url, rows);
	const script = scriptFor(sent, "/tmp/it's.copy");
	expect(script).toMatch(/^begin;\ncreate temporary table batch_sync_staged [\s\S]*commit;\n$/);
	expect(script).toMatch(/^\\copy pg_temp\.batch_sync_staged \(.*\) from '\/tmp\/it''s\.copy'$/m);
	expect(script).toMatch(/^update "public"\."tasks" t set /m);
	expect(script).toMatch(/insert into "public"\."tasks"/);
	expect(script).not.toMatch(/^select/m);
});

test('an upsert that no longer looks like one is refused rather than measured against something else', () => {
	expect(() => scriptFor([{ text: 'create temporary table s ()', isCopy: false }, { text: 'copy s from stdin', isCopy: true }], '/tmp/rows')).toThrow(/changed beyond recognition/);
	expect(() => scriptFor([], '/tmp/rows')).toThrow(/changed beyond recognition/);
});
