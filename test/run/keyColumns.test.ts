import type { SyncWorld } from '../support/syncWorld';
import { keyWorld, packagesOf, rowsOf, titleField } from './keyWorld';

let world: SyncWorld;
afterEach(async () => {
	await world.close();
});

describe('rows without a key', () => {
	it('are failures, one each, by column and title; the rest goes on', async () => {
		world = await keyWorld(`create table tasks (site text, code text, title text not null, op int, unique (site, code)); insert into tasks values ('x', 'a', 'A'), ('x', null, 'B'), ('x', null, 'C'), (null, null, 'D')`, { local: { schema: 'public', table: 'tasks', key: ['site', 'code'] } });
		const first = await world.run('full_sync');
		expect(first).toMatchObject({ status: 'done', failureCount: 3, local: { seen: 4, failed: 3, unchanged: 1 } });
		expect(first.failures.map((one) => [one.code, one.title]).sort()).toEqual([['NO_KEY', 'B'], ['NO_KEY', 'C'], ['NO_KEY', 'D']]);
		expect(first.failures.find((one) => one.title === 'D')?.message).toContain(`key column 'site', 'code'`);
		expect(packagesOf(world)).toEqual(['A New']);
		await world.sql(`update tasks set code = 'b' where title = 'B'; update tasks set title = 'A edited' where title = 'A'`);
		expect(await world.run('incremental')).toMatchObject({ status: 'done', failureCount: 2 });
		expect(packagesOf(world)).toEqual(['A edited New', 'B New']);
	});

	it('of a view as well', async () => {
		world = await keyWorld(`create table base (id int, title text, op int); create view tasks as select * from base; insert into base values (1, 'A'), (null, 'B')`, { local: { schema: 'public', table: 'tasks', key: ['id'] } });
		expect(await world.run('full_sync')).toMatchObject({ status: 'done', failureCount: 1, failures: [{ code: 'NO_KEY', title: 'B' }] });
		expect(packagesOf(world)).toEqual(['A New']);
	});

	it('a row that loses its key fails; its work package goes the way of a deleted row', async () => {
		world = await keyWorld(`create table tasks (code text unique, title text not null); insert into tasks values ('a', 'A'), ('b', 'B')`, { local: { schema: 'public', table: 'tasks', key: ['code'] } });
		await world.run('full_sync');
		await world.sql(`update tasks set code = null where code = 'b'`);
		expect(await world.run('incremental')).toMatchObject({ failures: [{ code: 'NO_KEY', title: 'B' }] });
		expect(packagesOf(world)).toEqual(['A New', 'B Rejected']);
	});

	it('a link that an earlier version made for one is left alone', async () => {
		world = await keyWorld(`create table tasks (code text unique, title text not null); insert into tasks values ('a', 'A'), ('b', 'B')`, { local: { schema: 'public', table: 'tasks', key: ['code'] } });
		await world.run('full_sync');
		await world.sql(`update tasks set code = null where code = 'b'; update batch_sync.link set local_key = '[null]' where local_key = '["b"]'`);
		await world.run('incremental');
		expect(packagesOf(world)).toEqual(['A New', 'B New']);
	});
});

describe('key columns among the mapped ones', () => {
	const table = `create table tasks (id int, day date, title text not null, primary key (id, day)); insert into tasks values (1, '2026-03-02', 'A')`;
	const day = { name: 'due', local: ['day'], remote: ['dueDate'], lens: { kind: 'date' } } as const;

	it('are refused by field and column before anything is done', async () => {
		world = await keyWorld(table, { fields: [titleField, day] });
		await expect(world.run('full_sync')).rejects.toThrow(/Field 'due' maps column 'day', which is part of the key of public\.tasks \(id, day\)/);
		expect(packagesOf(world)).toEqual([]);
		world.configuration = { ...world.configuration, fields: [titleField, { ...day, owner: 'remote' }] };
		await expect(world.run('full_sync')).rejects.toThrow(/'day'/);
	});

	it('may be read: of a field the table owns, and of a pair that is synced to OpenProject only', async () => {
		world = await keyWorld(table, { fields: [titleField, { ...day, owner: 'local' }] });
		expect(await world.run('full_sync')).toMatchObject({ status: 'done', failures: [] });
		const [one] = world.server.store.list();
		expect(one).toMatchObject({ subject: 'A', dueDate: '2026-03-02' });
		world.server.store.update(one?.id as number, { dueDate: '2026-08-01', subject: 'A2' });
		await world.run('incremental');
		expect(await rowsOf(world)).toEqual({ 1: 'A2' });
		expect(world.server.store.list()).toMatchObject([{ subject: 'A2', dueDate: '2026-03-02' }]);
		world.configuration = { ...world.configuration, fields: [titleField, day], direction: 'to_remote' };
		await expect(world.run('incremental')).resolves.toMatchObject({ status: 'done' });
	});

	it('are refused where the delete policy or write-back would write them', async () => {
		world = await keyWorld(table);
		world.configuration = { ...world.configuration, deletePolicy: { ...world.configuration.deletePolicy, local: { effect: 'status', column: 'day', value: '1999-01-01' } } };
		await expect(world.run('full_sync')).rejects.toThrow(/delete policy sets column 'day', which is part of the key/);
		world.configuration = { ...world.configuration, deletePolicy: { ...world.configuration.deletePolicy, local: { effect: 'none' } }, writeBack: { remoteId: 'id' } };
		await expect(world.run('full_sync')).rejects.toThrow(/'id' is part of the key/);
	});
});
