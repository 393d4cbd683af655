import { differencesBetween } from '../support/compareFlrts';
import { dayTitles, expectDay, expectStopped, liveThroughADay } from './dayOfEdits';
import { addTask, findTask, subjects, taskOf, tasks } from './fieldTasks';
import { letting, useWorld, versionsOf } from './flrtsTasks';

const resync = { task: { kind: 'resync' } } as const;

describe('E7: set back together, ids given anew, edits since', () => {
	const world = useWorld();

	it.each([['a resync', 'full_sync', resync], ['approval', 'incremental', letting('went_back')]] as const)('the whole database, table and books: OpenProject is ahead, and its day comes back by %s', async (_name, mode, how) => {
		const day = await liveThroughADay(world());
		await day.backups.table.restore();
		await day.backups.books.restore();
		await expectStopped(world(), 'incremental', day.ids, /What the sync itself had recorded/);
		expect(await world().run(mode, how)).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		await world().run('incremental');
		await expectDay(world(), day);
	});

	it('OpenProject and books: the table is ahead, and its day comes back', async () => {
		const day = await liveThroughADay(world());
		await day.backups.openproject.restore();
		await day.backups.books.restore();
		await expectStopped(world(), 'incremental', day.ids, /What the sync itself had recorded/);
		expect(await world().run('full_sync', resync)).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		await world().run('incremental');
		await expectDay(world(), day);
	});

	it('OpenProject and table: only the books know of the day, and nothing is written before a person says so', async () => {
		const day = await liveThroughADay(world());
		await day.backups.openproject.restore();
		await day.backups.table.restore();
		await expectStopped(world(), 'incremental', day.ids, /The table is in an older state.*OpenProject is in an older state.*Both sides lack/s);
		expect(await world().run('full_sync', resync)).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		await world().run('incremental');
		expect((await tasks(world())).map((row) => row.task_title)).toEqual(dayTitles.morning);
		expect(await differencesBetween(world())).toEqual([]);
	});

	it('ids that were given anew join nobody: strangers get rows of their own, and what was lost is made again', async () => {
		const day = await liveThroughADay(world());
		// Rows made from work packages are called by their number here; the lost ones still are.
		await world().sql(`update tasks set task_id_display = 'was ' || task_id_display where task_id_display like 'OP-%'`);
		await day.backups.openproject.restore();
		// Work packages with one number are told apart by when they were made.
		world().server.faults.shiftClock(5000);
		const strangers = ['Stranger one', 'Stranger two'].map((subject) => world().server.store.create({ subject }).id);
		const known = (await tasks(world())).map((row) => row.openproject_id);
		expect(known).toEqual(expect.arrayContaining(strangers));
		await expectStopped(world(), 'incremental', day.ids, /OpenProject is in an older state/);
		await expectStopped(world(), 'full_sync', day.ids, /OpenProject is in an older state/);
		expect(await world().run('full_sync', resync)).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		await world().run('incremental');
		await expectDay(world(), { ...day, titles: [...day.titles, 'Stranger one', 'Stranger two'].sort() });
	});

	it('ids that were given anew join nobody either when the older state is accepted', async () => {
		const day = await liveThroughADay(world());
		await world().sql(`update tasks set task_id_display = 'was ' || task_id_display where task_id_display like 'OP-%'`);
		await day.backups.openproject.restore();
		world().server.faults.shiftClock(5000);
		world().server.store.create({ subject: 'Stranger one' });
		await expectStopped(world(), 'incremental', day.ids, /OpenProject is in an older state/);
		expect(await world().run('incremental', letting('went_back'))).toMatchObject({ status: 'done' });
		for (let run = 0; run < 2; run += 1) expect(await world().run('full_sync')).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		const titles = (await tasks(world())).map((row) => row.task_title);
		expect(titles.filter((title) => title === 'Stranger one')).toHaveLength(1);
		expect(titles).toEqual(expect.arrayContaining(['New in the field', 'New in the office']));
	});

	it('a row under a lost key that somebody else made since is put before a person', async () => {
		const day = await liveThroughADay(world());
		const [lost] = await world().sql<{ id: string }>(`select id from tasks where task_title = 'New in the field'`);
		await day.backups.table.restore();
		await addTask(world(), { id: lost?.id ?? '', title: 'A stranger under the same key' });
		await expectStopped(world(), 'incremental', day.ids, /The table is in an older state/);
		const healed = await world().run('full_sync', resync);
		expect(healed.conflicts).toMatchObject([{ field: 'subject', kind: 'no_base', local: 'A stranger under the same key', remote: 'New in the field' }]);
		expect((await taskOf(world(), lost?.id ?? '')).task_title).toBe('A stranger under the same key');
		expect(subjects(world())).toContain('New in the field');
	});

	it('what was edited in OpenProject after it was restored is put before a person, the rest comes back', async () => {
		const day = await liveThroughADay(world());
		await day.backups.openproject.restore();
		const edited = (await taskOf(world(), day.ids[0] as string)).openproject_id as number;
		world().server.store.update(edited, { subject: 'Edited after the restore' });
		await expectStopped(world(), 'incremental', day.ids, /OpenProject is in an older state/);
		const healed = await world().run('full_sync', resync);
		expect(healed.conflicts).toMatchObject([{ field: 'subject', local: 'Task 0, edited in the field', remote: 'Edited after the restore' }]);
		expect(world().server.store.get((await taskOf(world(), day.ids[1] as string)).openproject_id as number)?.subject).toBe('Task 1, edited in the office');
	});

	it('edits made in the table after OpenProject was restored are carried by the resync, not put before a person', async () => {
		const day = await liveThroughADay(world());
		await day.backups.openproject.restore();
		await world().sql(`update tasks set task_title = 'Task 7, edited after the restore' where id = $1`, [day.ids[7]]);
		await expectStopped(world(), 'incremental', day.ids, /OpenProject is in an older state/);
		expect(await world().run('full_sync', resync)).toMatchObject({ status: 'done', conflicts: [] });
		await world().run('incremental');
		await expectDay(world(), { ...day, titles: day.titles.map((title) => (title === 'Task 7' ? 'Task 7, edited after the restore' : title)) });
	});

	it('accepted by letting the guard through: the older state counts, and the next run has nothing to stop for', async () => {
		const day = await liveThroughADay(world());
		await day.backups.table.restore();
		await expectStopped(world(), 'incremental', day.ids, /The table is in an older state/);
		expect(await world().run('incremental', letting('went_back', 'mass_delete'))).toMatchObject({ status: 'done', guards: [] });
		expect((await taskOf(world(), day.ids[0] as string)).task_title).toBe('Task 0');
		expect(world().server.store.get((await taskOf(world(), day.ids[0] as string)).openproject_id as number)?.subject).toBe('Task 0');
		expect(await world().run('full_sync')).toMatchObject({ status: 'done', guards: [] });
		expect(await world().run('incremental')).toMatchObject({ status: 'done', guards: [], written: { local: 0, remote: 0 } });
	});

	it('accepted with Apply Plan; a plan that was made before knows nothing of it and is stopped', async () => {
		const day = await liveThroughADay(world());
		await world().sql(`update tasks set task_title = 'Task 9, later' where id = $1`, [day.ids[9]]);
		const former = await world().run('incremental', { preview: true });
		await day.backups.openproject.restore();
		const apply = (plan: string): ReturnType<ReturnType<typeof world>['run']> => world().run('full_sync', { task: { kind: 'apply_plan', plan, withholdDeletes: false, pairings: 'leave', pairingsOf: [] } });
		expect(await apply(former.planId as string)).toMatchObject({ status: 'stopped_by_guard', guards: [{ guard: 'went_back' }], written: { local: 0, remote: 0 } });
		const stopped = await expectStopped(world(), 'full_sync', day.ids, /OpenProject is in an older state/);
		expect(await apply(stopped.planId as string)).toMatchObject({ status: 'done' });
		expect((await findTask(world(), day.ids[0] as string))?.task_title).toBe('Task 0');
		expect(await world().run('full_sync')).toMatchObject({ status: 'done', guards: [] });
	});

	it('a preview of the resync shows what it brings back and writes nothing; applied, it does', async () => {
		const day = await liveThroughADay(world());
		await day.backups.openproject.restore();
		const before = await versionsOf(world());
		const preview = await world().run('full_sync', { ...resync, preview: true });
		expect(preview.status).toBe('previewed');
		expect(await versionsOf(world())).toEqual(before);
		await expectStopped(world(), 'incremental', day.ids, /OpenProject is in an older state/);
		const again = await world().run('full_sync', { ...resync, preview: true });
		expect(await world().run('full_sync', { task: { kind: 'apply_plan', plan: again.planId as string, withholdDeletes: false, pairings: 'leave', pairingsOf: [] } })).toMatchObject({ status: 'done', movedOnCount: 0 });
		await world().run('incremental');
		await expectDay(world(), day);
	});
});
