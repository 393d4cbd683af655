import { randomBytes } from 'node:crypto';
import { connectionFromUrl, openDatabase } from '../../src/postgres';
import { defaultSettings, runSync } from '../../src/run';
import type { PairConfiguration, RunResult } from '../../src/run';
import { systemClock } from '../../src/openproject';
import { createSyncWorld } from '../support/syncWorld';
import type { SyncWorld } from '../support/syncWorld';
import { addTask, expectRest, findTask, onceAt, remoteIdOf, taskOf, withoutGuards } from './fieldTasks';

describe('records that are out of sight', () => {
	let world: SyncWorld;
	let id: string;
	let remote: number;

	beforeEach(async () => {
		world = await createSyncWorld();
		world.settings = { ...world.settings, guards: withoutGuards };
		id = await addTask(world, { title: 'Moved', due: '2026-03-03' });
		await addTask(world, { title: 'Bystander' });
		await world.run('full_sync');
		remote = await remoteIdOf(world, id);
	});
	afterEach(async () => {
		await world.close();
	});

	const withLocalDeletes = (local: PairConfiguration['deletePolicy']['local']): void => {
		world.configuration = { ...world.configuration, deletePolicy: { ...world.configuration.deletePolicy, local } };
	};

	it('pitfall 6: a work package moved to a private project changes nothing locally, is created nowhere again, and goes on when it is back', async () => {
		const before = await taskOf(world, id);
		world.server.store.move(remote, 'payroll');
		for (const mode of ['incremental', 'full_sync', 'reconciliation', 'incremental'] as const) await world.run(mode);
		expect(await taskOf(world, id)).toEqual(before);
		expect(world.server.store.list()).toHaveLength(2);
		world.server.store.update(remote, { dueDate: '2026-07-07' });
		await world.sql(`update tasks set task_title = 'Moved and back' where id = $1`, [id]);
		await world.run('incremental');
		world.server.store.move(remote, world.server.projectIdentifier);
		await world.run('incremental');
		const result = await world.run('incremental');
		expect(result).toMatchObject({ status: 'done', conflicts: [], failures: [] });
		expect(await taskOf(world, id)).toMatchObject({ task_title: 'Moved and back', due: '2026-07-07' });
		expect(world.server.store.get(remote)).toMatchObject({ subject: 'Moved and back', dueDate: '2026-07-07' });
		expect(world.server.store.list()).toHaveLength(2);
		await expectRest(world);
	});

	it('pitfall 6: where vanished work packages cancel rows, one that comes back takes that back', async () => {
		withLocalDeletes({ effect: 'status', column: 'status', value: 'Cancelled' });
		world.server.store.hide(remote);
		await world.run('full_sync');
		await world.run('full_sync');
		expect((await taskOf(world, id)).status).toBe('Cancelled');
		await expectRest(world);
		world.server.store.show(remote);
		await world.run('full_sync');
		expect((await taskOf(world, id)).status).toBe('To Do');
		expect(world.server.store.get(remote)?.status).toBe('New');
		await expectRest(world);
	});

	it('pitfall 6: a child whose parent is out of sight keeps its parent, whatever mode runs and though it is edited', async () => {
		const child = await addTask(world, { title: 'Child', parent: id });
		await world.run('incremental');
		const childRemote = await remoteIdOf(world, child);
		const childNow = async (): Promise<unknown> => ({ here: (await taskOf(world, child)).parent_task_id, there: world.server.store.get(childRemote)?.parentId });
		world.server.store.hide(remote);
		world.server.store.update(childRemote, { description: 'edited in the dark' });
		await world.run('delta_sync', { ids: [String(childRemote)] });
		expect(await childNow()).toEqual({ here: id, there: remote });
		for (const mode of ['incremental', 'full_sync', 'reconciliation'] as const) await world.run(mode);
		expect(await childNow()).toEqual({ here: id, there: remote });
		await world.sql(`update tasks set task_title = 'Child, edited here' where id = $1`, [child]);
		onceAt(world, 'before', ({ method }) => method === 'PATCH', () => void world.server.store.update(childRemote, { dueDate: '2026-03-09' }));
		await world.run('incremental');
		expect(world.server.store.get(childRemote)).toMatchObject({ subject: 'Child, edited here', dueDate: '2026-03-09', parentId: remote });
		expect(await taskOf(world, child)).toMatchObject({ task_description_detailed: 'edited in the dark', due: '2026-03-09', parent_task_id: id });
		await expectRest(world);
		world.server.store.show(remote);
		await world.run('full_sync');
		await world.run('incremental');
		expect(await childNow()).toEqual({ here: id, there: remote });
		world.server.store.update(childRemote, { parentId: null });
		await world.run('incremental');
		expect(await childNow()).toEqual({ here: null, there: null });
		await expectRest(world);
	});

	it('pitfall 6: a work package that comes back after its row was deleted for it becomes a row again', async () => {
		withLocalDeletes({ effect: 'delete' });
		world.server.store.hide(remote);
		await world.run('full_sync');
		await world.run('full_sync');
		expect(await findTask(world, id)).toBeUndefined();
		await expectRest(world);
		world.server.store.show(remote);
		await world.run('incremental');
		expect(await world.sql('select task_title, openproject_id from tasks order by 1')).toMatchObject([{ task_title: 'Bystander' }, { task_title: 'Moved', openproject_id: remote }]);
		expect(world.server.store.list()).toHaveLength(2);
		await expectRest(world);
	});

	it('pitfall 6: a row deleted while its work package was out of sight stays deleted when that is back', async () => {
		world.server.store.hide(remote);
		await world.run('full_sync');
		await world.run('full_sync');
		await world.sql('delete from tasks where id = $1', [id]);
		await world.run('incremental');
		world.server.store.show(remote);
		await world.run('incremental');
		await world.run('full_sync');
		expect(world.server.store.get(remote)?.status).toBe('Rejected');
		expect(await world.sql('select task_title from tasks')).toEqual([{ task_title: 'Bystander' }]);
		await expectRest(world);
	});

	it('pitfall 6: a work package that comes back after its row was given another one is reported as a double, and a record of its own once a person says so', async () => {
		withLocalDeletes({ effect: 'status', column: 'status', value: 'Cancelled' });
		world.server.store.hide(remote);
		await world.run('full_sync');
		await world.run('full_sync');
		await world.sql(`update tasks set status = 'In Progress' where id = $1`, [id]);
		await world.run('incremental');
		const second = await remoteIdOf(world, id);
		expect(second).not.toBe(remote);
		world.server.store.show(remote);
		const told = await world.run('incremental');
		expect(told.failures).toMatchObject([{ code: 'AMBIGUOUS_PAIR', remoteId: String(remote) }]);
		world.server.store.update(remote, { customFields: { 'FLRTS ID': null } });
		await world.run('incremental');
		expect(await remoteIdOf(world, id)).toBe(second);
		expect((await world.sql<{ openproject_id: number }>('select openproject_id from tasks')).map((row) => row.openproject_id).sort()).toEqual(world.server.store.list().map((one) => one.id).sort());
		expect((await expectRest(world)).failures).toEqual([]);
	});

	it('pitfall 6: two sightings less than a cadence apart do not make a deletion', async () => {
		withLocalDeletes({ effect: 'delete' });
		world.settings = { ...world.settings, cadenceMs: 60_000 };
		world.server.store.hide(remote);
		for (const mode of ['full_sync', 'full_sync', 'incremental', 'reconciliation'] as const) await world.run(mode);
		expect(await findTask(world, id)).toBeDefined();
		await world.sql(`update batch_sync.link set gone_first_seen = gone_first_seen - interval '2 minutes'`);
		await world.run('incremental');
		expect(await findTask(world, id)).toBeUndefined();
	});

	it('pitfall 6: a membership withdrawn from the API user deletes nothing', async () => {
		withLocalDeletes({ effect: 'delete' });
		world.server.store.setMembership({ userId: world.server.apiUserId, project: world.server.projectIdentifier, role: null });
		await expect(world.run('full_sync')).rejects.toThrow();
		await expect(world.run('incremental')).rejects.toThrow();
		expect(await world.sql('select id from tasks')).toHaveLength(2);
		world.server.store.setMembership({ userId: world.server.apiUserId, project: world.server.projectIdentifier, role: 'projectAdmin' });
		await world.run('incremental');
		expect(await world.sql('select id from tasks')).toHaveLength(2);
		await expectRest(world);
	});

	it('pitfall 6: what is missing after the memberships changed is looked at afresh, not taken for deleted', async () => {
		withLocalDeletes({ effect: 'delete' });
		world.settings = { ...world.settings, cadenceMs: 60_000 };
		world.server.store.hide(remote);
		await world.run('full_sync');
		await world.sql(`update batch_sync.link set gone_first_seen = gone_first_seen - interval '2 minutes'`);
		world.server.store.setMembership({ userId: world.server.apiUserId, project: 'head-office', role: null });
		await world.run('full_sync');
		expect(await findTask(world, id)).toBeDefined();
		world.server.store.show(remote);
		await world.run('full_sync');
		expect(await findTask(world, id)).toBeDefined();
		await expectRest(world);
	});

	it.each([{ project: 'head-office' }, { type: 'Milestone' }])('pitfall 6: a work package that leaves the scope (%j) is set aside, and merged from where it was when it is back', async (away) => {
		withLocalDeletes({ effect: 'delete' });
		world.server.store.update(remote, away);
		await world.run('incremental');
		await world.run('full_sync');
		world.server.store.update(remote, { dueDate: '2026-08-08' });
		await world.sql(`update tasks set task_title = 'Edited meanwhile' where id = $1`, [id]);
		await world.run('full_sync');
		expect(world.server.store.get(remote)).toMatchObject({ subject: 'Moved', dueDate: '2026-08-08' });
		expect(await taskOf(world, id)).toMatchObject({ task_title: 'Edited meanwhile', due: '2026-03-03' });
		world.server.store.update(remote, { project: world.server.projectIdentifier, type: 'Task' });
		await world.run('incremental');
		expect(world.server.store.get(remote)).toMatchObject({ subject: 'Edited meanwhile', dueDate: '2026-08-08' });
		expect(await taskOf(world, id)).toMatchObject({ task_title: 'Edited meanwhile', due: '2026-08-08' });
		expect(world.server.store.list()).toHaveLength(2);
		await expectRest(world);
	});

	it('pitfall 6: a row that leaves the filter is set aside, and merged from where it was when it is back', async () => {
		world.configuration = { ...world.configuration, local: { ...world.configuration.local, filter: [{ column: 'priority', operator: 'not_equals', value: 'Low' }] } };
		await world.run('full_sync');
		await world.sql(`update tasks set priority = 'Low', task_title = 'Edited outside' where id = $1`, [id]);
		await world.run('incremental');
		world.server.store.update(remote, { dueDate: '2026-09-09' });
		await world.run('full_sync');
		expect(world.server.store.get(remote)).toMatchObject({ subject: 'Moved', priority: 'Normal', status: 'New' });
		expect(await taskOf(world, id)).toMatchObject({ due: '2026-03-03' });
		await world.sql(`update tasks set priority = 'High' where id = $1`, [id]);
		await world.run('incremental');
		expect(world.server.store.get(remote)).toMatchObject({ subject: 'Edited outside', priority: 'High', dueDate: '2026-09-09' });
		expect(await taskOf(world, id)).toMatchObject({ due: '2026-09-09' });
		await expectRest(world);
	});

	it('pitfall 6: rows hidden by row-level security are not taken for deleted', async () => {
		const role = `reader_${randomBytes(4).toString('hex')}`;
		await world.sql(`create role ${role} login password 'reader'`);
		for (const statement of [
			`grant usage, create on schema public, batch_sync to ${role}`, `grant all on all tables in schema public, batch_sync to ${role}`, `grant all on all sequences in schema public, batch_sync to ${role}`,
			'alter table tasks enable row level security', `create policy visible on tasks using (task_title not like 'Moved%')`,
		]) await world.sql(statement);
		const url = new URL(world.databaseUrl);
		url.username = role;
		url.password = 'reader';
		const database = await openDatabase(connectionFromUrl(url.href));
		const runAsReader = (mode: 'incremental' | 'full_sync'): Promise<RunResult> =>
			runSync({ database, remote: world.remotePort(), clock: systemClock(), schema: 'batch_sync' }, world.configuration, { ...defaultSettings, guards: withoutGuards, cadenceMs: 0 }, { mode, trigger: 'test', startedBy: 'test' }, { allowSetUp: false });
		try {
			const before = world.server.store.get(remote);
			const first = await runAsReader('full_sync');
			await runAsReader('incremental');
			expect(first.remarks.join(' ')).toContain('Row-level security');
			expect(world.server.store.get(remote)).toEqual(before);
			expect(await taskOf(world, id)).toMatchObject({ task_title: 'Moved' });
			await world.sql('drop policy visible on tasks');
			await world.sql('create policy everything on tasks using (true)');
			await world.sql(`update tasks set task_title = 'Moved, seen again' where id = $1`, [id]);
			const seen = await runAsReader('incremental');
			expect(seen).toMatchObject({ status: 'done', failures: [] });
			expect(world.server.store.get(remote)?.subject).toBe('Moved, seen again');
		} finally {
			await database.close();
			await world.sql(`drop owned by ${role}`);
			await world.sql(`drop role ${role}`);
		}
	});
});
