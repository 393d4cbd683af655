import { OUTCOMES, writeTable, type GivenRecord, type TableWrite, type TableWriteResult } from '../../src/postgres';
import { plainWrite } from '../support/plainWrite';
import { usePostgres } from '../support/usePostgres';

const postgres = usePostgres();
const { sql } = postgres;
const write = (records: readonly GivenRecord[], change: Partial<TableWrite> = {}): Promise<TableWriteResult> => writeTable(postgres.database, { ...plainWrite, records, ...change });
const outcomesOf = ({ outcomes }: TableWriteResult): readonly string[] => [...outcomes].map((code) => OUTCOMES[code] ?? '?');
const rows = async (text = 'select * from tasks order by 1'): Promise<ReadonlyArray<readonly unknown[]>> => (await sql(text)).map((row) => Object.values(row));

describe('a unique index on some of the rows', () => {
	const byCode = { match: ['code'] } as const;
	const live = (): Promise<ReadonlyArray<readonly unknown[]>> => rows(`select code, title, deleted from tasks order by code, deleted, title`);
	beforeEach(() => sql(`drop schema public cascade; create schema public; create table tasks (code text, title text, deleted boolean not null default false); create unique index live on tasks (code) where not deleted;
		insert into tasks values ('a', 'old', true), ('a', 'live', false), ('b', 'gone', true)`));

	it('serves as match columns: rows it does not cover are left alone', async () => {
		const result = await write([{ code: 'a', title: 'new' }, { code: 'b', title: 'again' }, { code: 'c', title: 'c' }], byCode);
		expect(outcomesOf(result)).toEqual(['updated', 'inserted', 'inserted']);
		expect(result.remarks).toEqual(["Rows are told apart by the unique index 'live', which covers those where (NOT deleted). Others are left alone."]);
		expect(await live()).toEqual([['a', 'new', false], ['a', 'old', true], ['b', 'again', false], ['b', 'gone', true], ['c', 'c', false]]);
		expect((await write([{ code: 'a', title: 'new' }, { code: 'b', title: 'again' }, { code: 'c', title: 'c' }], byCode)).counts).toMatchObject({ unchanged: 3 });
	});

	it('lets a row leave it, and no record become one more row outside of it with every write', async () => {
		expect(outcomesOf(await write([{ code: 'a', deleted: true }], byCode))).toEqual(['updated']);
		const again = await write([{ code: 'a', deleted: true }, { code: 'd', deleted: false }], { ...byCode, badRows: 'isolate' });
		expect(again.failures).toMatchObject([{ index: 0, code: 'OUTSIDE_INDEX', reason: 'No row that it means is in public.tasks, and its own would not be among those that the unique index on code covers ((NOT deleted)): every write would add it once more.' }]);
		expect(outcomesOf(again)).toEqual(['failed', 'inserted']);
		expect(await live()).toHaveLength(4);
	});

	it('has Replace delete what it covers alone', async () => {
		expect((await write([{ code: 'c', title: 'c' }], { ...byCode, mode: 'replace' })).counts).toMatchObject({ inserted: 1, deleted: 1 });
		expect(await live()).toEqual([['a', 'old', true], ['b', 'gone', true], ['c', 'c', false]]);
	});

	it('cannot be undone by, and does not narrow a deletion', async () => {
		await expect(write([{ code: 'a', title: 'x' }], { ...byCode, images: { schema: 'batch_sync' } })).rejects.toThrow("The unique index 'live' tells rows of public.tasks apart only where (NOT deleted)");
		expect((await write([{ code: 'a' }], { ...byCode, mode: 'delete' })).counts).toMatchObject({ deleted: 1 });
		expect(await live()).toEqual([['b', 'gone', true]]);
	});

	it('is refused by name where there are several', async () => {
		await sql('create unique index gone on tasks (code) where deleted');
		await expect(write([{ code: 'a', title: 'x' }], byCode)).rejects.toThrow("Several unique indexes are on (code) of public.tasks, each on some of its rows ('live' where (NOT deleted), 'gone' where deleted)");
	});
});

describe('values that have to be unique', () => {
	const byPos = (): Promise<ReadonlyArray<readonly unknown[]>> => rows('select id, pos from tasks order by 1');
	const fresh = (pos = 'int not null unique', more = ''): Promise<unknown> => sql(`drop schema public cascade; create schema public; create table tasks (id int primary key, pos ${pos}, title text${more}); create table log (what text); insert into tasks values (1, '1', 'a'), (2, '2', 'b'), (3, '3', 'c')`);

	it.each<[string, string]>([['numbers', 'int not null unique'], ['texts', 'text not null unique'], ['short texts', 'varchar(3) not null unique'], ['small numbers', 'int2 not null unique'], ['exact numbers', 'numeric not null unique'], ['values that may be missing', 'int unique']])('are exchanged, moved on and taken over within a batch: %s', async (_what, pos) => {
		await fresh(pos);
		expect(outcomesOf(await write([{ id: 1, pos: '2' }, { id: 2, pos: '1' }]))).toEqual(['updated', 'updated']);
		expect((await byPos()).map(([id, value]) => [id, String(value)])).toEqual([[1, '2'], [2, '1'], [3, '3']]);
		expect((await write([{ id: 2, pos: '2' }, { id: 1, pos: '3' }, { id: 3, pos: '4' }], { badRows: 'isolate' })).counts).toMatchObject({ updated: 3, failed: 0 });
		expect((await write([{ id: 9, pos: '3' }, { id: 2, pos: '2' }, { id: 3, pos: '4' }], { mode: 'replace' })).counts).toMatchObject({ inserted: 1, unchanged: 2, deleted: 1 });
		expect((await byPos()).map(([id, value]) => [id, String(value)])).toEqual([[2, '2'], [3, '4'], [9, '3']]);
	});

	it('are exchanged between records that give other columns, in a ring, and with a new row', async () => {
		await fresh();
		expect((await write([{ id: 1, pos: 2, title: 'x' }, { id: 2, pos: 3 }, { title: 'y', id: 3, pos: 4 }, { id: 4, pos: 1 }])).counts).toMatchObject({ updated: 3, inserted: 1 });
		expect(await rows()).toEqual([[1, 2, 'x'], [2, 3, 'b'], [3, 4, 'y'], [4, 1, null]]);
	});

	it('are exchanged in an index over several columns, over some rows, and over what is worked out', async () => {
		await sql(`drop schema public cascade; create schema public; create table tasks (id int primary key, list int not null, pos int not null, mail text not null, live boolean not null default true, unique (list, pos)); create unique index on tasks (lower(mail)) where live; insert into tasks values (1, 1, 1, 'A'), (2, 1, 2, 'b'), (3, 2, 1, 'c')`);
		expect((await write([{ id: 1, pos: 2, mail: 'B' }, { id: 2, pos: 1, mail: 'a' }, { id: 3, pos: 1, mail: 'C' }])).counts).toMatchObject({ updated: 3 });
		expect(await rows('select id, list, pos, mail from tasks order by 1')).toEqual([[1, 1, 2, 'B'], [2, 1, 1, 'a'], [3, 2, 1, 'C']]);
	});

	it('of a bad record stay with it, and no row is left with a value of ours', async () => {
		await fresh('int not null unique', `, check (title <> 'bad')`);
		const result = await write([{ id: 1, pos: 2, title: 'a' }, { id: 2, pos: 1, title: 'bad' }, { id: 3, pos: 4, title: 'c' }], { badRows: 'isolate' });
		expect(result.failures.map(({ index, code }) => [index, code])).toEqual([[0, '23505'], [1, '23514']]);
		expect(await byPos()).toEqual([[1, 1], [2, 2], [3, 4]]);
		await expect(write([{ id: 1, pos: 2, title: 'a' }, { id: 2, pos: 1, title: 'bad' }])).rejects.toThrow(/^Record 2 of 2 was refused.*check/);
	});

	it('are exchanged beside records that take a value somebody keeps, which fail alone', async () => {
		await fresh();
		const result = await write([{ id: 1, pos: 2 }, { id: 2, pos: 1 }, { id: 8, pos: 3 }], { badRows: 'isolate' });
		expect(outcomesOf(result)).toEqual(['updated', 'updated', 'failed']);
		expect(await byPos()).toEqual([[1, 2], [2, 1], [3, 3]]);
		await expect(write([{ id: 8, pos: 3 }])).rejects.toThrow(/^Record 1 of 1 was refused: Another row of public\.tasks has the same 'pos'/);
	});

	it('are taken over by Replace only where all goes: else nothing is deleted', async () => {
		await fresh();
		const result = await write([{ id: 9, pos: 1 }, { id: 2, pos: 2 }, { id: 3, pos: 'x' }], { mode: 'replace', badRows: 'isolate' });
		expect(result.counts).toMatchObject({ unchanged: 1, failed: 2, deleted: 0 });
		expect(await byPos()).toEqual([[1, 1], [2, 2], [3, 3]]);
	});

	it('come back as they were when the write is undone', async () => {
		await fresh();
		const { writeId, counts } = await write([{ id: 1, pos: 2, title: 'x' }, { id: 2, pos: 1 }, { id: 9, pos: 3 }], { mode: 'replace', images: { schema: 'batch_sync' } });
		expect(counts).toMatchObject({ updated: 2, inserted: 1, deleted: 1 });
		expect(await sql(`select kind, before_image::text as before from batch_sync.write_image where write = ${String(writeId)} and kind <> 'inserted' order by 1, 2`)).toEqual([{ kind: 'deleted', before: '{"id":3,"pos":3,"title":"c"}' }, { kind: 'updated', before: '{"pos":1,"title":"a"}' }, { kind: 'updated', before: '{"pos":2}' }]);
	});
});
