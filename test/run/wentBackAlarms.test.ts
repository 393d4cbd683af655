import { backUpBooks, backUpOpenProject, backUpTable } from '../support/backups';
import type { SyncWorld } from '../support/syncWorld';
import { addTask, taskOf, versionsOf } from './fieldTasks';
import { useWorld } from './flrtsTasks';

/** Six records in step. */
async function inStep(world: SyncWorld): Promise<readonly string[]> {
	const ids: string[] = [];
	for (let number = 0; number < 6; number += 1) ids.push(await addTask(world, { title: `Task ${number}` }));
	await world.run('full_sync');
	await world.run('incremental');
	return ids;
}

describe('E7: what looks like a side that went back, and is none', () => {
	const world = useWorld();

	it.each<[string, (world: SyncWorld, ids: readonly string[]) => void | Promise<unknown>]>([
		['edit times set back by hand', (world, ids) => world.sql(`alter table tasks disable trigger tasks_touch`).then(() => world.sql(`update tasks set updated_at = updated_at - interval '2 days', task_title = task_title || '!' where id = any($1::uuid[])`, [ids.slice(0, 4)]))],
		['times of the last sync emptied to have rows synced again', (world, ids) => world.sql(`update tasks set openproject_last_sync = null, openproject_sync_status = 'pending' where id = any($1::uuid[])`, [ids.slice(0, 4)])],
		['a work package deleted and made again', async (world, ids) => {
			const id = (await taskOf(world, ids[0] as string)).openproject_id as number;
			world.server.store.delete(id);
			world.server.store.create({ subject: 'Task 0' });
		}],
		['the clock of OpenProject set back, and edits there', async (world, ids) => {
			world.server.faults.shiftClock(-3 * 3_600_000);
			for (const id of ids.slice(0, 3)) world.server.store.update((await taskOf(world, id)).openproject_id as number, { subject: 'Edited by an earlier clock' });
		}],
		['a row deleted and entered again under its key', async (world, ids) => {
			await world.sql('create table kept as select * from tasks where id = $1', [ids[0]]);
			await world.sql('delete from tasks where id = $1', [ids[0]]);
			await world.run('incremental', { settings: { guards: { ...world.settings.guards, letThrough: ['mass_delete'] } } });
			await world.sql('insert into tasks select * from kept');
		}],
		['the oldest three rows deleted', (world, ids) => world.sql('delete from tasks where id = any($1::uuid[])', [ids.slice(0, 3)])],
		['a user’s own undo of an edit', async (world, ids) => {
			await world.sql(`update tasks set task_title = 'Mistaken' where id = $1`, [ids[0]]);
			await world.run('incremental');
			await world.sql(`update tasks set task_title = 'Task 0' where id = $1`, [ids[0]]);
		}],
		['another timeline of the server, as after a failover', (world) => world.sql(`update batch_sync.pair set identity = jsonb_set(identity, '{timeline}', '7')`)],
		['another server, as after pg_upgrade', (world) => world.sql(`update batch_sync.pair set identity = jsonb_set(identity, '{system}', '"1"')`)],
	])('%s: the run goes on', async (_name, happen) => {
		const ids = await inStep(world());
		await happen(world(), ids);
		const result = await world().run('incremental');
		expect(result.guards.map(({ guard }) => guard)).not.toContain('went_back');
		const later = await world().run('full_sync', { settings: { guards: { ...world().settings.guards, letThrough: ['mass_delete'] } } });
		expect(later).toMatchObject({ status: 'done', guards: [] });
	});

	it('everything restored together, by a dump, in step: the run compares everything, says why, and goes on', async () => {
		await inStep(world());
		const backups = [await backUpOpenProject(world()), await backUpTable(world()), await backUpBooks(world())];
		for (const backup of backups) await backup.restore();
		const result = await world().run('incremental');
		expect(result).toMatchObject({ status: 'done', guards: [], effectiveMode: 'reconciliation', written: { local: 0, remote: 0 } });
		expect(result.remarks.join(' ')).toMatch(/compared everything/);
		expect(await world().run('incremental')).toMatchObject({ status: 'done', effectiveMode: 'incremental' });
	});

	it('the wrong backup replaced by a newer one: nothing shows any more', async () => {
		const ids = await inStep(world());
		const older = await backUpTable(world());
		await world().sql(`update tasks set task_title = 'Edited' where id = $1`, [ids[0]]);
		await world().run('incremental');
		const newer = await backUpTable(world());
		await older.restore();
		expect(await world().run('incremental')).toMatchObject({ status: 'stopped_by_guard', guards: [{ guard: 'went_back', measured: 1 }] });
		await newer.restore();
		const before = await versionsOf(world());
		expect(await world().run('incremental')).toMatchObject({ status: 'done', guards: [], conflicts: [], written: { local: 0, remote: 0 } });
		expect(await versionsOf(world())).toEqual(before);
	});

	it('without a time of the last sync among the columns, edit times that return show a table that went back', async () => {
		world().configuration = { ...world().configuration, writeBack: { remoteId: 'openproject_id' } };
		const ids = await inStep(world());
		const backup = await backUpTable(world());
		await world().sql(`update tasks set task_title = 'Edited' where id = $1`, [ids[0]]);
		await world().run('incremental');
		await backup.restore();
		const before = await versionsOf(world());
		expect(await world().run('incremental')).toMatchObject({ status: 'stopped_by_guard', guards: [{ guard: 'went_back' }], written: { local: 0, remote: 0 } });
		expect(await versionsOf(world())).toEqual(before);
	});

	it('only new records in the time that was lost: what is missing at once, and newer than all that stayed, shows it', async () => {
		await inStep(world());
		const backup = await backUpOpenProject(world());
		for (let number = 0; number < 3; number += 1) await addTask(world(), { title: `Of the day ${number}` });
		await world().run('incremental');
		await world().run('incremental');
		await backup.restore();
		expect(await world().run('incremental')).toMatchObject({ status: 'stopped_by_guard', guards: expect.arrayContaining([expect.objectContaining({ guard: 'went_back', measured: 3 })]) as unknown });
	});
});
