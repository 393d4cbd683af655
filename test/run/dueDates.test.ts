import { addTask, editTask, packageOf, readTask, useWorld } from './flrtsTasks';

const world = useWorld();

describe('due dates of the FLRTS preset, in New York', () => {
	it('pitfall 28: due_at decides and keeps its time of day; due_date follows; due_at is set only where it was', async () => {
		// 23:30 on 9 March in New York (daylight saving time) is 03:30 UTC on the 10th.
		const night = await addTask(world(), 'Night shift', { due_at: '2026-03-10T03:30:00Z', due_date: '2026-01-01' });
		const day = await addTask(world(), 'Day shift', { due_date: '2026-03-10' });
		await world().run('full_sync');
		expect(await packageOf(world(), night)).toMatchObject({ dueDate: '2026-03-09' });
		expect(await packageOf(world(), day)).toMatchObject({ dueDate: '2026-03-10' });
		// November is standard time: 23:30 there is 04:30 UTC.
		world().server.store.update((await packageOf(world(), night)).id, { dueDate: '2026-11-20' });
		world().server.store.update((await packageOf(world(), day)).id, { dueDate: '2026-11-21' });
		expect(await world().run('incremental')).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		expect(await readTask(world(), night)).toMatchObject({ due_date: '2026-11-20', due_at: '2026-11-21 04:30' });
		expect(await readTask(world(), day)).toMatchObject({ due_date: '2026-11-21', due_at: null });
		expect(await world().run('incremental')).toMatchObject({ written: { local: 0, remote: 0 } });
	});

	it('pitfall 28: another time of the same day is no edit of the date, and clearing the date clears both columns', async () => {
		const id = await addTask(world(), 'Delivery', { due_at: '2026-05-04T12:00:00Z' });
		await world().run('full_sync');
		await editTask(world(), id, { due_at: '2026-05-04T20:00:00Z' });
		world().server.requests.clear();
		await world().run('incremental');
		expect(world().server.requests.writes).toEqual([]);
		world().server.store.update((await packageOf(world(), id)).id, { dueDate: '2026-05-06' });
		await world().run('incremental');
		expect(await readTask(world(), id)).toMatchObject({ due_date: '2026-05-06', due_at: '2026-05-06 20:00' });
		world().server.store.update((await packageOf(world(), id)).id, { dueDate: null });
		await world().run('incremental');
		expect(await readTask(world(), id)).toMatchObject({ due_date: null, due_at: null });
		await editTask(world(), id, { due_at: '2026-06-02T03:00:00Z' });
		expect(await world().run('incremental')).toMatchObject({ failures: [], conflicts: [] });
		expect(await packageOf(world(), id)).toMatchObject({ dueDate: '2026-06-01' });
	});

	it('pitfall 28: whatever time zone and date style the database has by default, nothing moves', async () => {
		const id = await addTask(world(), 'Night shift', { due_at: '2026-03-10T03:30:00Z' });
		await world().run('full_sync');
		const name = new URL(world().databaseUrl).pathname.slice(1);
		await world().sql(`alter database ${name} set timezone = 'Asia/Tokyo'`);
		await world().sql(`alter database ${name} set datestyle = 'German, DMY'`);
		await world().sql(`alter database ${name} set intervalstyle = 'sql_standard'`);
		await world().sql(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state = 'idle'`);
		expect(await world().run('reconciliation')).toMatchObject({ status: 'done', written: { local: 0, remote: 0 } });
		expect(await packageOf(world(), id)).toMatchObject({ dueDate: '2026-03-09' });
	});

	it('an edit of due_date alone is carried, and due_at follows at its time of day', async () => {
		const id = await addTask(world(), 'Night shift', { due_at: '2026-03-10T03:30:00Z', due_date: '2026-03-09' });
		await world().run('full_sync');
		await editTask(world(), id, { due_date: '2026-11-20' });
		expect(await world().run('incremental')).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		expect(await packageOf(world(), id)).toMatchObject({ dueDate: '2026-11-20' });
		expect(await readTask(world(), id)).toMatchObject({ due_date: '2026-11-20', due_at: '2026-11-21 04:30' });
		expect(await world().run('incremental')).toMatchObject({ written: { local: 0, remote: 0 } });
		expect(await world().run('reconciliation')).toMatchObject({ written: { local: 0, remote: 0 } });
	});

	it('an edit of due_date against another in OpenProject is a conflict between the two dates that people gave', async () => {
		world().configuration = { ...world().configuration, policies: [{ kind: 'manual' }] };
		const id = await addTask(world(), 'Delivery', { due_at: '2026-05-04T16:00:00Z', due_date: '2026-05-04' });
		await world().run('full_sync');
		await editTask(world(), id, { due_date: '2026-05-10' });
		world().server.store.update((await packageOf(world(), id)).id, { dueDate: '2026-05-12' });
		expect(await world().run('incremental')).toMatchObject({ conflicts: [{ field: 'due', base: '2026-05-04', local: '2026-05-10', remote: '2026-05-12' }] });
	});

	it('edits of both columns go by due_at, and due_date emptied alone leaves the date that due_at says', async () => {
		const both = await addTask(world(), 'Both', { due_at: '2026-05-04T16:00:00Z', due_date: '2026-05-04' });
		const emptied = await addTask(world(), 'Emptied', { due_at: '2026-05-04T16:00:00Z', due_date: '2026-05-04' });
		await world().run('full_sync');
		await editTask(world(), both, { due_at: '2026-06-01T16:00:00Z', due_date: '2026-06-20' });
		await editTask(world(), emptied, { due_date: null });
		expect(await world().run('incremental')).toMatchObject({ failures: [], conflicts: [] });
		expect(await packageOf(world(), both)).toMatchObject({ dueDate: '2026-06-01' });
		expect(await packageOf(world(), emptied)).toMatchObject({ dueDate: '2026-05-04' });
	});
});
