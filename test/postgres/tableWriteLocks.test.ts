import { Client } from 'pg';
import { OUTCOMES, RowRefusedError, writeTable, type GivenRecord, type TableWrite, type TableWriteResult } from '../../src/postgres';
import { plainWrite } from '../support/plainWrite';
import { usePostgres } from '../support/usePostgres';

let other: Client;
// Before the database it is in is gone.
afterEach(async () => await other.end());
const postgres = usePostgres();
const { sql } = postgres;
beforeEach(async () => {
	other = new Client({ connectionString: postgres.url, application_name: 'a forgotten window' });
	await other.connect();
	await sql(`drop schema if exists public cascade; drop schema if exists batch_sync cascade; create schema public; create table sites (code text primary key); insert into sites values ('north'), ('south');
		create table tasks (id int primary key, title text unique, site text references sites); insert into tasks select n, 'T ' || n from generate_series(1, 20) n`);
});

const write = (records: readonly GivenRecord[], change: Partial<TableWrite> = {}): Promise<TableWriteResult> => writeTable(postgres.database, { ...plainWrite, records, lockTimeoutMs: 500, ...change });
const outcomesOf = ({ outcomes }: TableWriteResult): readonly string[] => [...outcomes].map((code) => OUTCOMES[code] ?? '?');
const edited = (): readonly GivenRecord[] => Array.from({ length: 20 }, (_row, index) => ({ id: index + 1, title: `Edited ${index + 1}`, site: 'north' }));
const written = async (): Promise<unknown> => (await sql(`select count(*)::int as n from tasks where title like 'Edited%'`))[0]?.['n'];

describe('Staged Upsert, while somebody has locked', () => {
	it.each<[string, Partial<TableWrite>]>([['updating', {}], ['keeping what was there', { images: { schema: 'batch_sync' } }], ['replacing all', { mode: 'replace' }], ['in batches', { batches: { kind: 'fixed', rows: 7 } }]])('two rows, %s: these fail alone, by who has them', async (_name, change) => {
		await other.query('begin; select 1 from tasks where id in (4, 11) for update');
		const result = await write(edited(), { ...change, badRows: 'isolate' });
		expect(result.failures).toMatchObject([{ index: 3, code: 'ROW_LOCKED' }, { index: 10, code: 'ROW_LOCKED' }]);
		expect(result.failures[0]?.reason).toMatch(/^A row of public\.tasks is locked by session \d+ .*'a forgotten window'.*pg_terminate_backend/);
		expect(result.counts).toMatchObject({ given: 20, updated: 18, failed: 2 });
		expect(await written()).toBe(18);
		await other.query('rollback');
		expect((await write(edited())).counts).toMatchObject({ updated: 2, unchanged: 18 });
	});

	it('a row, deleting: it stays, the others go', async () => {
		await other.query('begin; select 1 from tasks where id = 2 for key share');
		expect(outcomesOf(await write([{ id: 1 }, { id: 2 }, { id: 3 }], { mode: 'delete', badRows: 'isolate' }))).toEqual(['deleted', 'failed', 'deleted']);
		await other.query('rollback');
	});

	it('a row, all or nothing: nothing is written, and the record is named', async () => {
		await other.query('begin; select 1 from tasks where id = 4 for update');
		const error = await write(edited()).then(() => null, (reason: unknown) => reason);
		expect(error).toBeInstanceOf(RowRefusedError);
		expect((error as Error).message).toMatch(/^Record 4 of 20 was refused: A row of public\.tasks is locked by session \d+ /);
		expect(await written()).toBe(0);
		await other.query('rollback');
	});

	it.each<[string, string, GivenRecord]>([
		['a row that is referred to', `select 1 from sites where code = 'south' for update`, { id: 5, title: 'Edited 5', site: 'south' }],
		['a unique value that is not committed yet', `insert into tasks values (99, 'Taken')`, { id: 5, title: 'Taken', site: 'north' }],
		['a new row of the same key, not committed yet', `insert into tasks values (21, 'Theirs')`, { id: 21, title: 'Edited 21', site: 'north' }],
	])('%s: the record that needs it fails alone', async (_name, theirs, record) => {
		await other.query(`begin; ${theirs}`);
		const records = [...edited().filter(({ id }) => id !== record['id']), record];
		const result = await write(records, { badRows: 'isolate' });
		expect(result.failures).toMatchObject([{ index: records.length - 1, code: '55P03' }]);
		expect(await written()).toBe(records.length - 1);
		await other.query('rollback');
		expect((await write(records)).counts).toMatchObject({ unchanged: records.length - 1, failed: 0 });
	});

	it('the key of a first load: the record fails alone', async () => {
		await sql('truncate tasks');
		await other.query(`begin; insert into tasks values (3, 'Theirs')`);
		expect((await write(edited(), { badRows: 'isolate' })).failures).toMatchObject([{ index: 2, code: '55P03' }]);
		expect(await written()).toBe(19);
		await other.query('rollback');
	});

	it.each(['access exclusive', 'share'])('the table (%s): ends, and nothing is written', async (mode) => {
		await other.query(`begin; lock table tasks in ${mode} mode`);
		await expect(write(edited(), { badRows: 'isolate', lockTimeoutMs: 4000 })).rejects.toThrow(/^Table public\.tasks is locked by session \d+ .*'a forgotten window'/);
		await other.query('rollback');
		expect(await written()).toBe(0);
	});

	it('nothing, and nobody waits for it: a stop reaches a statement that takes long', async () => {
		await sql(`create function dawdle() returns trigger language plpgsql as $$ begin perform pg_sleep(3600); return new; end $$; create trigger dawdle before update on tasks for each row execute function dawdle()`);
		const stop = new AbortController();
		const running = write(edited(), { signal: stop.signal });
		for (;;) {
			const { rows } = await other.query(`select 1 from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`);
			if (rows.length > 0) break;
		}
		stop.abort();
		expect((await running).remarks).toEqual(['Stopped after 0 of 20 records.']);
		expect(await written()).toBe(0);
	});
});
