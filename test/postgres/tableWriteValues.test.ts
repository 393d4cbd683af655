import fc from 'fast-check';
import { writeTable, type TableWrite } from '../../src/postgres';
import { ConfigurationError } from '../../src/errors';
import { propertySettings } from '../record/propertySettings';
import { plainWrite } from '../support/plainWrite';
import { asRole } from '../support/asRole';
import { usePostgres } from '../support/usePostgres';

const postgres = usePostgres();
beforeEach(() =>
	asRole(postgres.database).transaction((tx) =>
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

interface Upsert extends Partial<TableWrite> {
	readonly names?: readonly string[];
	readonly rows?: ReadonlyArray<readonly unknown[]>;
}

/** Rows of values of the columns named. */
async function upsert({ names = ['id', 'title'], rows = [], ...change }: Upsert): Promise<Record<'given' | 'inserted' | 'updated' | 'unchanged', number>> {
	const records = rows.map((row) => Object.fromEntries(row.map((value, index) => [names[index] as string, value])));
	const { counts } = await writeTable(postgres.database, { ...plainWrite, withoutUniqueIndex: 'lock', records, ...change });
	return { given: counts.given, inserted: counts.inserted, updated: counts.updated, unchanged: counts.unchanged + counts.skipped };
}

const read = postgres.sql;

describe('an upsert', () => {
	it('inserts what is missing, updates what differs, and does not touch what is equal', async () => {
		expect(await upsert({ rows: [[1, 'a'], [2, 'b'], [3, 'c']] })).toEqual({ given: 3, inserted: 3, updated: 0, unchanged: 0 });
		const before = await read('select id, xmin::text, ctid::text from tasks order by id');
		await read('delete from log');
		expect(await upsert({ rows: [[1, 'a'], [2, 'B'], [4, 'd']] })).toEqual({ given: 3, inserted: 1, updated: 1, unchanged: 1 });
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
		expect(await upsert({ names: columns, rows })).toMatchObject({ inserted: 3 });
		const before = await read('select id, xmin::text, ctid::text from tasks order by id');
		expect(await upsert({ names: columns, rows })).toEqual({ given: 3, inserted: 0, updated: 0, unchanged: 3 });
		expect(await read('select id, xmin::text, ctid::text from tasks order by id')).toEqual(before);
		const nothing = rows.map(([id, title]) => [id, title, ...columns.slice(2).map(() => null)]);
		expect(await upsert({ names: columns, rows: nothing })).toMatchObject({ updated: 2, unchanged: 1 });
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
		await upsert({ names: ['id', 'title', column], rows: [[1, 'a', one]] });
		expect(await upsert({ names: ['id', 'title', column], rows: [[1, 'a', other]] })).toMatchObject({ updated: 1 });
	});

	it('sees no difference in the spaces and key order of json', async () => {
		await read(`insert into tasks (id, title, raw) values (1, 'a', '{ "b": 1,\n "a": 2 }')`);
		expect(await upsert({ names: ['id', 'title', 'raw'], rows: [[1, 'a', { a: 2, b: 1 }]] })).toMatchObject({ unchanged: 1 });
	});

	it('leaves columns that are not given alone, also those that may not be null', async () => {
		await read(`insert into tasks (id, title, owner, amount) values (1, 'a', 'ann', 5)`);
		expect(await upsert({ names: ['amount', 'id'], rows: [[6, 1]] })).toMatchObject({ updated: 1 });
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
		expect(await upsert({ rows: [[1, 'x'], [2, 'b']], mode: 'insert' })).toEqual({ given: 2, inserted: 1, updated: 0, unchanged: 1 });
		expect(await read('select title from tasks order by id')).toEqual([{ title: 'a' }, { title: 'b' }]);
	});

	it('takes no rows, and only keys', async () => {
		expect(await upsert({ rows: [] })).toEqual({ given: 0, inserted: 0, updated: 0, unchanged: 0 });
		await read('create table seen (id int primary key)');
		expect(await upsert({ target: { schema: 'public', table: 'seen' }, names: ['id'], rows: [[1], [2]] })).toMatchObject({ inserted: 2 });
		expect(await upsert({ target: { schema: 'public', table: 'seen' }, names: ['id'], rows: [[2], [3]] })).toMatchObject({ inserted: 1, unchanged: 1 });
	});

	it('works with composite keys, odd names, and columns PostgreSQL numbers itself', async () => {
		await read(`create table "Odd ""T" ("Größe" int generated always as identity, "t" text, "s" text, primary key ("t", "Größe"))`);
		const odd = { target: { schema: 'public', table: 'Odd "T' }, match: ['Größe', 't'], names: ['s', 't', 'Größe'] };
		expect(await upsert({ ...odd, rows: [['x', 'a', 7], ['y', 'b', 7]] })).toMatchObject({ inserted: 2 });
		expect(await upsert({ ...odd, rows: [['x', 'a', 7], ['z', 'b', 7]] })).toMatchObject({ updated: 1, unchanged: 1 });
	});

	it('works without a unique index, and on partitions', async () => {
		await read(`create table loose (id int, title text); create table parts (id int, day date, title text, primary key (id, day)) partition by range (day);
			create table parts_2026 partition of parts for values from ('2026-01-01') to ('2027-01-01');`);
		for (const [table, match, row] of [['loose', ['id'], [1, 'a']], ['parts', ['id', 'day'], [1, '2026-05-05', 'a']]] as const) {
			const one = { target: { schema: 'public', table }, match, names: table === 'parts' ? ['id', 'day', 'title'] : ['id', 'title'] };
			expect(await upsert({ ...one, rows: [row] })).toMatchObject({ inserted: 1 });
			expect(await upsert({ ...one, rows: [row] })).toMatchObject({ unchanged: 1 });
			expect(await upsert({ ...one, rows: [[...row.slice(0, -1), 'b']] })).toMatchObject({ updated: 1 });
		}
	});

	it('updates rows that somebody else inserts at the same moment', async () => {
		let release = (): void => undefined;
		const released = new Promise<void>((resolve) => (release = resolve));
		const other = asRole(postgres.database).transaction(async (tx) => {
			await tx.execute({ text: `insert into tasks (id, title) values (1, 'theirs')` });
			await released;
		});
		const mine = upsert({ rows: [[1, 'mine'], [2, 'b']] });
		// Ours waits for theirs on the unique index.
		await new Promise((resolve) => setTimeout(resolve, 200));
		release();
		await other;
		expect(await mine).toEqual({ given: 2, inserted: 1, updated: 1, unchanged: 0 });
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
					const counts = await upsert({ target: { schema: 'public', table: 'plain' }, names: ['id', 'name', 'amount', 'raw'], rows, reading: { ...plainWrite.reading, jsonText: 'string', damagedText: 'write' } });
					expect(counts.given).toBe(rows.length);
					expect(counts.inserted).toBe(rows.filter(([id]) => !model.has(id)).length);
					expect(counts.inserted + counts.updated + counts.unchanged).toBe(counts.given);
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
	it.each<[string, Upsert, RegExp]>([
		['for a key given twice', { rows: [[1, 'a'], [2, 'b'], [1, 'c']] }, /^Record 1 of 3 was refused \(column 'id'\): 2 records have the key 1, and only one of them can be meant\. Nothing was written\.$/],
		['for a key given twice in other words', { names: ['name', 'id', 'title'], match: ['name'], withoutUniqueIndex: 'lock', rows: [['Ann', 1, 'a'], ['ANN', 2, 'b']] }, /2 records have the key Ann/],
		['for a row without key', { rows: [[null, 'a'], [2, 'b']] }, /^Record 1 of 2 was refused \(column 'id'\): It has no value in id, so nothing says which row is meant\./],
		['for text in place of a number', { rows: [[1, 'a'], ['one', 'a']] }, /^Record 2 of 2 was refused.*column 'id'.*invalid input syntax for type integer/],
		['for no value where one is needed', { rows: [[1, 'a'], [2, null]] }, /^Record 2 of 2 was refused: Column 'title' of public\.tasks needs a value/],
	])('%s, with nothing written', async (_why, change, message) => {
		await expect(upsert(change)).rejects.toThrow(message);
		expect(await read('select * from tasks')).toEqual([]);
	});

	it('for a key that stands for several rows of the table', async () => {
		await read(`create table loose (id int, title text); insert into loose values (1, 'a'), (1, 'b'), (2, 'c')`);
		await expect(upsert({ target: { schema: 'public', table: 'loose' }, rows: [[1, 'x'], [2, 'y']] })).rejects.toThrow(/Several rows of the table have its id\. Match by columns that are unique/);
	});

	it.each<[string, Upsert, string]>([
		['unknown columns', { names: ['id', 'titel'], rows: [[1, 'a']] }, "Column 'titel' is not in public.tasks. Pick one of: title."],
		['an unknown key', { match: ['idd'] }, "Column 'idd' is not in public.tasks."],
		['no key', { match: [] }, 'can be told apart by no column'],
		['a computed column', { names: ['id', 'doubled'], rows: [[1, 2]] }, "Column 'doubled' of public.tasks is computed by PostgreSQL"],
		['an unknown table', { target: { schema: 'public', table: 'taks' } }, "There is no table 'taks' in schema 'public'. Pick one of: tasks."],
	])('for %s', async (_why, change, message) => {
		await expect(upsert(change)).rejects.toThrow(ConfigurationError);
		await expect(upsert(change)).rejects.toThrow(message);
	});
});
