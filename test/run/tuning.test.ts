import { openProjectRemote } from '../../src/openproject';
import { compileMapping } from '../../src/mapping';
import { fetchHttp } from '../../src/openproject';
import type { RunSettings } from '../../src/run';
import { differencesBetween } from '../support/compareFlrts';
import { createSyncWorld, fastClock } from '../support/syncWorld';
import type { SyncWorld } from '../support/syncWorld';
import { addTask, editTask, packageOf } from './flrtsTasks';

/** Both sides without what depends on order: ids and times. */
async function outcome(world: SyncWorld): Promise<unknown> {
	const rows = await world.sql(
		`select t.task_title, t.status::text, t.priority, t.due_date::text, t.task_description_detailed, p.task_title as parent, t.openproject_sync_status from tasks t left join tasks p on p.id = t.parent_task_id order by 1`,
	);
	const packages = world.server.store.list();
	const subjectOf = new Map(packages.map((one) => [one.id, one.subject]));
	const remotes = packages.map(({ subject, status, priority, dueDate, description, parentId }) => ({ subject, status, priority, dueDate, description, parent: parentId === null ? null : subjectOf.get(parentId) }));
	return { rows, remotes: remotes.sort((a, b) => (a.subject < b.subject ? -1 : 1)) };
}

/** The same history under given settings: a tree both ways, edits on both sides, a conflict, a refusal, a deletion. */
async function history(settings: Partial<RunSettings>, pageSize: number): Promise<unknown> {
	const world = await createSyncWorld({ version: '15.4' });
	try {
		const { configuration } = world;
		const remote = (): ReturnType<SyncWorld['remotePort']> =>
			openProjectRemote({
				http: fetchHttp({ baseUrl: world.server.url, apiKey: world.server.apiKey }), clock: fastClock(), baseUrl: world.server.url, scope: configuration.remote, pageSize,
				properties: compileMapping(configuration.fields, { policies: configuration.policies }).remoteProperties, requestDeadlineMs: world.settings.requestDeadlineMs,
			});
		const run = (mode: 'full_sync' | 'incremental'): Promise<unknown> => world.run(mode, { settings: { ...settings, guards: { ...world.settings.guards, letThrough: ['both_populated', 'mass_delete', 'mass_change'] } }, remote: remote() });
		const ids: string[] = [];
		for (let n = 1; n <= 24; n += 1) ids.push(await addTask(world, `T ${String(n).padStart(2, '0')}`, n > 6 ? { parent_task_id: ids[n % 6] } : {}));
		const epic = world.server.store.create({ subject: 'R epic' });
		for (let n = 1; n <= 5; n += 1) world.server.store.create({ subject: `R step ${n}`, parentId: epic.id });
		world.server.store.forbidTransition({ from: 'New', to: 'Closed' });
		await run('full_sync');
		await editTask(world, ids[0] as string, { task_title: 'T 01, edited here' });
		world.server.store.update((await packageOf(world, ids[1] as string)).id, { description: 'Edited there', dueDate: '2026-08-08' });
		await editTask(world, ids[2] as string, { task_title: 'T 03, mine' });
		world.server.store.update((await packageOf(world, ids[2] as string)).id, { subject: 'T 03, theirs' });
		await editTask(world, ids[3] as string, { status: 'Done', due_date: '2026-09-09' });
		await editTask(world, ids[10] as string, { parent_task_id: ids[11] });
		await world.sql('delete from tasks where id = $1', [ids[20]]);
		world.server.store.update(epic.id, { parentId: (await packageOf(world, ids[5] as string)).id });
		await run('incremental');
		const last = await run('incremental');
		expect(last).toMatchObject({ written: { local: 0, remote: 0 }, conflictCount: 1, failureCount: 1 });
		expect((await differencesBetween(world)).map((one) => one.replace(/[0-9a-f-]{36}/, 'a row'))).toEqual(["subject of a row: 'T 03, mine' and 'T 03, theirs'", 'status of a row: Done and New']);
		return await outcome(world);
	} finally {
		await world.close();
	}
}

describe('batch size, workers and page size', () => {
	it('E14: change how long a sync takes, not what comes of it', async () => {
		const usual = await history({ batchSize: 50, workers: 3 }, 200);
		expect(await history({ batchSize: 1, workers: 1 }, 1)).toEqual(usual);
		expect(await history({ batchSize: 7, workers: 10 }, 7)).toEqual(usual);
	}, 90_000);
});
