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
