import { OUTCOMES, writeTable, type GivenRecord, type TableWrite, type TableWriteResult } from '../../src/postgres';
import { plainWrite } from '../support/plainWrite';
import { usePostgres } from '../support/usePostgres';

const postgres = usePostgres();
const { sql } = postgres;

/** A table that holds something already, with a trigger that does what `body` says. */
async function table(columns: string, when: string, body: string): Promise<void> {
	await sql(`drop schema public cascade; create schema public; create table tasks (${columns}); create table log (what text); create sequence numbers start 100;
		create function act() returns trigger language plpgsql as $act$ begin ${body} end $act$; create trigger act ${when} on tasks for each row execute function act()`);
}

const write = (records: readonly GivenRecord[], change: Partial<TableWrite> = {}): Promise<TableWriteResult> => writeTable(postgres.database, { ...plainWrite, records, ...change });
const outcomesOf = ({ outcomes }: TableWriteResult): readonly string[] => [...outcomes].map((code) => OUTCOMES[code] ?? '?');
const rows = async (): Promise<ReadonlyArray<readonly unknown[]>> => (await sql('select * from tasks order by 1')).map((row) => Object.values(row));

const byId = 'id int primary key, title text';
const byCode = 'code text primary key, title text';

describe('T2: a trigger that keeps records out', () => {
	beforeEach(async () => {
		await table(byId, 'before insert', `if new.title = 'out' then insert into log values ('left out'); return null; end if; return new;`);
		await sql(`insert into tasks values (0, 'makes the table hold something')`);
	});
	const records = [{ id: 1, title: 'in' }, { id: 2, title: 'out' }, { id: 3, title: 'in' }];

	it.each<[string, Partial<TableWrite>]>([['all or nothing', {}], ['isolated', { badRows: 'isolate' }], ['batch by batch', { batches: { kind: 'fixed', rows: 2 } }], ['an insert', { mode: 'insert' }]])('has them fail with the reason, and the others written: %s', async (_how, change) => {
		const result = await write(records, change);
		expect(outcomesOf(result)).toEqual(['inserted', 'failed', 'inserted']);
		expect(result.counts).toMatchObject({ given: 3, inserted: 2, failed: 1 });
		expect(result.failures).toEqual([{ index: 1, column: null, code: 'NOT_TAKEN', reason: 'The table did not take it: no row came of it. A trigger or rule of public.tasks decides so.' }]);
		expect(result.remarks).toEqual(['1 record was not taken by public.tasks, the first of them record 2: a trigger or rule of the table decides so. They are on the output Failed.']);
		expect(await rows()).toEqual([[0, 'makes the table hold something'], [1, 'in'], [3, 'in']]);
		expect(await sql('select * from log')).toHaveLength(1);
	});

	it('is noticed in an empty table too, and without match columns', async () => {
		await sql('truncate tasks');
		expect(outcomesOf(await write(records))).toEqual(['inserted', 'failed', 'inserted']);
		await sql('alter table tasks drop constraint tasks_pkey; truncate tasks');
		expect(outcomesOf(await write(records, { mode: 'insert', match: [] }))).toEqual(['inserted', 'failed', 'inserted']);
		expect(await rows()).toEqual([[1, 'in'], [3, 'in']]);
	});

	it('is told from records that the table refuses', async () => {
		await sql(`alter table tasks add check (title <> 'bad')`);
		const many = Array.from({ length: 200 }, (_, id) => ({ id, title: id % 50 === 7 ? 'out' : id === 90 ? 'bad' : 'in' }));
		const result = await write(many, { badRows: 'isolate' });
		expect(result.failures.map(({ index, code }) => [index, code])).toEqual([[7, 'NOT_TAKEN'], [57, 'NOT_TAKEN'], [90, '23514'], [107, 'NOT_TAKEN'], [157, 'NOT_TAKEN']]);
		expect(result.counts).toMatchObject({ given: 200, inserted: 194, updated: 1, failed: 5 });
		expect(await rows()).toHaveLength(195);
	});

	it('has nothing deleted by Replace', async () => {
		const result = await write(records, { mode: 'replace' });
		expect(result.counts).toMatchObject({ inserted: 2, failed: 1, deleted: 0 });
		expect(await rows()).toHaveLength(3);
	});
});

describe('T2: a trigger that holds rows as they are', () => {
	it.each<[string, string]>([['leaves them out', 'return null;'], ['returns the old row', 'return old;'], ['puts the old values back', 'new.title = old.title; return new;']])('%s: nothing is said to be updated', async (_what, body) => {
		await table(byId, 'before update', `if old.title like 'locked%' then ${body} end if; return new;`);
		await sql(`insert into tasks values (1, 'locked'), (2, 'free'), (3, 'same')`);
		const result = await write([{ id: 1, title: 'x' }, { id: 2, title: 'y' }, { id: 3, title: 'same' }, { id: 4, title: 'new' }]);
		expect(outcomesOf(result)).toEqual(['failed', 'updated', 'unchanged', 'inserted']);
		expect(result.failures).toMatchObject([{ index: 0, code: 'NOT_TAKEN', reason: 'The table did not take it: its row holds what it held before. A trigger or rule of public.tasks decides so.' }]);
		expect(await rows()).toEqual([[1, 'locked'], [2, 'y'], [3, 'same'], [4, 'new']]);
	});

	it('or gives them another value: they are updated, and a remark says so', async () => {
		await table(byId, 'before update', 'new.title = upper(new.title); return new;');
		await sql(`insert into tasks values (1, 'A'), (2, 'B')`);
		const result = await write([{ id: 1, title: 'x' }, { id: 2, title: 'Y' }]);
		expect(outcomesOf(result)).toEqual(['updated', 'updated']);
		expect(result.remarks).toEqual(['1 record was changed on the way by a trigger or rule of public.tasks, the first of them record 1: its row holds something else than was given, and will be written again every time.']);
		expect(await rows()).toEqual([[1, 'X'], [2, 'Y']]);
	});

	it('or is of no account: what it sets beside is no remark', async () => {
		await table(`${byId}, at timestamptz`, 'before insert or update', 'new.at = now(); return new;');
		await sql(`insert into tasks values (1, 'a')`);
		expect(await write([{ id: 1, title: 'x' }, { id: 2, title: 'b' }])).toMatchObject({ counts: { updated: 1, inserted: 1 }, remarks: [], failures: [] });
	});
});

describe('T2: a trigger that keeps rows from being deleted', () => {
	beforeEach(async () => {
		await table(byId, 'before delete', `if old.title = 'kept' then update tasks set title = 'marked' where id = old.id; return null; end if; return old;`);
		await sql(`insert into tasks values (1, 'kept'), (2, 'b'), (3, 'c')`);
	});

	it('is told from those that were', async () => {
		const result = await write([{ id: 1 }, { id: 2 }, { id: 9 }], { mode: 'delete' });
		expect(outcomesOf(result)).toEqual(['failed', 'deleted', 'not_found']);
		expect(result.failures).toMatchObject([{ index: 0, code: 'NOT_TAKEN', reason: expect.stringContaining('its row is still there') as string }]);
		expect(await rows()).toEqual([[1, 'marked'], [3, 'c']]);
	});

	it('is counted by PostgreSQL in Replace, and told', async () => {
		const result = await write([{ id: 3, title: 'c' }], { mode: 'replace' });
		expect(result.counts).toMatchObject({ unchanged: 1, deleted: 1 });
		expect(result.remarks).toEqual(['1 row of public.tasks that was not given is still there: a trigger or rule of the table keeps it.']);
		expect(await rows()).toEqual([[1, 'marked'], [3, 'c']]);
	});
});

describe('T2: a trigger that gives the key', () => {
	it('another spelling: the row is found again under it, also for the next write', async () => {
		await table(byCode, 'before insert or update', 'new.code = upper(trim(new.code)); return new;');
		const first = await write([{ code: 'ab', title: 'first' }, { code: 'CD', title: 'x' }], { match: ['code'] });
		expect(outcomesOf(first)).toEqual(['inserted', 'inserted']);
		expect(first.remarks).toEqual(['1 record was put under another key than was given, the first of them record 1: a trigger of public.tasks spells keys in its own way.']);
		expect(outcomesOf(await write([{ code: 'ab', title: 'second' }, { code: ' cd ', title: 'x' }, { code: 'ef', title: 'y' }], { match: ['code'] }))).toEqual(['updated', 'unchanged', 'inserted']);
		expect(await rows()).toEqual([['AB', 'second'], ['CD', 'x'], ['EF', 'y']]);
	});

	it('another spelling, the same for two records: both are told', async () => {
		await table(byCode, 'before insert', 'new.code = upper(new.code); return new;');
		const result = await write([{ code: 'ab', title: '1' }, { code: 'Ab', title: '2' }, { code: 'c', title: '3' }], { match: ['code'], badRows: 'isolate' });
		expect(result.failures.map(({ index, code }) => [index, code])).toEqual([[0, 'DUPLICATE_KEY'], [1, 'DUPLICATE_KEY']]);
		expect(await rows()).toEqual([['C', '3']]);
	});

	it('from a sequence: no record becomes one more row with every write', async () => {
		await table(byId, 'before insert', `new.id = nextval('numbers'); return new;`);
		for (const _time of [1, 2]) await expect(write([{ id: 1, title: 'a' }])).rejects.toThrow(/^Record 1 of 1 was refused \(column 'id'\): public\.tasks gives new rows a id of its own.*Match by other columns.*Nothing was written\.$/);
		expect((await write([{ id: 1, title: 'a' }, { id: 2, title: 'b' }], { badRows: 'isolate' })).counts).toMatchObject({ inserted: 0, failed: 2 });
		expect(await rows()).toEqual([]);
		const result = await write([{ id: 1, title: 'a' }], { mode: 'insert' });
		expect(result.counts).toMatchObject({ inserted: 1 });
		expect(result.remarks).toEqual([expect.stringContaining('1 record was put under another key than was given')]);
	});

	it('only sometimes: every record is told apart', async () => {
		await table(byCode, 'before insert', `if new.title = 'out' then return null; end if; if new.title = 'low' then new.code = upper(new.code); end if; return new;`);
		await sql(`insert into tasks values ('B', 'there')`);
		const given = [['a', 'x'], ['b', 'low'], ['c', 'low'], ['d', 'out'], ['e', 'x']].map(([code, title]) => ({ code: code as string, title: title as string }));
		expect(outcomesOf(await write(given, { match: ['code'] }))).toEqual(['inserted', 'updated', 'inserted', 'failed', 'inserted']);
		expect(await rows()).toEqual([['B', 'low'], ['C', 'low'], ['a', 'x'], ['e', 'x']]);
	});
});

describe('T2: what happens behind a statement', () => {
	it('a row that is taken away after it was inserted is not there', async () => {
		await table(byId, 'after insert', `if new.title = 'out' then delete from tasks where id = new.id; end if; return null;`);
		await sql(`insert into tasks values (0, 'z')`);
		expect(outcomesOf(await write([{ id: 1, title: 'in' }, { id: 2, title: 'out' }]))).toEqual(['inserted', 'failed']);
		expect(await rows()).toEqual([[0, 'z'], [1, 'in']]);
	});

	it('triggers of a partition count as the table\'s', async () => {
		await sql(`drop schema public cascade; create schema public; create table tasks (id int primary key, title text) partition by range (id); create table low partition of tasks for values from (0) to (10); create table high partition of tasks for values from (10) to (20);
			create function leave() returns trigger language plpgsql as $$ begin return null; end $$; create trigger leave before insert on high for each row execute function leave()`);
		expect(outcomesOf(await write([{ id: 1, title: 'in' }, { id: 11, title: 'out' }]))).toEqual(['inserted', 'failed']);
		expect(await rows()).toEqual([[1, 'in']]);
	});

	it.each<[string, string, readonly string[]]>([
		['instead of an insert', `create rule aside as on insert to tasks where new.title = 'out' do instead insert into log values (new.title)`, ['inserted', 'failed', 'updated']],
		['instead of an update', `create rule aside as on update to tasks where old.title = 'a' do instead nothing`, ['inserted', 'inserted', 'failed']],
	])('a rule %s is seen through', async (_what, rule, expected) => {
		await sql(`drop schema public cascade; create schema public; create table tasks (${byId}); create table log (what text); insert into tasks values (3, 'a'); ${rule}`);
		const result = await write([{ id: 1, title: 'in' }, { id: 2, title: 'out' }, { id: 3, title: 'b' }]);
		expect(outcomesOf(result)).toEqual(expected);
		expect(await sql('select id from tasks')).toHaveLength(result.counts.inserted + 1);
	});

	it('a rule instead of an insert, with nothing to find its rows by, is refused by name', async () => {
		await sql(`drop schema public cascade; create schema public; create table tasks (title text); create rule aside as on insert to tasks do instead nothing`);
		await expect(write([{ title: 'a' }], { mode: 'insert', match: [] })).rejects.toThrow("The rule 'aside' of public.tasks does something else instead of an insert");
	});
});

it('T2: a row that somebody else inserts at the same moment is theirs, changed or not', async () => {
	await sql(`drop schema public cascade; create schema public; create table tasks (${byId})`);
	const other = postgres.database.transaction(async (tx) => {
		await tx.execute({ text: `insert into public.tasks values (1, 'same'), (2, 'theirs')` });
		// Until ours waits for it.
		for (;;) if ((await sql(`select 1 from pg_locks where not granted and pid <> pg_backend_pid()`)).length > 0) return;
	});
	await sql(`insert into tasks values (0, 'z')`);
	const result = await write([{ id: 1, title: 'same' }, { id: 2, title: 'ours' }, { id: 3, title: 'new' }]);
	await other;
	expect(outcomesOf(result)).toEqual(['unchanged', 'updated', 'inserted']);
});
