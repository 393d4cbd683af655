import type { SyncWorld } from '../support/syncWorld';
import { expectQuiet, keyWorld, linksOf, packagesOf, rowsOf } from './keyWorld';

let world: SyncWorld;
afterEach(async () => {
	await world.close();
});

describe('keys that are spelled otherwise later', () => {
	it.each([
		['another scale', 'create table tasks (id numeric primary key, title text)', '1.0', `update tasks set id = '1.00' where id = 1`],
		['another case', 'create extension citext; create table tasks (id citext primary key, title text)', 'ab', `update tasks set id = 'AB' where id = 'ab'`],
		['another case, where the extension is not on the search path', 'create schema apart; create extension citext schema apart; create table tasks (id apart.citext primary key, title text)', 'ab', `update tasks set id = 'AB' where id::text = 'ab'`],
		['another case, by collation', `create collation any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false); create table tasks (id text collate any_case primary key, title text)`, 'ab', `update tasks set id = 'AB' where id = 'ab'`],
		['a domain over such a type', 'create extension citext; create domain code as citext; create table tasks (id code primary key, title text)', 'ab', `update tasks set id = 'AB' where id = 'ab'`],
		['the same span of time', 'create table tasks (id interval primary key, title text)', '1 day', `update tasks set id = '24 hours' where id = '1 day'`],
		['minus zero', 'create table tasks (id float8 primary key, title text)', '-0', `update tasks set id = 0 where id = 0`],
		['a number in JSON', 'create table tasks (id jsonb primary key, title text)', '{"n": 1.0}', `update tasks set id = '{"n": 1.00}'`],
		['a list of numbers', 'create table tasks (id numeric[] primary key, title text)', '{1.0,2}', `update tasks set id = '{1,2.0}' where title = 'A'`],
		['a column that became another type', 'create table tasks (id int primary key, title text)', '1', 'alter table tasks alter id type numeric(6,2)'],
		['a text that became a UUID', 'create table tasks (id text primary key, title text)', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'alter table tasks alter id type uuid using id::uuid'],
	])('%s: the same record, with an edit of the same moment', async (_label, ddl, key, respell) => {
		world = await keyWorld(ddl);
		await world.sql(`insert into tasks values ('${key}', 'A')`);
		await world.run('full_sync');
		const [before] = world.server.store.list();
		await world.sql(respell);
		await world.sql(`update tasks set title = 'A edited'`);
		expect(await world.run('incremental')).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		expect(packagesOf(world)).toEqual(['A edited New']);
		expect(world.server.store.list()[0]?.id).toBe(before?.id);
		await expectQuiet(world);
		const [row] = await world.sql<{ id: string }>('select id::text as id from tasks');
		expect(Object.keys(await linksOf(world))).toEqual([row?.id]);
	});

	it('between the observation and the writes too', async () => {
		world = await keyWorld('create extension citext; create table tasks (id citext primary key, title text not null)');
		await world.sql(`insert into tasks values ('ab', 'A')`);
		await world.run('full_sync');
		const [one] = world.server.store.list();
		world.server.store.update(one?.id as number, { subject: 'A edited' });
		let isDone = false;
		const stop = world.server.onRequest({
			before: async () => {
				if (isDone) return;
				isDone = true;
				await world.sql(`update tasks set id = 'AB'`);
			},
		});
		expect(await world.run('incremental')).toMatchObject({ status: 'done', failures: [], written: { local: 1 } });
		stop();
		expect(await rowsOf(world)).toEqual({ AB: 'A edited' });
		await expectQuiet(world);
	});

	it('whatever the database is told of dates, spans of time and digits', async () => {
		world = await keyWorld('create table tasks (id timestamptz, span interval, share float8, title text not null, primary key (id, span, share))');
		await world.sql(`insert into tasks values ('2026-03-04 05:06:07.5+02', '1 day 2 hours', 0.1, 'A')`);
		await world.run('full_sync');
		const [{ name = '' } = {}] = await world.sql<{ name: string }>('select current_database() as name');
		await world.sql(`alter database ${name} set datestyle = 'SQL, DMY'; alter database ${name} set intervalstyle = 'sql_standard'; alter database ${name} set extra_float_digits = -5; alter database ${name} set timezone = 'Asia/Kolkata'`);
		await world.sql('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()');
		await expectQuiet(world);
	});

	it('a row deleted and entered again in another spelling takes up its work package again', async () => {
		world = await keyWorld('create extension citext; create table tasks (id citext primary key, title text not null)');
		await world.sql(`insert into tasks values ('ab', 'A')`);
		await world.run('full_sync');
		await world.sql('delete from tasks');
		await world.run('incremental');
		expect(packagesOf(world)).toEqual(['A Rejected']);
		await world.sql(`insert into tasks values ('AB', 'A again')`);
		await world.run('incremental');
		expect(world.server.store.list().map((one) => one.subject)).toEqual(['A again']);
	});

	it('a former key that the column cannot read any more is no row, and ends no run', async () => {
		world = await keyWorld(`create type kind as enum ('a', 'b'); create table tasks (id kind primary key, title text not null)`);
		await world.sql(`insert into tasks values ('a', 'A'), ('b', 'B')`);
		await world.run('full_sync');
		await world.sql(`alter type kind rename value 'a' to 'c'; update tasks set title = 'B edited' where id = 'b'`);
		expect(await world.run('incremental')).toMatchObject({ status: 'done' });
		expect(packagesOf(world)).toContain('B edited New');
		await expectQuiet(world);
	});
});
