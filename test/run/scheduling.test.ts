import { OPENPROJECT_VERSIONS } from '../../sandbox/openproject';
import type { DateRules } from '../../src/run';
import { differencesBetween } from '../support/compareFlrts';
import { createSyncWorld } from '../support/syncWorld';
import type { SyncWorld } from '../support/syncWorld';
import { addTask, editTask, packageOf, readTask, useWorld } from './flrtsTasks';
import { letPausesEnd } from './ownTable';

const world = useWorld();

function choose(dates: DateRules): void {
	const { configuration } = world();
	world().configuration = { ...configuration, remote: { ...configuration.remote, dates } };
}

const KEEP: DateRules = { scheduling: 'keep', nonWorkingDays: 'keep' };

/** As a fresh OpenProject up to 15.3 does: weekends are free, children take their parent's dates, everything is scheduled automatically. */
function playFreshServer(): void {
	Object.assign(world().server.behaviour, { nonWorkingDays: [0, 6], childrenInheritParentDates: true, newScheduleManually: false, firstChildMakesAutomatic: false });
}

/** A site with two jobs below it, one of them due on a Saturday, one not at all. */
async function addTree(): Promise<{ readonly site: string; readonly saturday: string; readonly undated: string }> {
	const site = await addTask(world(), 'Site', { due_date: '2026-06-30' });
	const saturday = await addTask(world(), 'Saturday', { due_date: '2026-06-27', parent_task_id: site });
	const undated = await addTask(world(), 'Undated', { parent_task_id: site });
	return { site, saturday, undated };
}

describe('dates of a tree, against an OpenProject that schedules', () => {
	beforeEach(playFreshServer);

	it('stay as they are in the table and in OpenProject: no parent takes its children\'s, no child its parent\'s, no weekend moves (pitfall 16)', async () => {
		const { site, saturday, undated } = await addTree();
		expect(await world().run('full_sync')).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		for (const [id, dueDate] of [[site, '2026-06-30'], [saturday, '2026-06-27'], [undated, null]] as const) {
			expect(await packageOf(world(), id)).toMatchObject({ dueDate, startDate: null });
			expect(await readTask(world(), id)).toMatchObject({ due_date: dueDate });
		}
		expect(await world().run('incremental')).toMatchObject({ written: { local: 0, remote: 0 } });
		await editTask(world(), saturday, { due_date: '2026-07-04' });
		await editTask(world(), site, { due_date: '2026-07-05' });
		expect(await world().run('incremental')).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		expect([(await packageOf(world(), saturday)).dueDate, (await packageOf(world(), site)).dueDate]).toEqual(['2026-07-04', '2026-07-05']);
	});

	it('an edit on a weekend keeps the start date that a person set in OpenProject', async () => {
		const id = await addTask(world(), 'Roof', { due_date: '2026-06-26' });
		await world().run('full_sync');
		world().server.store.update((await packageOf(world(), id)).id, { startDate: '2026-06-22', ignoreNonWorkingDays: false });
		await world().run('incremental');
		await editTask(world(), id, { due_date: '2026-06-28' });
		expect(await world().run('incremental')).toMatchObject({ status: 'done', failures: [] });
		expect(await packageOf(world(), id)).toMatchObject({ startDate: '2026-06-22', dueDate: '2026-06-28' });
	});

	it('what OpenProject works out gives way to the table\'s date, once and with a remark', async () => {
		const { site } = await addTree();
		await world().run('full_sync');
		world().server.store.update((await packageOf(world(), site)).id, { scheduleManually: false });
		expect((await packageOf(world(), site)).dueDate).toBe('2026-06-27');
		const run = await world().run('incremental');
		expect(run).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		expect(run.remarks.join(' ')).toContain('1 date that OpenProject had worked out by itself');
		expect(await packageOf(world(), site)).toMatchObject({ dueDate: '2026-06-30', scheduleManually: true });
		expect(await readTask(world(), site)).toMatchObject({ due_date: '2026-06-30' });
		expect(await world().run('incremental')).toMatchObject({ written: { local: 0, remote: 0 } });
	});

	it('goes into the table where OpenProject is to schedule, and says so', async () => {
		choose({ ...KEEP, scheduling: 'openproject' });
		const { site, undated } = await addTree();
		await world().run('full_sync');
		world().server.store.update((await packageOf(world(), undated)).id, { dueDate: '2026-07-03' });
		const run = await world().run('incremental');
		expect(run.remarks.join(' ')).toContain('1 value that OpenProject works out by itself');
		expect(await readTask(world(), site)).toMatchObject({ due_date: '2026-07-03' });
		expect(await world().run('incremental')).toMatchObject({ written: { local: 0, remote: 0 } });
	});

	it('a parent made in OpenProject is followed by its row, until that is edited in the table', async () => {
		const { store } = world().server;
		const parent = store.create({ subject: 'Made there', scheduleManually: false });
		const child = store.create({ subject: 'Child', parentId: parent.id, dueDate: '2026-06-10' });
		await world().run('full_sync');
		const [row] = await world().sql<{ id: string; due: string }>(`select id, due_date::text as due from tasks where openproject_id = $1`, [parent.id]);
		expect(row?.due).toBe('2026-06-10');
		store.update(child.id, { dueDate: '2026-06-12' });
		expect(await world().run('incremental')).toMatchObject({ status: 'done', conflicts: [] });
		expect(await readTask(world(), row?.id as string)).toMatchObject({ due_date: '2026-06-12' });
		await editTask(world(), row?.id as string, { due_date: '2026-07-01' });
		expect(await world().run('incremental')).toMatchObject({ status: 'done', conflicts: [], failures: [] });
		expect(store.get(parent.id)).toMatchObject({ dueDate: '2026-07-01', scheduleManually: true });
	});
});

describe('dates on non-working days, OpenProject deciding', () => {
	beforeEach(playFreshServer);

	it('move, in the table too, and the run says so', async () => {
		choose({ ...KEEP, nonWorkingDays: 'openproject' });
		const id = await addTask(world(), 'Saturday', { due_date: '2026-06-27' });
		const run = await world().run('full_sync');
		expect(run.remarks.join(' ')).toContain('1 work package had a date moved to a working day');
		expect(await packageOf(world(), id)).toMatchObject({ dueDate: '2026-06-29' });
		expect(await readTask(world(), id)).toMatchObject({ due_date: '2026-06-29' });
	});
});

describe('parents that a first child makes automatic', () => {
	/** Two runs later the date is on both sides, the child is there, and nothing is left to write. */
	async function expectDateAndChild(own: SyncWorld, site: string, remote: number): Promise<void> {
		for (let run = 1; run <= 2; run += 1) await own.run('incremental');
		expect(await readTask(own, site)).toMatchObject({ due_date: '2026-07-11' });
		expect(await packageOf(own, site)).toMatchObject({ dueDate: '2026-07-11', scheduleManually: true });
		expect(own.server.store.list().filter(({ parentId }) => parentId === remote)).toHaveLength(1);
		expect(await own.run('incremental')).toMatchObject({ written: { local: 0, remote: 0 }, failures: [] });
	}

	it.each(['created', 'moved'])('keep the date that somebody gave them while the first child was being %s', async (how) => {
		const own = await createSyncWorld({ version: '17' });
		try {
			const site = await addTask(own, 'Site', { due_date: '2026-06-30' });
			const job = how === 'moved' ? await addTask(own, 'Job') : null;
			await own.run('full_sync');
			const remote = (await packageOf(own, site)).id;
			if (job === null) await addTask(own, 'Job', { parent_task_id: site });
			else await editTask(own, job, { parent_task_id: site });
			// The first that the run asks of the parent itself, and at the latest the first write, comes after it has seen all work packages.
			let hasEdited = false;
			const stop = own.server.onRequest({ before: async ({ method, path }) => {
				if (hasEdited || !(path.endsWith(`/work_packages/${remote}`) || method !== 'GET')) return;
				hasEdited = true;
				own.server.store.update(remote, { dueDate: '2026-07-11', ignoreNonWorkingDays: true });
			} });
			expect(await own.run('incremental')).toMatchObject({ status: 'done', conflicts: [] });
			stop();
			expect(hasEdited).toBe(true);
			expect(await packageOf(own, site)).toMatchObject({ dueDate: '2026-07-11', scheduleManually: true });
			await expectDateAndChild(own, site, remote);
		} finally {
			await own.close();
		}
	});

	it('keep the date that somebody gave them and the table refuses: the child waits until it has been carried', async () => {
		const own = await createSyncWorld({ version: '17' });
		try {
			const site = await addTask(own, 'Site', { due_date: '2026-06-30' });
			await own.run('full_sync');
			const remote = (await packageOf(own, site)).id;
			own.server.store.update(remote, { dueDate: '2026-07-11', ignoreNonWorkingDays: true });
			await own.sql('alter table tasks add constraint june check (due_date < $$2026-07-01$$)');
			await addTask(own, 'Job', { parent_task_id: site });
			expect(await own.run('incremental')).toMatchObject({ failures: [{ fields: ['due'], side: 'local' }] });
			expect(await packageOf(own, site)).toMatchObject({ dueDate: '2026-07-11', scheduleManually: true });
			expect(own.server.store.count).toBe(1);
			await own.sql('alter table tasks drop constraint june');
			await letPausesEnd(own);
			await expectDateAndChild(own, site, remote);
		} finally {
			await own.close();
		}
	});

	it('are put back within the run, however many there are: the next has nothing to write', async () => {
		const own = await createSyncWorld({ version: '17' });
		try {
			const parents = 230;
			await own.sql(`with site as (insert into tasks (task_id_display, task_title, due_date) select 'S' || n, 'Site ' || n, '2026-06-30' from generate_series(1, ${parents}) n returning id, task_id_display)
				insert into tasks (task_id_display, task_title, due_date, parent_task_id) select 'J' || task_id_display, 'Job', '2026-06-24', id from site`);
			expect(await own.run('full_sync')).toMatchObject({ status: 'done', failures: [], remarks: [expect.stringMatching(/^230 dates that OpenProject had worked out/)] });
			expect(own.server.store.list().filter(({ scheduleManually, dueDate }) => !scheduleManually || dueDate === null)).toEqual([]);
			expect(await own.run('incremental')).toMatchObject({ written: { local: 0, remote: 0 } });
			expect(await differencesBetween(own)).toEqual([]);
		} finally {
			await own.close();
		}
	}, 120_000);
});

describe.each(OPENPROJECT_VERSIONS)('a fresh OpenProject %s', (version) => {
	it('a first sync of a tree with due dates on every level moves none of them, in the table or there', async () => {
		const own = await createSyncWorld({ version });
		try {
			const dates = new Map<string, string | null>();
			let above: string[] = [];
			for (const [level, due] of ['2026-06-28', '2026-06-27', '2026-07-04', null].entries()) {
				const ids: string[] = [];
				for (const parent of level === 0 ? [null, null] : above) {
					const id = await addTask(own, `Level ${level} ${dates.size}`, { due_date: due, ...(parent === null ? {} : { parent_task_id: parent }) });
					ids.push(id);
					dates.set(id, due);
				}
				above = ids;
			}
			for (const mode of ['full_sync', 'incremental', 'incremental'] as const) expect(await own.run(mode)).toMatchObject({ status: 'done', failures: [], conflicts: [] });
			expect(await own.run('incremental')).toMatchObject({ written: { local: 0, remote: 0 } });
			for (const [id, due] of dates) {
				expect((await readTask(own, id)).due_date).toBe(due);
				expect((await packageOf(own, id)).dueDate ?? null).toBe(due);
			}
			expect(await differencesBetween(own)).toEqual([]);
		} finally {
			await own.close();
		}
	});
});
