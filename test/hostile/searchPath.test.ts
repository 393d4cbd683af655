import { randomBytes } from 'node:crypto';
import { conflictReport, listConflicts } from '../../src/conflicts';
import { checkHealth } from '../../src/health';
import { prometheusText, runReport } from '../../src/metrics';
import { connectionFromUrl, openDatabase, undoTableWrite, writeTable, type TableWrite } from '../../src/postgres';
import { setUp } from '../../src/run';
import { systemClock } from '../../src/openproject';
import { runWith } from '../run/anyRun';
import { addTask, addTasks, editTask, packageOf, useWorld } from '../run/flrtsTasks';
import { asRole } from '../support/asRole';
import { differencesBetween } from '../support/compareFlrts';
import { plainWrite } from '../support/plainWrite';
import { plantedSql } from './plant';

/** A role that may only create in schema public. */
const mallory = `mallory_${randomBytes(4).toString('hex')}`;
afterEach(async () => {
	await world().sql(`drop owned by ${mallory} cascade; drop role ${mallory}`);
});

const world = useWorld();

beforeEach(async () => {
	await world().sql(`create role ${mallory} login password 'p'; grant create on schema public to ${mallory}; create table caught (what text, as_role text); grant all on caught to public`);
});

async function plant(): Promise<void> {
	const url = Object.assign(new URL(world().databaseUrl), { username: mallory, password: 'p' });
	const theirs = asRole(await openDatabase(connectionFromUrl(url.href)));
	await theirs.transaction((tx) => tx.execute({ text: plantedSql() }));
	await theirs.close();
}

const caught = () => world().sql('select what, as_role, count(*)::int from public.caught group by 1, 2 order by 1');
const ports = () => ({ database: world().database, remote: world().remotePort(), clock: systemClock(), schema: 'batch_sync' });

/** Answers the number of the run that carried the edits. */
async function syncBothWays(): Promise<string> {
	const [one = '', two = ''] = await addTasks(world(), 3);
	expect(await world().run('full_sync')).toMatchObject({ status: 'done' });
	await editTask(world(), one, { task_title: 'Edited here', status: 'Done' });
	world().server.store.update((await packageOf(world(), two)).id, { subject: 'Edited there' });
	world().server.store.create({ subject: 'Made there' });
	await addTask(world(), 'Made here');
	expect(await world().run('incremental', { preview: true })).toMatchObject({ status: 'previewed' });
	const run = await world().run('incremental');
	expect(run).toMatchObject({ status: 'done', failures: [], written: { local: 2, remote: 2 } });
	expect(await differencesBetween(world())).toEqual([]);
	return run.run;
}

describe('functions and operators that others planted where the search path looks', () => {
	it('are found by plain SQL of the role, so that the search for them is worth something', async () => {
		await plant();
		await world().sql(`select to_jsonb('a'::varchar), jsonb_build_array('a'::text), 'a'::varchar = 'b'::text from generate_series(1, 1)`);
		expect((await caught()).map(({ what }) => what)).toEqual(['jsonb_build_array', 'operator =', 'to_jsonb']);
	});

	it('are called by no run, preview, conflict list, health check, report or undo', async () => {
		await plant();
		const edits = await syncBothWays();
		const id = await addTask(world(), 'Contested');
		await world().run('incremental');
		await editTask(world(), id, { task_title: 'Here' });
		world().server.store.update((await packageOf(world(), id)).id, { subject: 'There' });
		await world().run('incremental', { configuration: { ...world().configuration, policies: [] } });
		const { database } = world();
		expect(await listConflicts(database, 'batch_sync')).toMatchObject({ total: 1 });
		expect(await listConflicts(database, 'batch_sync', { pair: 'flrts', kinds: ['both_changed'], fields: ['title'] })).toBeDefined();
		expect(await conflictReport(database, 'batch_sync', {})).toBeDefined();
		expect(await prometheusText({ database, schema: 'batch_sync' })).toContain('flrts');
		expect(await runReport({ database, schema: 'batch_sync' }, { name: 'flrts', by: 'day', from: null, to: null, timeZone: 'UTC' })).toBeDefined();
		expect((await checkHealth(ports(), { name: 'flrts' })).checks.length).toBeGreaterThan(3);
		expect(await world().run('incremental', { task: { kind: 'undo', run: edits } })).toMatchObject({ task: 'undo', failures: [] });
		expect(await caught()).toEqual([]);
	});

	it('are called by no table write and no undo of one', async () => {
		await plant();
		await world().sql('create table items (code varchar(20) primary key, state task_status, tags text[], owner uuid)');
		const write = (records: TableWrite['records'], more: Partial<TableWrite> = {}) => writeTable(world().database, { ...plainWrite, match: ['code'], target: { schema: 'public', table: 'items' }, records, images: { schema: 'batch_sync' }, ...more });
		await write([{ code: 'a', state: 'Done', tags: ['x'] }, { code: 'b', state: 'To Do' }]);
		const second = await write([{ code: 'a', state: 'Done', tags: ['y'] }, { code: 'c' }, { code: 'c' }], { duplicates: 'last' });
		expect(second.counts).toMatchObject({ inserted: 1, updated: 1 });
		if (second.writeId !== null) await undoTableWrite(world().database, 'batch_sync', second.writeId);
		expect(await caught()).toEqual([]);
	});

	it('stay uncalled when the right to plant them is gone and they are still there', async () => {
		await plant();
		await world().sql(`revoke create on schema public from ${mallory}`);
		await syncBothWays();
		expect(await caught()).toEqual([]);
	});

	it('are told by Set Up, with who may plant them and what closes it', async () => {
		const { remarks } = await setUp(ports(), world().configuration);
		expect(remarks.join('\n')).toMatch(new RegExp(`Others may put functions and operators into schema 'public' of the database user's search path \\(${mallory}\\).*Have an administrator run: revoke create on schema "?public"? from public; and take the right`));
		await world().sql(`revoke create on schema public from ${mallory}`);
		expect((await setUp(ports(), world().configuration)).remarks.join('\n')).not.toMatch(/functions and operators/);
	});
});

describe('what the table itself looks up', () => {
	const withTrigger = async (): Promise<void> => {
		await world().sql(`create table noted (what text); create function note() returns trigger language plpgsql as $$ begin insert into noted values (tg_name); return new; end $$;
			create trigger noted_rows after insert or update on tasks for each row execute function note(); create trigger noted_statements before insert or update on tasks for each statement execute function note();
			create constraint trigger noted_late after update on tasks deferrable initially deferred for each row execute function note()`);
	};

	it('is found without its schema by triggers of rows, statements and the commit, where nobody else may create', async () => {
		await world().sql(`revoke create on schema public from ${mallory}`);
		await withTrigger();
		await syncBothWays();
		expect((await world().sql('select what, count(*) > 0 as seen from noted group by 1 order by 1')).map(({ what }) => what)).toEqual(['noted_late', 'noted_rows', 'noted_statements']);
	});

	it('in a schema of the role that others cannot write to is found, too', async () => {
		await world().sql(`revoke create on schema public from ${mallory}; create schema app; create table app.noted (what text);
			create function public.note() returns trigger language plpgsql as $$ begin insert into noted values (tg_op); return new; end $$; create trigger noted_rows after insert or update on public.tasks for each row execute function public.note()`);
		const [{ name } = { name: '' }] = await world().sql<{ name: string }>('select current_database() as name');
		await world().sql(`alter database ${name} set search_path = app, public`);
		const database = await openDatabase(connectionFromUrl(world().databaseUrl));
		const result = await writeTable(database, { ...plainWrite, target: { schema: 'public', table: 'tasks' }, records: [{ id: '00000000-0000-0000-0000-000000000001', task_id_display: 'a', task_title: 'a' }] });
		await database.close();
		expect(result.counts).toMatchObject({ inserted: 1 });
		expect(await world().sql('select what from app.noted')).toEqual([{ what: 'INSERT' }]);
	});
});

describe('a key whose type brings its own equality', () => {
	it('is compared by it where nobody else may create, whatever the search path, and refused where others may', async () => {
		await world().sql('create schema ext; create extension citext schema ext; create table people (email ext.citext primary key, name text)');
		const write = (records: TableWrite['records']) => writeTable(world().database, { ...plainWrite, match: ['email'], target: { schema: 'public', table: 'people' }, records });
		expect((await write([{ email: 'Ann@x.org', name: 'Ann' }])).counts).toMatchObject({ inserted: 1 });
		expect((await write([{ email: 'ann@X.ORG', name: 'Anna' }])).counts).toMatchObject({ inserted: 0, updated: 1 });
		await world().sql(`grant create on schema ext to ${mallory}`);
		await expect(write([{ email: 'ANN@x.org', name: 'A' }])).rejects.toThrow(`The keys of public.people are compared by operators in schema 'ext', where others may put operators of their own (${mallory})`);
	});
});

describe('what is remembered of a table', () => {
	it('is the same whatever the search path of role and database, so that a change of it is no change of the mapping', async () => {
		const id = await addTask(world(), 'Kept');
		expect(await world().run('full_sync')).toMatchObject({ status: 'done' });
		const stored = () => world().sql('select column_types, mapping_hashes from batch_sync.pair');
		const before = await stored();
		const [{ name } = { name: '' }] = await world().sql<{ name: string }>('select current_database() as name');
		await editTask(world(), id, { status: 'Done' });
		const given = await world().sql('select column_types from batch_sync.pair');
		expect(JSON.stringify(given)).toContain('"public.task_status"');
		for (const path of ['pg_temp', 'batch_sync, public', '"$user"']) {
			await world().sql(`alter database ${name} set search_path = ${path}`);
			const database = await openDatabase(connectionFromUrl(world().databaseUrl));
			expect(await runWith(world(), { database, mode: 'incremental' })).toMatchObject({ status: 'done', guards: [], failures: [], conflicts: [] });
			await database.close();
		}
		expect(await stored()).toEqual(before);
	});
});
