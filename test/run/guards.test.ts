import { addTask, remoteIdOf, versionsOf } from './fieldTasks';
import { createSyncWorld } from '../support/syncWorld';
import type { SyncWorld } from '../support/syncWorld';

describe('E7: guards act before any effect', () => {
	let world: SyncWorld;
	const ids: string[] = [];
	beforeAll(async () => {
		world = await createSyncWorld();
		for (let number = 1; number <= 30; number += 1) ids.push(await addTask(world, { title: `Guarded ${number}` }));
		await world.run('full_sync');
	});
	afterAll(async () => {
		await world.close();
	});

	it('a mass deletion stops the run with nothing written, names the guard, keeps the links pending, and goes through when told to', async () => {
		const edited = ids[29] as string;
		await world.sql(`delete from tasks where id = any($1::uuid[])`, [ids.slice(0, 4)]);
		await world.sql(`update tasks set task_title = 'Edited meanwhile' where id = $1`, [edited]);
		const before = await versionsOf(world);
		const stopped = await world.run('incremental');
		expect(stopped).toMatchObject({ status: 'stopped_by_guard', written: { local: 0, remote: 0 }, guards: [{ guard: 'mass_delete', measured: 4 }] });
		expect(stopped.message).toContain("let the guard 'mass_delete' through");
		expect(stopped.operations).toHaveLength(5);
		expect(await versionsOf(world)).toEqual(before);
		const through = await world.run('incremental', { settings: { guards: { ...world.settings.guards, letThrough: ['mass_delete'] } } });
		expect(through).toMatchObject({ status: 'done', remote: { deleted: 4, updated: 1 } });
		expect(world.server.store.get(await remoteIdOf(world, edited))?.subject).toBe('Edited meanwhile');
	});

	it('an emptied table deletes nothing, and everything goes on when the rows are back', async () => {
		await world.sql('create table kept as select * from tasks');
		await world.sql('truncate tasks cascade');
		const before = await versionsOf(world);
		const stopped = await world.run('incremental');
		expect(stopped.status).toBe('stopped_by_guard');
		expect(stopped.guards.map((finding) => finding.guard)).toEqual(expect.arrayContaining(['empty_side', 'mass_delete']));
		expect(await versionsOf(world)).toEqual(before);
		await world.sql('insert into tasks select * from kept');
		const back = await world.run('incremental');
		expect(back).toMatchObject({ status: 'done', conflicts: [], failures: [], written: { remote: 0 } });
	});
});
