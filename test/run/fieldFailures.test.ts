import { addTask, addTasks, editTask, packageOf, patchesOf, readTask, useWorld } from './flrtsTasks';

const world = useWorld();

describe('a field one side refuses', () => {
	it('pitfall 16: a forbidden transition fails alone, says which it is, waits, and is tried again when the value changes', async () => {
		world().server.store.forbidTransition({ from: 'New', to: 'Closed' });
		const id = await addTask(world(), 'Pour the slab');
		await world().run('full_sync');
		await editTask(world(), id, { task_title: 'Pour the big slab', status: 'Done' });
		const result = await world().run('incremental');
		expect(result).toMatchObject({ status: 'done', failureCount: 1, failures: [{ fields: ['status'], side: 'remote', localKey: `["${id}"]` }] });
		expect(result.failures[0]?.message).toContain("cannot go from 'New' to 'Closed'");
		expect(await packageOf(world(), id)).toMatchObject({ subject: 'Pour the big slab', status: 'New' });
		expect(await readTask(world(), id)).toMatchObject({ status: 'Done', openproject_sync_status: 'error' });
		world().server.requests.clear();
		expect(await world().run('incremental')).toMatchObject({ failureCount: 1, written: { local: 0, remote: 0 } });
		expect(patchesOf(world())).toEqual([]);
		await editTask(world(), id, { status: 'In Progress' });
		expect(await world().run('incremental')).toMatchObject({ failureCount: 0, failures: [] });
		expect(await packageOf(world(), id)).toMatchObject({ status: 'In progress' });
		expect(await readTask(world(), id)).toMatchObject({ openproject_sync_status: 'synced', openproject_error: null });
	});

	it('pitfall 16: a refused field is tried again when its pause is over, even though nothing changed', async () => {
		world().server.store.forbidTransition({ from: 'New', to: 'Closed' });
		const id = await addTask(world(), 'Pour the slab');
		await world().run('full_sync');
		await editTask(world(), id, { status: 'Done' });
		await world().run('incremental');
		world().server.store.allowTransition({ from: 'New', to: 'Closed' });
		await world().sql(`update batch_sync.link set next_attempt_at = now(), field_failures = jsonb_set(field_failures, '{status,nextAttemptAt}', to_jsonb((now() - interval '1 second')::text))`);
		expect(await world().run('incremental')).toMatchObject({ failureCount: 0 });
		expect(await packageOf(world(), id)).toMatchObject({ status: 'Closed' });
	});

	it('pitfall 16: an edit of another field is carried while one field waits', async () => {
		world().server.store.forbidTransition({ from: 'New', to: 'Closed' });
		const id = await addTask(world(), 'Pour the slab');
		await world().run('full_sync');
		await editTask(world(), id, { status: 'Done' });
		await world().run('incremental');
		await editTask(world(), id, { due_date: '2026-09-01' });
		world().server.requests.clear();
		expect(await world().run('incremental')).toMatchObject({ failureCount: 1, written: { remote: 1 } });
		expect(patchesOf(world()).map(({ body }) => Object.keys(body).sort())).toEqual([['dueDate', 'ignoreNonWorkingDays', 'lockVersion', 'startDate']]);
		expect(await packageOf(world(), id)).toMatchObject({ dueDate: '2026-09-01', status: 'New' });
	});

	it('pitfall 16: a creation is refused one field only, and is made without it', async () => {
		const [person] = await world().sql<{ id: string }>(`insert into personnel (full_name) values ('Ruth, of another project') returning id`);
		await world().sql('insert into openproject_user_mapping (personnel_id, openproject_user_id) values ($1, 13)', [person?.id]);
		const id = await addTask(world(), 'Survey', { assigned_to_user_id: person?.id });
		const result = await world().run('full_sync');
		expect(result).toMatchObject({ status: 'done', failures: [{ fields: ['assignee'], side: 'remote' }] });
		expect(await packageOf(world(), id)).toMatchObject({ subject: 'Survey', assigneeId: null });
		expect(await readTask(world(), id)).toMatchObject({ assigned_to_user_id: person?.id });
		world().server.store.setMembership({ userId: 13, project: 'flrts-field-work', role: 'member' });
		await world().sql(`update batch_sync.link set next_attempt_at = now(), field_failures = jsonb_set(field_failures, '{assignee,nextAttemptAt}', to_jsonb((now() - interval '1 second')::text))`);
		expect(await world().run('incremental')).toMatchObject({ failures: [] });
		expect(await packageOf(world(), id)).toMatchObject({ assigneeId: 13 });
		expect(world().server.store.count).toBe(1);
	});

	it('pitfall 39: a status is never walked there by way of others', async () => {
		world().server.store.forbidTransition({ from: 'New', to: 'Closed' });
		const id = await addTask(world(), 'Grade the road');
		await world().run('full_sync');
		await editTask(world(), id, { status: 'Done' });
		world().server.requests.clear();
		await world().run('incremental');
		await world().run('incremental');
		expect(patchesOf(world()).map(({ body, status }) => ({ status, hasLinks: '_links' in body }))).toEqual([{ status: 422, hasLinks: true }]);
		expect(await packageOf(world(), id)).toMatchObject({ status: 'New' });
	});

	it('E12: one record that cannot be carried stops no other', async () => {
		await addTasks(world(), 9);
		const bad = await addTask(world(), 'Odd one', { priority: 'Urgent-ish' });
		const result = await world().run('full_sync', { settings: { batchSize: 3 } });
		expect(result).toMatchObject({ status: 'done', failureCount: 1, remote: { created: 9 }, local: { seen: 10, failed: 1 } });
		expect(result.failures[0]).toMatchObject({ localKey: `["${bad}"]`, title: 'Odd one' });
		expect(result.failures[0]?.message).toContain('Urgent-ish');
	});

	it('a subject of more than 255 characters is refused by name before anything is sent', async () => {
		await world().sql('alter table tasks alter column task_title type text');
		const id = await addTask(world(), 'Long', { task_title: 'x'.repeat(256) });
		const other = await addTask(world(), 'Short');
		const result = await world().run('full_sync');
		expect(result.failures).toMatchObject([{ localKey: `["${id}"]`, code: 'VALUE_NOT_CARRIED' }]);
		expect(result.failures[0]?.message).toMatch(/256.*255|255.*256/);
		expect(await packageOf(world(), other)).toMatchObject({ subject: 'Short' });
		expect(world().server.store.count).toBe(1);
		await editTask(world(), id, { task_title: 'Short enough now' });
		expect(await world().run('incremental')).toMatchObject({ failures: [] });
		expect(await packageOf(world(), id)).toMatchObject({ subject: 'Short enough now' });
	});
});
