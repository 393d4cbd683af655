import fc from 'fast-check';
import { connectionFromUrl, openDatabase, stagedUpsert, type Database, type StagedUpsert, type UpsertCounts } from '../../src/postgres';
import { BatchSyncError, ConfigurationError, DatabaseError } from '../../src/errors';
import { propertySettings } from '../record/propertySettings';
import { createTestDatabase, type TestDatabase } from '../support/postgres';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
	testDatabase = await createTestDatabase();
	database = await openDatabase(connectionFromUrl(testDatabase.url));
});
afterAll(async () => {
	await database.close();
	await testDatabase.drop();
});
beforeEach(() =>
	database.transaction((tx) =>
		tx.execute({
			text: `drop schema public cascade; create schema public;
				create type mood as enum ('sad', 'happy'); create domain doc as json; create collation nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
				create table tasks (id int primary key, title text not null, amount numeric, raw json, meta jsonb, tags text[], mood mood, doc doc, name text collate nocase, spent interval, place point,
					ratio float8, code char(4), number serial, owner text default 'nobody', doubled int generated always as (id * 2) stored);
				create table log (what text);
				create function note() returns trigger language plpgsql as $$ begin insert into log values (tg_op || ' ' || new.id); return new; end $$;
				create trigger note before insert or update on tasks for each row execute function note();`,
		}),
	),
);

const target = { schema: 'public', table: 'tasks' };

function upsert(change: Partial<StagedUpsert>): Promise<UpsertCounts> {
	return database.transaction((tx) => stagedUpsert(tx, { target, key: ['id'], columns: ['id', 'title'], rows: [], onExisting: 'update', ...change }));
}

async function read(text: string): Promise<ReadonlyArray<Record<string, unknown>>> {
	return await database.transaction((tx) => tx.query({ text }));
}

describe('an upsert', () => {
	it('inserts what is missing, updates what differs, and does not touch what is equal', async () => {
		expect(await upsert({ rows: [[1, 'a'], [2, 'b'], [3, 'c']] })).toEqual({ staged: 3, inserted: 3, updated: 0, unchanged: 0 });
		const before = await read('select id, xmin::text, ctid::text from tasks order by id');
		await read('delete from log');
		expect(await upsert({ rows: [[1, 'a'], [2, 'B'], [4, 'd']] })).toEqual({ staged: 3, inserted: 1, updated: 1, unchanged: 1 });
		expect(await read('select id, title from tasks order by id')).toEqual([{ id: 1, title: 'a' }, { id: 2, title: 'B' }, { id: 3, title: 'c' }, { id: 4, title: 'd' }]);
		const after = await read('select id, xmin::text, ctid::text from tasks order by id');
		expect([after[0], after[2]]).toEqual([before[0], before[2]]);
		expect(after[1]).not.toEqual(before[1]);
		expect(await read('select what from log order by 1')).toEqual([{ what: 'INSERT 4' }, { what: 'UPDATE 2' }]);
	});

	it('writes nothing a second time, whatever the types', async () => {
		const columns = ['id', 'title', 'amount', 'raw', 'meta', 'tags', 'mood', 'doc', 'name', 'spent', 'place', 'ratio', 'code'];
		const rows = [
			[1, 'a', '1.50', { b: 1, a: ['x\u0000'] }, { b: 1, a: 2 }, ['x', null], 'sad', { d: '\\' }, 'Ann', 'P1D', '(1,2)', 0.1, 'ab'],
			[2, '', 'NaN', [1], 'text', [], 'happy', 'text', '', 'PT24H', null, -0, ''],
			[3, 'c', null, null, null, null, null, null, null, null, null, null, null],
		];
		expect(await upsert({ columns, rows })).toMatchObject({ inserted: 3 });
		const before = await read('select id, xmin::text, ctid::text from tasks order by id');
		expect(await upsert({ columns, rows })).toEqual({ staged: 3, inserted: 0, updated: 0, unchanged: 3 });
		expect(await read('select id, xmin::text, ctid::text from tasks order by id')).toEqual(before);
		const nothing = rows.map(([id, title]) => [id, title, ...columns.slice(2).map(() => null)]);
		expect(await upsert({ columns, rows: nothing })).toMatchObject({ updated: 2, unchanged: 1 });
	});

	it.each<[string, unknown, unknown, string]>([
		['case in a collation that ignores it', 'Ann', 'ann', 'name'],
		['the scale of a numeric', '1.0', '1.00', 'amount'],
		['an interval of the same length', 'P1D', 'PT24H', 'spent'],
		['the sign of zero', 0, -0, 'ratio'],
		['json', { a: 1 }, { a: 2 }, 'raw'],
		['json with what jsonb cannot hold', { a: 'x\u0000' }, { a: 'y\u0000' }, 'raw'],
		['NULL and empty', '', null, 'name'],
		['a point', '(1,2)', '(1,3)', 'place'],
	])('writes a difference in %s', async (_what, one, other, column) => {
		await upsert({ columns: ['id', 'title', column], rows: [[1, 'a', one]] });
		expect(await upsert({ columns: ['id', 'title', column], rows: [[1, 'a', other]] })).toMatchObject({ updated: 1 });
	});

	it('sees no difference in the spaces and key order of json', async () => {
		await read(`insert into tasks (id, title, raw) values (1, 'a', '{ "b": 1,\n "a": 2 }')`);
		expect(await upsert({ columns: ['id', 'title', 'raw'], rows: [[1, 'a', { a: 2, b: 1 }]] })).toMatchObject({ unchanged: 1 });
	});

	it('leaves columns that are not given alone, also those that may not be null', async () => {
		await read(`insert into tasks (id, title, owner, amount) values (1, 'a', 'ann', 5)`);
		expect(await upsert({ columns: ['amount', 'id'], rows: [[6, 1]] })).toMatchObject({ updated: 1 });
		expect(await read('select title, owner, amount from tasks')).toEqual([{ title: 'a', owner: 'ann', amount: '6' }]);
		await upsert({ rows: [[2, 'b']] });
		expect(await read('select owner, doubled from tasks where id = 2')).toEqual([{ owner: 'nobody', doubled: 4 }]);
	});

	it('draws no sequence numbers for rows that exist', async () => {
		await upsert({ rows: [[1, 'a'], [2, 'b']] });
		await upsert({ rows: [[1, 'x'], [2, 'y']] });
		await upsert({ rows: [[3, 'c']] });
		expect(await read('select number from tasks order by id')).toEqual([{ number: 1 }, { number: 2 }, { number: 3 }]);
	});

	it('can leave existing rows as they are', async () => {
		await upsert({ rows: [[1, 'a']] });
		expect(await upsert({ rows: [[1, 'x'], [2, 'b']], onExisting: 'skip' })).toEqual({ staged: 2, inserted: 1, updated: 0, unchanged: 1 });
		expect(await read('select title from tasks order by id')).toEqual([{ title: 'a' }, { title: 'b' }]);
	});

	it('takes no rows, only keys, and rows that come later', async () => {
		expect(await upsert({ rows: [] })).toEqual({ staged: 0, inserted: 0, updated: 0, unchanged: 0 });
		await read('create table seen (id int primary key)');
		expect(await upsert({ target: { schema: 'public', table: 'seen' }, columns: ['id'], rows: [[1], [2]] })).toMatchObject({ inserted: 2 });
		async function* later(): AsyncGenerator<readonly unknown[]> {
			yield [2];
			yield [3];
		}
		expect(await upsert({ target: { schema: 'public', table: 'seen' }, columns: ['id'], rows: later() })).toMatchObject({ inserted: 1, unchanged: 1 });
	});

	it('works twice in one transaction, and leaves no table behind', async () => {
		await database.transaction(async (tx) => {
			const once = { target, key: ['id'], columns: ['id', 'title'], onExisting: 'update' } as const;
			await stagedUpsert(tx, { ...once, rows: [[1, 'a']] });
			expect(await stagedUpsert(tx, { ...once, rows: [[1, 'b']] })).toMatchObject({ updated: 1 });
			expect(await tx.query({ text: `select relname from pg_class where relpersistence = 't'` })).toEqual([]);
		});
	});

	it('works with composite keys, odd names, and columns PostgreSQL numbers itself', async () => {
		await read(`create table "Odd ""T" ("Größe" int generated always as identity, "t" text, "s" text, primary key ("t", "Größe"))`);
		const odd = { target: { schema: 'public', table: 'Odd "T' }, key: ['Größe', 't'], columns: ['s', 't', 'Größe'] };
		expect(await upsert({ ...odd, rows: [['x', 'a', 7], ['y', 'b', 7]] })).toMatchObject({ inserted: 2 });
		expect(await upsert({ ...odd, rows: [['x', 'a', 7], ['z', 'b', 7]] })).toMatchObject({ updated: 1, unchanged: 1 });
	});

	it('works without a unique index, on partitions and through a view', async () => {
		await read(`create table loose (id int, title text); create table parts (id int, day date, title text, primary key (id, day)) partition by range (day);
			create table parts_2026 partition of parts for values from ('2026-01-01') to ('2027-01-01'); create view seen_tasks as select id, title from tasks`);
		for (const [table, key, row] of [['loose', ['id'], [1, 'a']], ['parts', ['id', 'day'], [1, 'a', '2026-05-05']], ['seen_tasks', ['id'], [1, 'a']]] as const) {
			const columns = ['id', 'title', 'day'].slice(0, row.length);
			const one = { target: { schema: 'public', table }, key, columns };
			expect(await upsert({ ...one, rows: [row] })).toMatchObject({ inserted: 1 });
			expect(await upsert({ ...one, rows: [row] })).toMatchObject({ unchanged: 1 });
			expect(await upsert({ ...one, rows: [[row[0], 'b', ...row.slice(2)]] })).toMatchObject({ updated: 1 });
		}
	});

	it('updates rows that somebody else inserts at the same moment', async () => {
		let release = (): void => undefined;
		const released = new Promise<void>((resolve) => (release = resolve));
		const other = database.transaction(async (tx) => {
			await tx.execute({ text: `insert into tasks (id, title) values (1, 'theirs')` });
			await released;
		});
		const mine = upsert({ rows: [[1, 'mine'], [2, 'b']] });
		// Ours waits for theirs on the unique index.
		await new Promise((resolve) => setTimeout(resolve, 200));
		release();
		await other;
		expect(await mine).toEqual({ staged: 2, inserted: 1, updated: 1, unchanged: 0 });
		expect(await read('select title from tasks order by id')).toEqual([{ title: 'mine' }, { title: 'b' }]);
	});

	it('leaves the table as a plain assignment of the rows would', async () => {
		const row = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.option(fc.constantFrom('', 'a', 'A', 'a ', '\\N', '1.0')), fc.option(fc.constantFrom('1', '1.0', '2', 'NaN')), fc.option(fc.jsonValue({ maxDepth: 1 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown)));
		const batch = fc.uniqueArray(row, { selector: ([id]) => id });
		await read('create table plain (id int primary key, name text, amount numeric, raw json)');
		await fc.assert(
			fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 3 }), async (batches) => {
				await read('truncate plain');
				const model = new Map<number, readonly unknown[]>();
				for (const rows of batches) {
					const counts = await upsert({ target: { schema: 'public', table: 'plain' }, columns: ['id', 'name', 'amount', 'raw'], rows });
					expect(counts.staged).toBe(rows.length);
					expect(counts.inserted).toBe(rows.filter(([id]) => !model.has(id)).length);
					expect(counts.inserted + counts.updated + counts.unchanged).toBe(counts.staged);
					for (const one of rows) model.set(one[0], one);
				}
				const stored = await read('select * from plain order by id');
				expect(stored.map(({ id, name, amount, raw }) => [id, name, amount, raw])).toEqual([...model.values()].sort((a, b) => Number(a[0]) - Number(b[0])));
			}),
			{ ...propertySettings, numRuns: Math.ceil(propertySettings.numRuns / 8) },
		);
	});
});

describe('an upsert is refused', () => {
	it.each<[string, Partial<StagedUpsert>, RegExp]>([
		['for a key given twice', { rows: [[1, 'a'], [2, 'b'], [1, 'c']] }, /^The key \(id\) does not say which row of public\.tasks is meant: these values occur more than once among the rows: 1\./],
		['for a row without key', { rows: [[null, 'a'], [2, 'b']] }, /1 of the rows have no value there/],
	])('%s', async (_why, change, message) => {
		const refused = upsert(change);
		await expect(refused).rejects.toThrow(BatchSyncError);
		await expect(refused).rejects.toMatchObject({ code: 'AMBIGUOUS_KEY' });
		await expect(refused).rejects.toThrow(message);
		expect(await read('select * from tasks')).toEqual([]);
	});

	it('for a key that stands for several rows of the table', async () => {
		await read(`create table loose (id int, title text); insert into loose values (1, 'a'), (1, 'b'), (2, 'c')`);
		await expect(upsert({ target: { schema: 'public', table: 'loose' }, rows: [[1, 'x'], [2, 'y']] })).rejects.toThrow(/several rows of the table have these values: 1\. Choose columns that are unique/);
	});

	it.each<[string, Partial<StagedUpsert>, string]>([
		['unknown columns', { columns: ['id', 'titel'] }, "Column 'titel' is not in public.tasks. Pick one of: title."],
		['an unknown key', { key: ['idd'] }, "Column 'idd' is not in public.tasks."],
		['a key that is not given', { columns: ['title'] }, "Key column 'id' of public.tasks is not among the columns given."],
		['no key', { key: [] }, 'needs at least one key column'],
		['a column given twice', { columns: ['id', 'title', 'title'] }, "Column 'title' is given twice"],
		['a computed column', { columns: ['id', 'doubled'] }, "Column 'doubled' of public.tasks is computed by PostgreSQL"],
		['an unknown table', { target: { schema: 'public', table: 'taks' } }, "There is no table 'taks' in schema 'public'. Pick one of: tasks."],
	])('for %s', async (_why, change, message) => {
		await expect(upsert(change)).rejects.toThrow(ConfigurationError);
		await expect(upsert(change)).rejects.toThrow(message);
	});

	it.each<[string, readonly unknown[], RegExp]>([
		['text for a number', ['one', 'a'], /column 'id' in row 2: invalid input syntax for type integer/],
		['no value where one is needed', [2, null], /Column 'title' of public\.tasks needs a value/],
	])('for %s, with nothing written', async (_why, row, message) => {
		const refused = upsert({ rows: [[1, 'a'], row] });
		await expect(refused).rejects.toThrow(DatabaseError);
		await expect(refused).rejects.toThrow(message);
		expect(await read('select * from tasks')).toEqual([]);
	});
});
