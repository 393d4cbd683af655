import type { SyncWorld } from '../support/syncWorld';
import { expectQuiet, keyWorld, linksOf, packagesOf, rowsOf, titleField } from './keyWorld';

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

	it('a column that points to a row may spell its key in its own way', async () => {
		world = await keyWorld('create extension citext; create table tasks (id citext primary key, title text not null, parent text)', {
			fields: [titleField, { name: 'parent', local: ['parent'], remote: ['parent'], lens: { kind: 'reference' } }],
		});
		await world.sql(`insert into tasks values ('Child', 'Child', 'PARENT'), ('Late child', 'Late child', 'LATE')`);
		await world.run('full_sync');
		await world.sql(`insert into tasks values ('parent', 'Parent', null), ('late', 'Late', null)`);
		expect(await world.run('incremental')).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		const byId = new Map(world.server.store.list().map((one) => [one.id, one.subject]));
		expect(Object.fromEntries(world.server.store.list().map((one) => [one.subject, one.parentId === null ? null : byId.get(one.parentId)]))).toEqual({ Child: 'Parent', 'Late child': 'Late', Parent: null, Late: null });
		await expectQuiet(world);
		expect(await world.sql('select parent from tasks where parent is not null order by 1')).toEqual([{ parent: 'LATE' }, { parent: 'PARENT' }]);
	});

	it('a work package that carries the key in its former spelling is paired with the row', async () => {
		world = await keyWorld('create table tasks (id numeric primary key, title text not null)');
		await world.sql(`insert into tasks values (1.00, 'A'), (2, 'B')`);
		for (const [key, subject] of [['1.0', 'A there'], ['2', 'B there'], ['no number', 'C']]) world.server.store.create({ subject, customFields: { 'FLRTS ID': key } } as never);
		await world.run('full_sync');
		expect(Object.keys(await rowsOf(world))).toEqual(expect.arrayContaining(['1.00', '2']));
		expect(world.server.store.list()).toHaveLength(3);
	});

	it('ids given by a person, for a run of some records, may be spelled otherwise too', async () => {
		world = await keyWorld('create extension citext; create table tasks (site citext, id uuid, title text not null, primary key (site, id))');
		await world.sql(`insert into tasks values ('North', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'A')`);
		await world.run('full_sync');
		world.server.store.update(world.server.store.list()[0]?.id as number, { subject: 'A edited' });
		const result = await world.run('delta_sync', { ids: ['["north","A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"]', '["nowhere","no uuid"]'] });
		expect(result).toMatchObject({ status: 'done', written: { local: 1 } });
		expect(result.remarks.join(' ')).toContain('["nowhere","no uuid"]');
		expect(result.remarks.join(' ')).not.toContain('north');
	});
});
