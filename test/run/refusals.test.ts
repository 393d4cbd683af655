import { createSyncWorld } from '../support/syncWorld';
import type { SyncWorld } from '../support/syncWorld';
import { addTask, expectRest, remoteIdOf, taskOf, withoutGuards } from './fieldTasks';

describe('records that are refused', () => {
	let world: SyncWorld;

	beforeEach(async () => {
		world = await createSyncWorld();
		world.settings = { ...world.settings, guards: withoutGuards, overlapMs: 0 };
	});
	afterEach(async () => {
		await world.close();
	});

	async function watermark(): Promise<string> {
		const [cursor] = await world.sql<{ watermark: string }>('select watermark from batch_sync.cursor');
		return cursor?.watermark ?? '';
	}

	const writesTo = (id: number): number => world.server.requests.writes.filter((entry) => entry.path.endsWith(`/work_packages/${id}`)).length;

	it('pitfall 5: a record that is refused for ever delays neither others nor the watermark, and is not tried at every run', async () => {
		const poison = await addTask(world, { title: 'Signed off', status: 'Done' });
		const other = await addTask(world, { title: 'Other' });
		await world.run('full_sync');
		const [poisonRemote, otherRemote] = [await remoteIdOf(world, poison), await remoteIdOf(world, other)];
		world.server.store.setStatusReadonly('Closed', true);
		await world.sql(`update tasks set task_title = 'Signed off, corrected' where id = $1`, [poison]);
		const first = await world.run('incremental');
		expect(first).toMatchObject({ status: 'done', failureCount: 1 });
		expect(first.failures[0]).toMatchObject({ remoteId: String(poisonRemote), side: 'remote' });
		expect(first.failures[0]?.nextAttemptAt).not.toBeNull();
		const tries = writesTo(poisonRemote);
		expect(tries).toBeGreaterThan(0);
		const marks: string[] = [await watermark()];
		for (const round of [1, 2, 3]) {
			// A minute later by OpenProject's clock: far more than the overlap varies with how slow requests are.
			world.server.faults.shiftClock(round * 60_000);
			world.server.store.update(otherRemote, { subject: `Other, round ${round}` });
			const result = await world.run('incremental');
			expect(result).toMatchObject({ status: 'done', failureCount: 1, effectiveMode: 'incremental' });
			expect((await taskOf(world, other)).task_title).toBe(`Other, round ${round}`);
			marks.push(await watermark());
		}
		world.server.faults.resetClock();
		expect([...marks].sort()).toEqual(marks);
		expect(new Set(marks).size).toBe(4);
		expect(writesTo(poisonRemote)).toBe(tries);
		expect(await taskOf(world, poison)).toMatchObject({ openproject_sync_status: 'error' });
	});

	it('pitfall 5: a refused record is tried again when its backoff is over, or at once when it is edited', async () => {
		const id = await addTask(world, { title: 'Signed off', status: 'Done' });
		await world.run('full_sync');
		const remote = await remoteIdOf(world, id);
		world.server.store.setStatusReadonly('Closed', true);
		await world.sql(`update tasks set task_title = 'One' where id = $1`, [id]);
		await world.run('incremental');
		world.server.store.setStatusReadonly('Closed', false);
		await world.sql(`update tasks set task_title = 'Two' where id = $1`, [id]);
		const edited = await world.run('incremental');
		expect(edited.failures).toEqual([]);
		expect(world.server.store.get(remote)?.subject).toBe('Two');
		world.server.store.setStatusReadonly('Closed', true);
		await world.sql(`update tasks set task_title = 'Three' where id = $1`, [id]);
		await world.run('incremental');
		world.server.store.setStatusReadonly('Closed', false);
		await world.run('incremental');
		expect(world.server.store.get(remote)?.subject).toBe('Two');
		await world.sql(`update batch_sync.link set next_attempt_at = now() - interval '1 second',
			field_failures = (select jsonb_object_agg(key, value || '{"nextAttemptAt":"2020-01-01T00:00:00.000Z"}') from jsonb_each(field_failures)) where field_failures is not null or last_failure is not null`);
		const due = await world.run('incremental');
		expect(due).toMatchObject({ failureCount: 0 });
		expect(world.server.store.get(remote)?.subject).toBe('Three');
		expect(await taskOf(world, id)).toMatchObject({ openproject_sync_status: 'synced' });
		await expectRest(world);
	});

	it('pitfall 5: a row that cannot be created fails alone, with its name, and is created once it is put right', async () => {
		const blank = await addTask(world, { title: 'Strange', priority: 'Whenever' });
		await addTask(world, { title: 'Child', parent: blank });
		await addTask(world, { title: 'Fine' });
		const first = await world.run('full_sync');
		expect(first.failures).toMatchObject([{ title: 'Strange', fields: expect.anything(), message: expect.stringContaining('Whenever') }]);
		expect(world.server.store.list().map((one) => one.subject).sort()).toEqual(['Child', 'Fine']);
		await world.sql(`update tasks set priority = 'High' where id = $1`, [blank]);
		const second = await world.run('incremental');
		expect(second.failures).toEqual([]);
		await world.run('incremental');
		const child = world.server.store.list().find((one) => one.subject === 'Child');
		expect(child?.parentId).toBe(await remoteIdOf(world, blank));
		await expectRest(world);
	});

	it('pitfall 16: a field that is refused holds up no other field of its record', async () => {
		world.server.store.forbidTransition({ from: 'New', to: 'Closed' });
		const id = await addTask(world, { title: 'Paint' });
		await world.run('full_sync');
		const remote = await remoteIdOf(world, id);
		await world.sql(`update tasks set task_title = 'Paint fence', status = 'Done', due_date = '2026-06-01' where id = $1`, [id]);
		const result = await world.run('incremental');
		expect(world.server.store.get(remote)).toMatchObject({ subject: 'Paint fence', dueDate: '2026-06-01', status: 'New' });
		expect(result.failures).toMatchObject([{ fields: ['status'], message: expect.stringContaining("'New' to 'Closed'") }]);
		expect((await taskOf(world, id)).status).toBe('Done');
		const rest = await expectRest(world);
		expect(rest.failureCount).toBe(1);
	});

	it('pitfall 5: a work package whose value PostgreSQL refuses fails alone, the others of its batch are written', async () => {
		await world.sql(`alter table tasks add constraint no_swearing check (task_title not like '%damn%')`);
		for (const subject of ['One', 'damn pump', 'Two']) world.server.store.create({ subject });
		const result = await world.run('full_sync');
		expect(result.failures).toMatchObject([{ title: 'damn pump', side: 'local' }]);
		expect((await world.sql('select task_title from tasks order by 1')).map((row) => row['task_title'])).toEqual(['One', 'Two']);
		await expectRest(world);
	});
});
