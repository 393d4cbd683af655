import type { FieldMapping } from '../../src/mapping';
import type { PairConfiguration } from '../../src/run';
import type { SyncWorld } from '../support/syncWorld';
import { errorLike } from './anyRun';
import { createTableWorld, dueField, edit, failuresOf, noteField, rename, titleField } from './ownTable';

let world: SyncWorld;
afterEach(async () => {
	await world.close();
});

describe('columns that nobody may write are refused by name before the first run', () => {
	const generated = `create table tasks (id int primary key, name text, note text, title text generated always as ('T: ' || name) stored);`;
	const amount: FieldMapping = { name: 'amount', local: ['number'], remote: ['customField1'], lens: { kind: 'identity', as: 'number' } };

	it.each<[string, string, readonly FieldMapping[], Partial<PairConfiguration>, RegExp]>([
		['b12: a generated column', generated, [titleField, noteField], {}, /Column 'title' of public\.tasks is worked out by PostgreSQL from other columns \(generated\)\. Field 'title' would write it/],
		['a column that is always given by an identity', 'create table tasks (id int primary key, title text, number int generated always as identity);', [titleField, amount], {}, /Column 'number' of public\.tasks is always given by PostgreSQL \(identity\)/],
		['a column that a view works out', 'create table kept (id int primary key, title text, note text); create view tasks as select id, title, upper(note) as note from kept;', [titleField, noteField], {}, /Column 'note' of public\.tasks cannot be updated through the view/],
		['a view that takes nothing', 'create table kept (id int primary key, title text); create view tasks as select id, max(title) as title from kept group by id;', [titleField], {}, /public\.tasks cannot be written/],
		['a generated column as output', `create table tasks (id int primary key, title text, state text generated always as ('x') stored);`, [titleField], { writeBack: { status: 'state' } }, /Column 'state' .*The write-back setting/],
		['a generated column for new rows', `create table tasks (id int primary key, title text, state text generated always as ('x') stored);`, [titleField], { insertDefaults: { state: 'new' } }, /Column 'state' .*The values for new rows/],
		['a column that is no time as edit time', 'create table tasks (id int primary key, title text, moved text);', [titleField], { local: { schema: 'public', table: 'tasks', key: ['id'], editedAt: 'moved' } }, /The Edit Time Column 'moved' of public\.tasks is of type text/],
	])('%s', async (_what, ddl, fields, change, sentence) => {
		world = await createTableWorld(ddl, { fields, key: ['id'] });
		world.configuration = { ...world.configuration, ...change };
		await expect(world.run('full_sync')).rejects.toMatchObject(errorLike(sentence));
		expect(world.server.store.count).toBe(0);
	});

	it('the same column is read where the table owns the field, or the sync goes to OpenProject only', async () => {
		for (const [owner, direction] of [['local', 'both'], ['both', 'to_remote']] as const) {
			world = await createTableWorld(`${generated} insert into tasks (id, name, note) values (1, 'A', 'x')`, { fields: [{ ...titleField, owner }, noteField] });
			world.configuration = { ...world.configuration, direction };
			expect(await world.run('full_sync')).toMatchObject({ status: 'done', failures: [] });
			edit(world, 'T: A', { subject: 'Edited there', ...(direction === 'both' ? { description: 'edited' } : {}) });
			expect(await world.run('incremental')).toMatchObject({ status: 'done', failures: [] });
			expect(await world.sql('select title, note from tasks')).toEqual([{ title: 'T: A', note: direction === 'both' ? 'edited' : 'x' }]);
			if (direction === 'both') await world.close();
		}
	});
});

describe('one value ends no run', () => {
	it.each(['timestamptz', 'timestamp', 'date'])('b13: infinity, and times no clock has shown, as edit time (%s)', async (type) => {
		const beyond = type === 'date' ? '5874897-12-31' : '294270-01-01';
		world = await createTableWorld(`create table tasks (id int primary key, title text, updated_at ${type}); insert into tasks values (1, 'A', now()), (2, 'B', 'infinity'), (3, 'C', '-infinity'), (4, 'D', '0044-03-15 BC'), (5, 'E', '${beyond}'), (6, 'F', null)`);
		world.configuration = { ...world.configuration, local: { ...world.configuration.local, editedAt: 'updated_at' }, policies: [{ kind: 'newest_wins' }] };
		expect(await world.run('full_sync')).toMatchObject({ status: 'done', failures: [] });
		expect(world.server.store.count).toBe(6);
		await world.sql(`update tasks set title = title || ' here'`);
		for (const one of world.server.store.list()) world.server.store.update(one.id, { subject: `${one.subject} there` });
		expect(await world.run('incremental')).toMatchObject({ status: 'done', failures: [] });
	});

	it('infinity that an earlier version recorded', async () => {
		world = await createTableWorld(`create table tasks (id int primary key, title text); insert into tasks values (1, 'A')`);
		await world.run('full_sync');
		await world.sql(`update batch_sync.link set local_edited_at = 'infinity', remote_edited_at = '-infinity'`);
		rename(world, 'A', 'A edited');
		expect(await world.run('incremental')).toMatchObject({ status: 'done', written: { local: 1 } });
	});

	it('b19: a type that allows no NULL, of a column that is mapped or not', async () => {
		world = await createTableWorld(`create domain name_t as text not null; create table tasks (id int primary key generated by default as identity, title text not null, note text, owner name_t default 'me'); insert into tasks (title, note, owner) values ('A', 'n', 'x'), ('B', 'n', 'y')`, { fields: [titleField, noteField] });
		await world.run('full_sync');
		edit(world, 'A', { description: 'edited' });
		world.server.store.create({ subject: 'new there' });
		expect(await world.run('incremental')).toMatchObject({ failures: [] });
		expect(await world.sql(`select title, coalesce(note, '') as note, owner from tasks order by 1`)).toEqual([{ title: 'A', note: 'edited', owner: 'x' }, { title: 'B', note: 'n', owner: 'y' }, { title: 'new there', note: '', owner: 'me' }]);
	});

	it('a type with a check, and one that allows no NULL, refuse their own field by name', async () => {
		world = await createTableWorld(`create domain polite as text check (value not like '%damn%'); create domain day as date not null; create table tasks (id int primary key, title polite, due day); insert into tasks values (1, 'A', '2026-01-01'), (2, 'B', '2026-01-01')`, { fields: [titleField, dueField] });
		await world.run('full_sync');
		edit(world, 'A', { subject: 'damn A', dueDate: '2026-02-02' });
		edit(world, 'B', { subject: 'B edited', dueDate: null });
		const run = await world.run('incremental');
		expect(failuresOf(run)).toMatchObject([{ fields: ['title'], message: `A value does not satisfy the check 'polite_check' of type 'polite'.` }, { fields: ['due'], message: expect.stringMatching(/^A value of type 'day' is needed/) as string }]);
		expect(await world.sql('select title, due::text from tasks order by id')).toEqual([{ title: 'A', due: '2026-02-02' }, { title: 'B edited', due: '2026-01-01' }]);
	});

	it.each(['infinity', '-infinity', '0044-03-15 BC', '12026-01-01'])('a date %s is a failure of its field, and the rest of the row goes', async (value) => {
		world = await createTableWorld(`create table tasks (id int primary key, title text, due date); insert into tasks values (1, 'A', '2026-01-01'), (2, 'B', '2026-01-01')`, { fields: [titleField, dueField] });
		await world.run('full_sync');
		await world.sql(`update tasks set due = '${value}', title = 'A edited' where id = 1`);
		await world.sql(`update tasks set due = '2026-02-02' where id = 2`);
		const run = await world.run('incremental');
		expect(failuresOf(run)).toMatchObject([{ localKey: '["1"]', fields: ['due'], code: 'VALUE_NOT_CARRIED' }]);
		expect(world.server.store.list().map(({ subject, dueDate }) => [subject, dueDate])).toEqual([['A edited', '2026-01-01'], ['B', '2026-02-02']]);
	});

	it('a text too large for an index over its column fails alone', async () => {
		world = await createTableWorld(`create table tasks (id int primary key, title text, note text); create index on tasks (note); insert into tasks values (1, 'A', 'x'), (2, 'B', 'y')`, { fields: [titleField, noteField] });
		await world.run('full_sync');
		let text = '';
		for (let index = 0; index < 3000; index += 1) text += Math.sin(index).toString(36).slice(2);
		edit(world, 'A', { subject: 'A edited', description: text });
		edit(world, 'B', { description: 'edited' });
		const run = await world.run('incremental');
		expect(failuresOf(run)).toMatchObject([{ localKey: '["1"]', fields: ['note'], message: expect.stringMatching(/^A value is larger than PostgreSQL can hold there/) as string }]);
		expect(await world.sql('select title, note from tasks order by id')).toEqual([{ title: 'A edited', note: 'x' }, { title: 'B', note: 'edited' }]);
	});
});
