import { Client } from 'pg';
import { systemClock } from '../../src/openproject';
import { cancelRun } from '../../src/run';
import { addTasks, editTask, packageOf, readTask, useWorld } from './flrtsTasks';
import { differencesBetween } from '../support/compareFlrts';

/** Somebody else's session, with a transaction that is left open until it is rolled back. */
let other: Client;
// Before the world it is in is gone.
afterEach(async () => await other.end());
const world = useWorld();
beforeEach(async () => {
	other = new Client({ connectionString: world().databaseUrl, application_name: 'a forgotten window' });
	await other.connect();
});

/** Locks are held for as long as a test says; a shorter wait for them only saves time. */
const letThrough = { lockMs: 500, guards: { maxDeletes: 1000, maxDeletePercent: 100, maxChangePercent: 100, letThrough: ['mass_change' as const, 'empty_side' as const, 'mass_delete' as const] } };

/** Rows that are in step, and whose work packages somebody has renamed since. */
async function renamed(count: number): Promise<readonly string[]> {
	const ids = await addTasks(world(), count);
	expect(await world().run('full_sync')).toMatchObject({ status: 'done' });
	for (const id of ids) world().server.store.update((await packageOf(world(), id)).id, { subject: `Renamed ${id}` });
	return ids;
}

describe('a row that somebody else has locked', () => {
	it('is left alone and told by who has it; every other row of its batch is written, and it follows with the next run', async () => {
		const ids = await renamed(20);
		const [held = ''] = ids;
		await other.query('begin');
		await other.query('select 1 from tasks where id = $1 for update', [held]);
		const result = await world().run('incremental', { settings: letThrough });
		expect(result).toMatchObject({ status: 'partial', written: { local: 19 }, failures: [{ code: 'ROW_LOCKED', side: 'local', localKey: `["${held}"]`, nextAttemptAt: null }] });
		expect(result.failures[0]?.message).toMatch(/^A row of public\.tasks is locked by session \d+ \(user 'postgres', application 'a forgotten window'\), idle in a transaction since .*pg_terminate_backend/);
		expect(result.message).toMatch(/^Done in part, with 0 writes to OpenProject and 19 to the table\. 1 record could not be written: A row of public\.tasks is locked by/);
		for (const id of ids) expect((await readTask(world(), id)).task_title).toBe(id === held ? 'T 1' : `Renamed ${id}`);
		expect(await world().run('incremental', { settings: letThrough })).toMatchObject({ status: 'partial', written: { local: 0 }, failureCount: 1 });
		await other.query('rollback');
		expect(await world().run('incremental')).toMatchObject({ status: 'done', written: { local: 1 }, failures: [] });
		expect(await differencesBetween(world())).toEqual([]);
	});

	it('that is locked by several who share it names them', async () => {
		const [held = ''] = await renamed(2);
		const second = new Client({ connectionString: world().databaseUrl, application_name: 'another window' });
		await second.connect();
		for (const session of [other, second]) {
			await session.query('begin');
			await session.query('select 1 from tasks where id = $1 for share', [held]);
		}
		const result = await world().run('incremental', { settings: letThrough });
		expect(result.failures.map(({ message }) => message)).toEqual([expect.stringMatching(/'a forgotten window'.* and session .*'another window'|'another window'.* and session .*'a forgotten window'/) as unknown]);
		await other.query('rollback');
		await second.end();
		expect(await world().run('incremental')).toMatchObject({ status: 'done', failures: [] });
	});

	it('among rows that are only told how they stand is told so later, its time of sync included', async () => {
		const ids = await addTasks(world(), 5);
		await world().run('full_sync');
		const [held = ''] = ids;
		for (const id of ids) await editTask(world(), id, { task_title: `Edited ${id}` });
		const before = await world().sql('select openproject_last_sync from tasks where id = $1', [held]);
		await other.query('begin');
		await other.query('select 1 from tasks where id = $1 for update', [held]);
		expect(await world().run('incremental', { settings: letThrough })).toMatchObject({ status: 'partial', written: { remote: 5 }, failures: [] });
		expect(await packageOf(world(), held)).toMatchObject({ subject: `Edited ${held}` });
		await other.query('rollback');
		expect(await world().run('incremental')).toMatchObject({ status: 'done', written: { remote: 0, local: 0 } });
		expect(await world().sql('select openproject_last_sync from tasks where id = $1', [held])).not.toEqual(before);
		expect(await world().sql('select 1 from batch_sync.link where pending is not null')).toEqual([]);
	});

	it('is not deleted while it is locked, and is afterwards', async () => {
		const ids = await addTasks(world(), 3);
		await world().run('full_sync');
		const configuration = { ...world().configuration, deletePolicy: { ...world().configuration.deletePolicy, local: { effect: 'delete' as const } } };
		await world().run('incremental', { configuration });
		await other.query('begin');
		await other.query('select 1 from tasks where id = $1 for key share', [ids[1]]);
		for (const id of ids) world().server.store.delete((await packageOf(world(), id)).id);
		await world().run('reconciliation', { configuration, settings: letThrough });
		expect(await world().run('reconciliation', { configuration, settings: letThrough })).toMatchObject({ status: 'partial', failures: [{ code: 'ROW_LOCKED', localKey: `["${ids[1]}"]` }] });
		expect(await world().sql('select id from tasks')).toEqual([{ id: ids[1] }]);
		await other.query('rollback');
		expect(await world().run('incremental', { configuration, settings: letThrough })).toMatchObject({ status: 'done', failures: [] });
		expect(await world().sql('select 1 from tasks')).toEqual([]);
	});
});

describe('a lock that is not on the row itself', () => {
	it.each<[string, string, (id: string) => string]>([
		['a row that is referred to', '', () => `select 1 from personnel for update`],
		['a row that a trigger writes to', `create table tally (n int); insert into tally values (0); create function count_up() returns trigger language plpgsql as $$ begin if new.assigned_to_user_id is not null then update tally set n = n + 1; end if; return new; end $$;
			create trigger count_up before update on tasks for each row execute function count_up()`, () => 'select 1 from tally for update'],
		['an advisory lock that a trigger takes', `create function wait_turn() returns trigger language plpgsql as $$ begin if new.assigned_to_user_id is not null then perform pg_advisory_xact_lock(7); end if; return new; end $$;
			create trigger wait_turn before update on tasks for each row execute function wait_turn()`, () => 'select pg_advisory_xact_lock(7)'],
		['a value that is to be unique, and not committed yet', 'create unique index on tasks (assigned_to_user_id)', (id) => `insert into tasks (task_id_display, task_title, assigned_to_user_id) select 'theirs', 'Theirs', id from personnel where '${id}' <> ''`],
	])('%s: the record fails alone, and follows', async (_name, ddl, theirs) => {
		const [person] = await world().sql<{ id: string }>(`insert into personnel (full_name) values ('Ada') returning id`);
		const user = 6;
		await world().sql('insert into openproject_user_mapping values ($1, $2, $3)', [person?.id, user, 'ada']);
		const ids = await renamed(6);
		if (ddl !== '') await world().sql(ddl);
		const [held = ''] = ids;
		world().server.store.update((await packageOf(world(), held)).id, { assigneeId: user });
		await other.query('begin');
		await other.query(theirs(held));
		const result = await world().run('incremental', { settings: letThrough });
		expect(result).toMatchObject({ status: 'partial', written: { local: 5 }, failures: [{ code: 'ROW_LOCKED', localKey: `["${held}"]` }] });
		for (const id of ids.slice(1)) expect(await readTask(world(), id)).toMatchObject({ task_title: `Renamed ${id}` });
		await other.query('rollback');
		expect(await world().run('incremental')).toMatchObject({ status: 'done', written: { local: 1 }, failures: [] });
		expect(await readTask(world(), held)).toMatchObject({ task_title: `Renamed ${held}`, assigned_to_user_id: person?.id });
	});
});

describe('a table that somebody else has locked', () => {
	it.each<[string, string, string]>([
		['the table of the pair', 'public.tasks', 'access exclusive'],
		['the links', 'batch_sync.link', 'access exclusive'],
		['the operations', 'batch_sync.operation', 'exclusive'],
		['the fences', 'batch_sync.fence', 'exclusive'],
	])('%s: ends the run in part with who has it, and the next run goes on', async (_name, table, mode) => {
		const ids = await renamed(4);
		// From the moment on that the run has begun.
		const disarm = world().server.onRequest({ after: async ({ path }) => {
			if (!/work_packages/.test(path)) return;
			disarm();
			await other.query(`begin; lock table ${table} in ${mode} mode`);
		} });
		const result = await world().run('incremental', { settings: { ...letThrough, lockMs: 4000 } });
		expect(result).toMatchObject({ status: 'partial', written: { local: 0, remote: 0 } });
		expect(result.message).toMatch(new RegExp(`^Stopped early after 0 writes .*; the next run goes on from there\\. Table ${table.replace('.', '\\.')} is locked by session \\d+ .*'a forgotten window'`));
		await other.query('rollback');
		expect(await world().sql('select status, message from batch_sync.run where id = $1', [result.run])).toEqual([{ status: 'partial', message: result.message }]);
		expect(await world().run('incremental')).toMatchObject({ status: 'done', written: { local: ids.length } });
		expect(await differencesBetween(world())).toEqual([]);
	});

	it('from before the run ends it just so', async () => {
		await renamed(2);
		await other.query('begin; lock table tasks in access exclusive mode');
		const result = await world().run('incremental', { settings: { ...letThrough, lockMs: 4000 } });
		expect(result).toMatchObject({ status: 'partial', message: expect.stringMatching(/^Stopped early, before anything was looked at; .*Table public\.tasks is locked by session/) as unknown });
		expect(await world().sql('select status from batch_sync.run where id = $1', [result.run])).toEqual([{ status: 'partial' }]);
		await other.query('rollback');
		expect(await world().run('incremental')).toMatchObject({ status: 'done', written: { local: 2 } });
	});
});

describe('a run that is to stop', () => {
	/** A statement on the user's table that takes an hour: once the run looks at the table, or writes to it. */
	const slow = {
		reading: `alter table tasks rename to tasks_of_old; create view tasks as select * from tasks_of_old where case when exists (select 1 from batch_sync.cursor) then pg_sleep(3600)::text = '' else true end`,
		writing: `create function dawdle() returns trigger language plpgsql as $$ begin perform pg_sleep(3600); return new; end $$; create trigger dawdle before update of task_title on tasks for each row execute function dawdle()`,
	};
	const leases = async (): Promise<unknown> => await world().sql('select 1 from batch_sync.lease');

	it.each(['reading', 'writing'] as const)('is stopped on the server in the middle of %s, by cancelling', async (what) => {
		await renamed(2);
		await other.query(slow[what]);
		const running = world().run('incremental', { settings: letThrough });
		await untilAsleep();
		expect(await cancelRun({ database: world().database, schema: 'batch_sync', clock: systemClock() }, { pair: 'flrts', run: null, waitMs: 120_000 })).toMatchObject({ status: 'cancelled' });
		expect(await running).toMatchObject({ status: 'cancelled', written: { local: 0 } });
		expect(await leases()).toEqual([]);
		expect(await asleep()).toBe(0);
	});

	it.each(['reading', 'writing'] as const)('is stopped on the server in the middle of %s, at its deadline', async (what) => {
		await renamed(2);
		await other.query(slow[what]);
		expect(await world().run('incremental', { settings: { ...letThrough, deadlineMs: 5000 } })).toMatchObject({ status: 'partial', message: expect.stringMatching(/^Stopped at the deadline/) as unknown, written: { local: 0 } });
		expect(await asleep()).toBe(0);
	});

	it("is stopped by n8n's own signal as well", async () => {
		await renamed(2);
		await other.query(slow.reading);
		const stop = new AbortController();
		const running = world().run('incremental', { settings: { ...letThrough, heartbeatMs: 900 }, signal: stop.signal });
		await untilAsleep();
		stop.abort();
		expect(await running).toMatchObject({ status: 'cancelled' });
		expect(await asleep()).toBe(0);
	});

	async function asleep(): Promise<number> {
		return (await other.query<{ n: number }>(`select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`)).rows[0]?.n ?? -1;
	}

	async function untilAsleep(): Promise<void> {
		while ((await asleep()) === 0) await new Promise((resolve) => setTimeout(resolve, 50));
	}
});

describe('the lease', () => {
	it('that somebody else has locked is not waited for: the run is skipped, and says who it is', async () => {
		await renamed(1);
		await other.query('begin; select 1 from batch_sync.fence for update');
		const result = await world().run('incremental');
		expect(result).toMatchObject({ status: 'skipped', message: expect.stringMatching(/^Skipped: The run could not begin\. A row of batch_sync\.fence is locked by session \d+ .*'a forgotten window'/) as unknown });
		await other.query('rollback');
		expect(await world().run('incremental')).toMatchObject({ status: 'done', written: { local: 1 } });
	});

	it('that a run which is gone has locked is waited for until the server has ended its transaction', async () => {
		await renamed(1);
		// As the process of a run leaves it behind that was killed in the middle of a transaction.
		await other.query(`set application_name = 'n8n-nodes-batch-sync'; begin; set local idle_in_transaction_session_timeout = 6000; select 1 from batch_sync.fence for share`);
		other.on('error', () => undefined);
		expect(await world().run('incremental')).toMatchObject({ status: 'done', written: { local: 1 } });
	});

	it('that cannot be given back runs out by itself, and the result is told', async () => {
		await renamed(1);
		const disarm = world().server.onRequest({ after: async ({ path }) => {
			if (!/work_packages/.test(path)) return;
			disarm();
			await other.query('begin; select 1 from batch_sync.lease for update');
		} });
		expect(await world().run('incremental')).toMatchObject({ status: 'done', written: { local: 1 } });
		await other.query('rollback');
		expect(await world().run('incremental')).toMatchObject({ status: 'done' });
	});
});
