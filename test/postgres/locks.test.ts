import { Client } from 'pg';
import { DatabaseError } from '../../src/errors';
import { connectionFromUrl, isLockFailure, isStoppedStatement, lockWaitIn, openDatabase, type Database } from '../../src/postgres';
import { readTimeout, USUAL_PATIENCE, withinLimits } from '../../src/postgres/patience';
import { startPostgresPooler } from '../support/postgresPooler';
import { usePostgres } from '../support/usePostgres';

const postgres = usePostgres();

/** Enough for the server to say who is in the way, however busy the machine is. */
const PATIENT = { rolePath: true, patience: { lockMs: 3000 } };

let other: Client;
beforeAll(async () => {
	await postgres.sql('create table sites (id int primary key, name text); create table tasks (id int primary key, title text unique, site int references sites); insert into sites values (1, \'North\'); insert into tasks values (1, \'A\', 1), (2, \'B\', 1)');
});
beforeEach(async () => {
	other = new Client({ connectionString: postgres.url, application_name: 'a forgotten window' });
	await other.connect();
});
afterEach(async () => await other.end());

async function failureOf(work: Promise<unknown>): Promise<DatabaseError> {
	const error = await work.then(() => undefined, (reason: unknown) => reason);
	expect(error).toBeInstanceOf(DatabaseError);
	return error as DatabaseError;
}

async function pidOf(client: Client): Promise<number> {
	return (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid ?? 0;
}

describe('a lock that somebody else holds', () => {
	it.each<[string, string, string, string, string | null, RegExp]>([
		['a row', 'select 1 from tasks where id = 1 for update', "update tasks set title = 'mine' where id = 1", 'row', 'public.tasks', /^A row of public\.tasks is locked by session \d+ \(user 'postgres', application 'a forgotten window'\), idle in a transaction since 20\d\d-/],
		['a table', 'lock table tasks in access exclusive mode', 'select count(*) from tasks', 'table', 'public.tasks', /^Table public\.tasks is locked by session/],
		['a row that is referred to', 'select 1 from sites where id = 1 for update', 'update tasks set site = 1 where id = 1; insert into tasks values (7, \'G\', 1)', 'row', 'public.sites', /^A row of public\.sites is locked by session/],
		['a unique value that is not committed yet', "insert into tasks values (8, 'H', 1)", "insert into tasks values (9, 'H', 1)", 'row', null, /^A row, or a value that is to be unique, is locked by session/],
		['an advisory lock', 'select pg_advisory_xact_lock(4711)', 'select pg_advisory_xact_lock(4711)', 'advisory', null, /^An advisory lock is locked by session/],
	])('%s: fails, names what and whom, and is gone with the transaction', async (_name, theirs, ours, kind, relation, sentence) => {
		await other.query(`begin; ${theirs}`);
		const error = await failureOf(postgres.database.transaction((tx) => tx.execute({ text: ours }), PATIENT));
		expect(error.message).toMatch(sentence);
		expect(isLockFailure(error)).toBe(true);
		expect(lockWaitIn(error)).toMatchObject({ kind, relation, holders: [{ pid: await pidOf(other), user: 'postgres', application: 'a forgotten window', state: 'idle in transaction' }] });
		expect(error.message).toContain(`select pg_terminate_backend(${await pidOf(other)})`);
		await other.query('rollback');
		await postgres.database.transaction((tx) => tx.execute({ text: 'update tasks set title = title' }), { rolePath: true });
	});

	it('ends every wait, also where nothing is said of patience', async () => {
		await other.query('begin; lock table tasks in access exclusive mode');
		expect(isLockFailure(await failureOf(postgres.database.transaction((tx) => tx.query({ text: 'select 1 from tasks' }), { rolePath: true })))).toBe(true);
		await other.query('rollback');
	});

	it('at the commit, where a deferred check waits for it, is told the same', async () => {
		await postgres.sql('create table orders (id int primary key, site int references sites deferrable initially deferred)');
		await other.query('begin; select 1 from sites where id = 1 for update');
		const error = await failureOf(postgres.database.transaction((tx) => tx.execute({ text: 'insert into orders values (1, 1)' }), PATIENT));
		expect(lockWaitIn(error)).toMatchObject({ relation: 'public.sites' });
		await other.query('rollback');
		expect(await postgres.sql('select 1 from orders')).toEqual([]);
	});

	it('says no more of a session than the role may see', async () => {
		await postgres.sql(`create role sees_little login password 'p'; grant select, update on tasks to sees_little`);
		const url = new URL(postgres.url);
		[url.username, url.password] = ['sees_little', 'p'];
		const limited = await openDatabase(connectionFromUrl(url.href));
		await other.query('begin; select 1 from tasks where id = 1 for update');
		const error = await failureOf(limited.transaction((tx) => tx.execute({ text: 'update tasks set title = title where id = 1' }), PATIENT));
		expect(error.message).toMatch(/^A row of public\.tasks is locked by session \d+ \(user 'postgres', application 'a forgotten window'\), and was not free/);
		await other.query('rollback');
		await limited.close();
		await postgres.sql('revoke all on tasks from sees_little; drop role sees_little');
	});
});

describe('the limits of a transaction', () => {
	const settings = ['lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout', 'client_connection_check_interval'];
	const shown = async (database: Database): Promise<unknown> =>
		(await database.transaction((tx) => tx.query({ text: `select ${settings.map((name) => `current_setting('${name}') as ${name}`).join(', ')}` })))[0];

	it('are set for it alone, through a transaction pooler as well', async () => {
		const pooler = await startPostgresPooler({ connectionString: postgres.url }, 1);
		const pooled = await openDatabase({ ...connectionFromUrl(postgres.url), host: pooler.host, port: pooler.port, tls: 'off' });
		const set = { lock_timeout: '2s', statement_timeout: '15min', idle_in_transaction_session_timeout: '1min', client_connection_check_interval: '5s' };
		expect(await shown(postgres.database)).toEqual(set);
		expect(await shown(pooled)).toEqual(set);
		const stranger = new Client({ host: pooler.host, port: pooler.port, user: 'stranger' });
		await stranger.connect();
		for (const name of settings) expect((await stranger.query(`show ${name}`)).rows).toEqual([{ [name]: '0' }]);
		await stranger.end();
		await pooled.close();
		await pooler.close();
	});

	it('are not longer than an administrator allows', async () => {
		await postgres.sql(`alter database ${postgres.name} set lock_timeout = '150ms'; alter database ${postgres.name} set statement_timeout = '1h'; alter database ${postgres.name} set idle_in_transaction_session_timeout = '20s'`);
		const database = await openDatabase(connectionFromUrl(postgres.url));
		expect(await shown(database)).toMatchObject({ lock_timeout: '150ms', statement_timeout: '15min', idle_in_transaction_session_timeout: '20s' });
		await database.close();
		await postgres.sql(`alter database ${postgres.name} reset all`);
	});

	it.each([['0', 0], ['150ms', 150], ['2s', 2000], ['1min', 60_000], ['3h', 10_800_000], ['1d', 86_400_000], ['500us', 1], ['', 0], ['anything', 0]])('%s is read as %d ms', (text, ms) => expect(readTimeout(text)).toBe(ms));

	it('let a wait for a lock end before its statement would', () => {
		expect(withinLimits(USUAL_PATIENCE, { lockMs: 0, statementMs: 1000, idleMs: 0 })).toEqual({ lockMs: 500, statementMs: 1000, idleMs: 60_000 });
		expect(withinLimits({ lockMs: 0, statementMs: 0, idleMs: 0 }, { lockMs: 0, statementMs: 0, idleMs: 0 }).lockMs).toBe(1);
	});
});

describe('a transaction that is to stop', () => {
	it('is stopped on the server in the middle of a statement, and its connection serves on', async () => {
		const single = await openDatabase({ ...connectionFromUrl(postgres.url), maxConnections: 1 });
		const stop = new AbortController();
		const running = failureOf(single.transaction(async (tx) => {
			setTimeout(() => stop.abort(), 50);
			await tx.query({ text: 'select pg_sleep(600)' });
		}, { signal: stop.signal }));
		const error = await running;
		expect(isStoppedStatement(error)).toBe(true);
		expect(error.message).toMatch(/was stopped on the server, because/);
		const [{ pid } = { pid: 0 }] = await single.transaction((tx) => tx.query<{ pid: number }>({ text: 'select pg_backend_pid() as pid' }));
		expect(pid).toBeGreaterThan(0);
		expect(await postgres.sql(`select 1 from pg_stat_activity where query like 'select pg_sleep(600)%' and state = 'active'`)).toEqual([]);
		await single.close();
	});

	it('begins no further statement, and ends a COPY and a wait for a lock', async () => {
		const stopped = new AbortController();
		stopped.abort();
		expect(isStoppedStatement(await failureOf(postgres.database.transaction((tx) => tx.query({ text: 'select 1' }), { signal: stopped.signal })))).toBe(true);
		await other.query('begin; lock table tasks in access exclusive mode');
		for (const text of ['select 1 from tasks', 'copy tasks from stdin']) {
			const stop = new AbortController();
			const work = failureOf(postgres.database.transaction(async (tx) => {
				setTimeout(() => stop.abort(), 50);
				await (text.startsWith('copy') ? tx.copyIn(text, ['5\tE\t1\n']) : tx.query({ text }));
			}, { signal: stop.signal, patience: { lockMs: 300_000 }, rolePath: true }));
			expect(isStoppedStatement(await work)).toBe(true);
		}
		await other.query('rollback');
	});

	it('commits what is done where nobody says so', async () => {
		const signal = new AbortController().signal;
		expect(await postgres.database.transaction((tx) => tx.query({ text: 'select 1 as one' }), { signal })).toEqual([{ one: 1 }]);
	});
});
