import type { SyncWorld } from '../support/syncWorld';
import { createTableWorld, edit, failuresOf, letPausesEnd, noteField, rename, titleField } from './ownTable';

/** A table with a trigger function of this body. */
const guarded = (when: string, body: string, each = 'for each row'): string => `
	create table tasks (id int primary key, title text, note text, closed bool not null default false);
	create function guard() returns trigger language plpgsql as $$ begin ${body} end $$;
	create trigger guard ${when} on tasks ${each} execute function guard();`;

let world: SyncWorld;
afterEach(async () => {
	await world.close();
});

const titles = async (): Promise<unknown> => (await world.sql<{ title: string }>('select title from tasks order by id')).map((row) => row.title);
const subjects = (): readonly string[] => world.server.store.list().map((one) => one.subject).sort();

/** Two rows, 'A' closed and 'B' not, in step. */
async function start(ddl: string, fields = [titleField]): Promise<void> {
	world = await createTableWorld(`${ddl} insert into tasks (id, title, note, closed) values (1, 'A', 'first', true), (2, 'B', 'second', false);`, { fields, key: ['id'] });
	expect(await world.run('full_sync')).toMatchObject({ status: 'done', failures: [] });
}

/** Edits both in OpenProject, and expects that the table has kept the closed one: as a failure, now and later, and nowhere an echo. */
async function expectKept(): Promise<void> {
	rename(world, 'A', 'A edited');
	rename(world, 'B', 'B edited');
	const run = await world.run('incremental');
	expect(run).toMatchObject({ status: 'done', written: { local: 1, remote: 0 } });
	expect(failuresOf(run)).toEqual([{ localKey: '["1"]', fields: ['title'], code: 'NOT_TAKEN', message: expect.stringMatching(/^public\.tasks did not take .*Both sides stay as they are\./) as string }]);
	expect(await titles()).toEqual(['A', 'B edited']);
	for (const mode of ['full_sync', 'incremental', 'reconciliation'] as const) {
		const rest = await world.run(mode);
		expect(rest).toMatchObject({ written: { local: 0, remote: 0 }, failureCount: 1 });
		expect(rest.message).not.toMatch(/In step/);
		await letPausesEnd(world);
	}
	expect(subjects()).toEqual(['A edited', 'B edited']);
	expect(await titles()).toEqual(['A', 'B edited']);
}

/** What stood in the way is gone: the edit that waited is carried, and nothing is left open. */
async function expectCarriedAfter(sql: string): Promise<void> {
	await world.sql(sql);
	await letPausesEnd(world);
	expect(await world.run('incremental')).toMatchObject({ failures: [], conflicts: [], written: { local: 1, remote: 0 } });
	expect(await titles()).toEqual(['A edited', 'B edited']);
	expect(await world.run('incremental')).toMatchObject({ written: { local: 0, remote: 0 }, message: 'In step; nothing had to be written.' });
}

describe('an update that the table does not take', () => {
	it('b02: a trigger that returns NULL: a failure that stays, and is carried once the trigger lets it', async () => {
		await start(guarded('before update', 'if old.closed then return null; end if; return new;'));
		await expectKept();
		await expectCarriedAfter('drop trigger guard on tasks');
	});

	it('a trigger that returns OLD is no edit of the row: the other person’s edit is not undone', async () => {
		await start(guarded('before update', 'if old.closed then return old; end if; return new;'));
		await expectKept();
		await expectCarriedAfter('drop trigger guard on tasks');
	});

	it('a trigger that puts the column back as it was', async () => {
		await start(guarded('before update', 'if old.closed then new.title := old.title; end if; return new;'));
		await expectKept();
	});

	it('a trigger that puts the row back afterwards, when PostgreSQL has already answered what was written', async () => {
		await start(guarded('after update', `if old.closed and pg_trigger_depth() = 1 then update tasks set title = old.title where id = old.id; end if; return null;`));
		await expectKept();
	});

	it('a trigger that is put off to the end of the transaction and puts the row back then', async () => {
		await start(`create table tasks (id int primary key, title text, note text, closed bool);
			create function guard() returns trigger language plpgsql as $$ begin if old.closed and pg_trigger_depth() = 1 then update tasks set title = old.title where id = old.id; end if; return null; end $$;
			create constraint trigger guard after update on tasks deferrable initially deferred for each row execute function guard();`);
		await expectKept();
	});

	it('a rule that does nothing instead for some rows', async () => {
		await start(`create table tasks (id int primary key, title text, note text, closed bool); create rule guard as on update to tasks where old.closed do instead nothing;`);
		await expectKept();
		await expectCarriedAfter('drop rule guard on tasks');
	});

	it('a rule that writes to another table instead', async () => {
		await start(`create table wishes (id int, title text); create table tasks (id int primary key, title text, note text, closed bool);
			create rule guard as on update to tasks where old.closed do instead insert into wishes values (new.id, new.title);`);
		await expectKept();
	});

	it.each(['null', 'new'])('a view whose trigger ignores some rows and returns %s', async (answer) => {
		await start(`create table kept (id int primary key, title text, note text, closed bool); create view tasks as select * from kept;
			create function guard() returns trigger language plpgsql as $$ begin
				if tg_op = 'INSERT' then insert into kept values (new.*); return new; end if;
				if old.closed then return ${answer}; end if;
				update kept set title = new.title where id = new.id; return new; end $$;
			create trigger guard instead of insert or update on tasks for each row execute function guard();`);
		await expectKept();
	});

	it('of several fields of a row only what the table keeps is a failure', async () => {
		await start(guarded('before update', `if new.title like '%forbidden%' then return null; end if; return new;`), [titleField, noteField]);
		edit(world, 'A', { subject: 'forbidden', description: 'edited as well' });
		const run = await world.run('incremental');
		expect(failuresOf(run)).toMatchObject([{ localKey: '["1"]', fields: ['title'], code: 'NOT_TAKEN' }]);
		expect(await world.sql('select title, note from tasks order by id')).toEqual([{ title: 'A', note: 'edited as well' }, { title: 'B', note: 'second' }]);
		expect(run.written).toEqual({ local: 1, remote: 0 });
	});

	it('of several fields of a row that comes back as it was, each is tried alone', async () => {
		await start(guarded('before update', `if new.note like '%forbidden%' then return old; end if; return new;`), [titleField, noteField]);
		edit(world, 'B', { subject: 'B edited', description: 'forbidden' });
		expect(failuresOf(await world.run('incremental'))).toMatchObject([{ localKey: '["2"]', fields: ['note'], code: 'NOT_TAKEN' }]);
		expect(await world.sql('select title, note from tasks where id = 2')).toEqual([{ title: 'B edited', note: 'second' }]);
	});

	it('an edit of the row ends the failure: what it says then goes to OpenProject, or is a conflict', async () => {
		await start(guarded('before update', `if old.closed and current_setting('application_name') <> 'person' then return null; end if; return new;`));
		rename(world, 'A', 'A edited');
		await world.run('incremental');
		await world.database.transaction(async (tx) => {
			await tx.execute({ text: `set local application_name = 'person'` });
			await tx.execute({ text: `update public.tasks set title = 'A of ours' where id = 1` });
		});
		expect(await world.run('incremental')).toMatchObject({ failures: [], conflicts: [{ field: 'title', base: 'A', local: 'A of ours', remote: 'A edited' }] });
	});
});
