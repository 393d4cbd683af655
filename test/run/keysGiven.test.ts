import type { SyncWorld } from '../support/syncWorld';
import { expectQuiet, keyWorld, linksOf, packagesOf, rowsOf } from './keyWorld';

let world: SyncWorld;
afterEach(async () => {
	await world.close();
});

/** A trigger on tasks. */
const trigger = (when: string, body: string): string => `create function make_key() returns trigger language plpgsql as $$ begin ${body} end $$; create trigger make_key ${when} on tasks for each row execute function make_key();`;

describe('keys that the table gives or spells itself', () => {
	it.each([
		['a trigger that numbers rows', `create sequence task_no; create table tasks (id text primary key default gen_random_uuid()::text, title text not null); ${trigger('before insert', `new.id = 'T-' || nextval('task_no'); return new;`)}`],
		['a sequence and a scale', `create sequence task_no; create table tasks (id numeric(10,2) primary key default nextval('task_no'), title text not null)`],
		['padding', `create sequence task_no; create table tasks (id char(12) primary key default 'T-' || nextval('task_no') || '   ', title text not null)`],
		['capitals, where case does not count', `create extension citext; create sequence task_no; create table tasks (id citext primary key default 't-' || nextval('task_no'), title text not null); ${trigger('before insert or update', 'new.id = upper(new.id); return new;')}`],
		['a domain that is spelled otherwise', `create sequence task_no; create domain code as numeric(8,3) check (value > 0); create table tasks (id code primary key default nextval('task_no'), title text not null)`],
		['two columns, one of them given by a trigger', `create sequence task_no; create table tasks (year int, id int, title text not null, primary key (year, id)); ${trigger('before insert', `new.year = 2026; new.id = nextval('task_no'); return new;`)}`],
		['an identity', 'create table tasks (id int generated always as identity primary key, title text not null)'],
		['a moment, rounded', `create table tasks (id timestamptz(0) primary key default now(), title text not null); create sequence task_no; ${trigger('before insert', `new.id = '2026-01-01'::timestamptz + nextval('task_no') * interval '1 second'; return new;`)}`],
	])('%s: a work package becomes one row, and no more of either at the next runs', async (_label, ddl) => {
		world = await keyWorld(ddl);
		for (const subject of ['A', 'B', 'C']) world.server.store.create({ subject });
		expect(await world.run('full_sync')).toMatchObject({ status: 'done', failures: [], written: { local: 3 } });
		await expectQuiet(world);
		await expectQuiet(world);
		expect(Object.values(await rowsOf(world))).toEqual(['A', 'B', 'C']);
		expect(Object.values(await linksOf(world)).sort()).toEqual(['A', 'B', 'C']);
		// Each row is known by the key it really has: an edit arrives there.
		await world.sql(`update tasks set title = title || ' edited'`);
		expect(await world.run('incremental')).toMatchObject({ failures: [], conflicts: [] });
		expect(packagesOf(world)).toEqual(['A edited New', 'B edited New', 'C edited New']);
	});

	it('rows are told apart where the table takes only some of those sent', async () => {
		world = await keyWorld(`create sequence task_no; create table tasks (id text primary key default 'x', title text not null); ${trigger('before insert', `if new.title = 'B' then return null; end if; new.id = 'T-' || nextval('task_no'); return new;`)}`);
		for (const subject of ['A', 'B', 'C', 'D']) world.server.store.create({ subject });
		await world.run('full_sync');
		expect(await linksOf(world)).toEqual(await rowsOf(world));
		expect(Object.values(await rowsOf(world))).toEqual(['A', 'C', 'D']);
		await world.run('incremental');
		expect(Object.values(await rowsOf(world))).toEqual(['A', 'C', 'D']);
		expect(packagesOf(world)).toEqual(['A New', 'B New', 'C New', 'D New']);
	});

	it('a key that a trigger changes after the insert is a failure of that record, and leaves no row behind', async () => {
		world = await keyWorld(`create table tasks (id text primary key default gen_random_uuid()::text, title text not null); ${trigger('after insert', `if new.title = 'B' then update tasks set id = 'changed-' || new.id where id = new.id; end if; return null;`)}`);
		for (const subject of ['A', 'B', 'C']) world.server.store.create({ subject });
		const result = await world.run('full_sync');
		expect(result).toMatchObject({ status: 'done', failureCount: 1, failures: [{ code: 'KEY_NOT_KEPT', side: 'local', message: expect.stringContaining('after they were inserted') as string }] });
		await world.run('incremental');
		expect(Object.values(await rowsOf(world))).toEqual(['A', 'C']);
		expect(packagesOf(world)).toEqual(['A New', 'B New', 'C New']);
	});

	it('a key given anew while the deletion of its former row is on its way waits for that, and ends no run', async () => {
		world = await keyWorld(`create table tasks (id int primary key default 0, title text not null); ${trigger('before insert', 'if new.id = 0 then new.id = (select coalesce(max(id), 0) + 1 from tasks); end if; return new;')}`);
		await world.sql(`insert into tasks values (1, 'A'), (2, 'B')`);
		await world.run('full_sync');
		await world.sql('delete from tasks where id = 2');
		world.server.store.create({ subject: 'C' });
		expect(await world.run('incremental')).toMatchObject({ status: 'done', failures: [] });
		await world.run('incremental');
		expect(await rowsOf(world)).toEqual({ 1: 'A', 2: 'C' });
		expect(packagesOf(world)).toEqual(['A New', 'B Rejected', 'C New']);
		await expectQuiet(world);
	});

	it('a trigger that changes the key with an update: the link goes on under the new key', async () => {
		world = await keyWorld(`create table tasks (id text primary key, title text not null); ${trigger('before update', `new.id = new.id || '+'; return new;`)}`);
		await world.sql(`insert into tasks values ('a', 'A'), ('b', 'B')`);
		await world.run('full_sync');
		for (const one of world.server.store.list()) world.server.store.update(one.id, { subject: `${one.subject} edited` });
		expect(await world.run('incremental')).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		expect(await rowsOf(world)).toEqual({ 'a+': 'A edited', 'b+': 'B edited' });
		await expectQuiet(world);
		expect(packagesOf(world)).toEqual(['A edited New', 'B edited New']);
		expect(world.server.store.list().map((one) => one.customFields['FLRTS ID'])).toEqual(['a+', 'b+']);
	});
});
