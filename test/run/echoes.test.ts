import { createSyncWorld } from '../support/syncWorld';
import type { SyncWorld } from '../support/syncWorld';
import type { PairConfiguration } from '../../src/run';
import { addTask, expectRest, onceAt, remoteIdOf, taskOf, withoutGuards } from './fieldTasks';

describe('what a write makes a side show', () => {
	let world: SyncWorld;

	beforeEach(async () => {
		world = await createSyncWorld();
		world.settings = { ...world.settings, guards: withoutGuards };
	});
	afterEach(async () => {
		await world.close();
	});

	it('pitfall 2: another field that a write moves in OpenProject comes back in the same run', async () => {
		await world.sql('alter table tasks add column percent_done numeric, add column remaining text');
		const { configuration } = world;
		world.configuration = {
			...configuration,
			fields: [
				...configuration.fields,
				{ name: 'done', local: ['percent_done'], remote: ['percentageDone'], lens: { kind: 'identity', as: 'number' } },
				{ name: 'remaining', local: ['remaining'], remote: ['remainingTime'], lens: { kind: 'identity' } },
			],
		};
		const id = await addTask(world, { title: 'Dig trench' });
		await world.run('full_sync');
		const remote = await remoteIdOf(world, id);
		world.server.store.update(remote, { estimatedHours: 10, remainingHours: 10 });
		await world.run('incremental');
		const numbers = (): Promise<readonly unknown[]> => world.sql('select percent_done::float8 as done, remaining from tasks where id = $1', [id]);
		expect(await numbers()).toEqual([{ done: 0, remaining: 'PT10H' }]);
		// OpenProject answers the write of the percentage with the remaining work it derives from it.
		await world.sql('update tasks set percent_done = 80 where id = $1', [id]);
		const result = await world.run('incremental');
		expect(result).toMatchObject({ status: 'done', conflictCount: 0, failureCount: 0 });
		expect(world.server.store.get(remote)).toMatchObject({ percentageDone: 80, remainingHours: 2 });
		expect(await numbers()).toEqual([{ done: 80, remaining: 'PT2H' }]);
		await expectRest(world);
	});

	function letOpenProjectMoveDates(): void {
		const { configuration } = world;
		world.configuration = { ...configuration, remote: { ...configuration.remote, dates: { scheduling: 'keep', nonWorkingDays: 'openproject' } } };
	}

	it('pitfall 2: a date that OpenProject moves to a working day is the date on both sides', async () => {
		letOpenProjectMoveDates();
		const id = await addTask(world, { title: 'Pour concrete', due: '2026-03-06' });
		await world.run('full_sync');
		await world.sql(`update tasks set due_date = '2026-03-07' where id = $1`, [id]);
		await world.run('incremental');
		const there = world.server.store.get(await remoteIdOf(world, id));
		expect(there?.dueDate).not.toBe('2026-03-07');
		expect((await taskOf(world, id)).due).toBe(there?.dueDate);
		await expectRest(world);
	});

	it('pitfall 2: what a trigger of the table makes of a written value is carried back in the same run', async () => {
		await world.sql(`create function shout() returns trigger language plpgsql as $$ begin new.task_title = upper(new.task_title); return new; end $$`);
		const id = await addTask(world, { title: 'Inspect' });
		await world.run('full_sync');
		await world.sql('create trigger shout before update on tasks for each row execute function shout()');
		const remote = await remoteIdOf(world, id);
		world.server.store.update(remote, { subject: 'Inspect roof' });
		await world.run('incremental');
		expect((await taskOf(world, id)).task_title).toBe('INSPECT ROOF');
		expect(world.server.store.get(remote)?.subject).toBe('INSPECT ROOF');
		await expectRest(world);
	});

	it('pitfall 2: a value that two rules keep turning back and forth is a failure of its field and is left alone', async () => {
		await world.sql(`create function saturday() returns trigger language plpgsql as $$ begin
			if extract(isodow from new.due_date) = 1 then new.due_date = new.due_date - 2; end if; return new; end $$`);
		await world.sql('create trigger saturday before insert or update on tasks for each row execute function saturday()');
		letOpenProjectMoveDates();
		const id = await addTask(world, { title: 'Weekend work', due: '2026-03-05' });
		await world.run('full_sync');
		await world.sql(`update tasks set due_date = '2026-03-07' where id = $1`, [id]);
		const kept = [{ fields: ['due'], side: 'local', code: 'NOT_TAKEN' }];
		expect(await world.run('incremental')).toMatchObject({ conflicts: [], failures: kept });
		expect(await world.run('incremental')).toMatchObject({ conflicts: [], failures: kept });
		expect(await expectRest(world)).toMatchObject({ conflicts: [], failures: kept });
	});

	it.each(['remote_wins', 'local_wins', 'manual'] as const)('pitfall 3: an edit made while the former one is being written survives and is no conflict (%s)', async (kind) => {
		const id = await addTask(world, { title: 'A', due: '2026-03-03' });
		const configuration: PairConfiguration = { ...world.configuration, fields: world.configuration.fields.map((field) => ({ ...field, policies: [{ kind }] })) };
		await world.run('full_sync', { configuration });
		const remote = await remoteIdOf(world, id);
		await world.sql(`update tasks set task_title = 'B' where id = $1`, [id]);
		world.server.store.update(remote, { dueDate: '2026-04-04' });
		const edited = onceAt(world, 'after', ({ method }) => method === 'PATCH', async () => {
			await world.sql(`update tasks set task_title = 'B2' where id = $1`, [id]);
		});
		const first = await world.run('incremental', { configuration });
		const second = await world.run('incremental', { configuration });
		expect(edited()).toBe(1);
		expect([first.conflicts, second.conflicts]).toEqual([[], []]);
		expect(await taskOf(world, id)).toMatchObject({ task_title: 'B2', due: '2026-04-04' });
		expect(world.server.store.get(remote)).toMatchObject({ subject: 'B2', dueDate: '2026-04-04' });
		await expectRest(world, { configuration });
	});

	it('pitfall 3: an edit made after a write whose answer was lost survives, and the write is recognised as our own', async () => {
		const id = await addTask(world, { title: 'A' });
		const configuration: PairConfiguration = { ...world.configuration, fields: world.configuration.fields.map((field) => ({ ...field, policies: [{ kind: 'remote_wins' }] })) };
		await world.run('full_sync', { configuration });
		const remote = await remoteIdOf(world, id);
		await world.sql(`update tasks set task_title = 'B' where id = $1`, [id]);
		const path = `/api/v3/work_packages/${remote}`;
		world.server.faults.add({ fault: { kind: 'resetAfterEffect' }, method: 'PATCH' });
		world.server.faults.add({ fault: { kind: 'resetBeforeEffect' }, method: 'GET', path });
		await world.run('incremental', { configuration });
		world.server.faults.clear();
		expect(world.server.store.get(remote)?.subject).toBe('B');
		await world.sql(`update tasks set task_title = 'B2' where id = $1`, [id]);
		const result = await world.run('incremental', { configuration });
		expect(result).toMatchObject({ status: 'done', conflicts: [], failures: [] });
		expect((await taskOf(world, id)).task_title).toBe('B2');
		expect(world.server.store.get(remote)?.subject).toBe('B2');
		await expectRest(world, { configuration });
	});

	it('pitfall 3: a user edit in OpenProject between reading and writing is merged, not overwritten', async () => {
		const id = await addTask(world, { title: 'A', description: 'old' });
		await world.run('full_sync');
		const remote = await remoteIdOf(world, id);
		await world.sql(`update tasks set task_title = 'B' where id = $1`, [id]);
		onceAt(world, 'before', ({ method }) => method === 'PATCH', () => void world.server.store.update(remote, { description: 'new' }));
		const result = await world.run('incremental');
		expect(result).toMatchObject({ status: 'done', conflicts: [] });
		expect(await taskOf(world, id)).toMatchObject({ task_title: 'B', task_description_detailed: 'new' });
		expect(world.server.store.get(remote)).toMatchObject({ subject: 'B', description: 'new' });
		await expectRest(world);
	});

	it('pitfall 3: the same field edited on both sides while it is being written becomes a conflict with both values', async () => {
		const id = await addTask(world, { title: 'A' });
		await world.run('full_sync');
		const remote = await remoteIdOf(world, id);
		await world.sql(`update tasks set task_title = 'B' where id = $1`, [id]);
		onceAt(world, 'before', ({ method }) => method === 'PATCH', () => void world.server.store.update(remote, { subject: 'C' }));
		const result = await world.run('incremental');
		expect(result.conflicts).toMatchObject([{ field: 'subject', base: 'A', local: 'B', remote: 'C' }]);
		expect((await taskOf(world, id)).task_title).toBe('B');
		expect(world.server.store.get(remote)?.subject).toBe('C');
		await expectRest(world);
	});
});
