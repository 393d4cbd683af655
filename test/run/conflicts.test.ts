import { createSyncWorld } from '../support/syncWorld';
import type { SyncWorld } from '../support/syncWorld';
import { addTask, expectRest, remoteIdOf, taskOf, withoutGuards } from './fieldTasks';

interface ConflictRow {
	readonly id: string;
	readonly status: string;
	readonly local: unknown;
	readonly remote: unknown;
	readonly updated_at: string;
	readonly applied_at: string | null;
}

describe('conflicts over several runs', () => {
	let world: SyncWorld;

	beforeEach(async () => {
		world = await createSyncWorld();
		world.settings = { ...world.settings, guards: withoutGuards };
	});
	afterEach(async () => {
		await world.close();
	});

	const conflicts = (): Promise<readonly ConflictRow[]> => world.sql<ConflictRow>('select id, status, local, remote, updated_at::text, applied_at from batch_sync.conflict order by id');

	async function openConflict(): Promise<{ id: string; remote: number }> {
		const id = await addTask(world, { title: 'Base' });
		await addTask(world, { title: 'Bystander' });
		await world.run('full_sync');
		const remote = await remoteIdOf(world, id);
		await world.sql(`update tasks set task_title = 'Mine' where id = $1`, [id]);
		world.server.store.update(remote, { subject: 'Theirs' });
		await world.run('incremental');
		return { id, remote };
	}

	/** What a review page does: the value chosen, the values it was decided on. */
	async function resolve(chosen: string): Promise<void> {
		await world.sql(
			`update batch_sync.conflict set status = 'resolved', decided_on = jsonb_build_object('local', local, 'remote', remote), resolution = jsonb_build_object('chosen', $1::text),
				resolved_by = 'Ada', resolved_at = now() where status = 'pending_review'`,
			[chosen],
		);
	}

	it('pitfall 4: a conflict is raised once, whatever mode runs after it', async () => {
		await openConflict();
		const before = await conflicts();
		expect(before).toMatchObject([{ status: 'pending_review', local: 'Mine', remote: 'Theirs' }]);
		for (const mode of ['incremental', 'full_sync', 'reconciliation', 'incremental'] as const) expect((await world.run(mode)).conflictCount).toBe(1);
		expect(await conflicts()).toEqual(before);
	});

	it('pitfall 4: other fields of a record in conflict go on flowing, and the conflict follows the values', async () => {
		const { id, remote } = await openConflict();
		await world.sql(`update tasks set due_date = '2026-05-05' where id = $1`, [id]);
		world.server.store.update(remote, { description: 'Bring ladders' });
		world.server.store.update(remote, { subject: 'Theirs, again' });
		await world.run('incremental');
		expect(world.server.store.get(remote)).toMatchObject({ subject: 'Theirs, again', dueDate: '2026-05-05' });
		expect(await taskOf(world, id)).toMatchObject({ task_title: 'Mine', task_description_detailed: 'Bring ladders' });
		expect(await conflicts()).toMatchObject([{ status: 'pending_review', local: 'Mine', remote: 'Theirs, again' }]);
	});

	it('pitfall 4: a conflict closes by itself when both sides come to agree', async () => {
		const { id } = await openConflict();
		await world.sql(`update tasks set task_title = 'Theirs' where id = $1`, [id]);
		const result = await world.run('incremental');
		expect(result.conflictCount).toBe(0);
		expect((await conflicts()).map((one) => one.status)).toEqual(['superseded']);
		await expectRest(world);
	});

	it.each(['Mine', 'Theirs', 'A third wording'])("pitfall 4: a resolution given days later is carried out by an incremental run ('%s')", async (chosen) => {
		const { id, remote } = await openConflict();
		await world.run('incremental');
		await resolve(chosen);
		const result = await world.run('incremental');
		expect(result).toMatchObject({ status: 'done', conflictCount: 0, failureCount: 0 });
		expect((await taskOf(world, id)).task_title).toBe(chosen);
		expect(world.server.store.get(remote)?.subject).toBe(chosen);
		const [row] = await conflicts();
		expect(row).toMatchObject({ status: 'resolved' });
		expect(row?.applied_at).not.toBeNull();
		await expectRest(world);
	});

	it('pitfall 23: a resolution given on values that have moved since is not carried out; a new conflict is', async () => {
		const { id, remote } = await openConflict();
		await resolve('Theirs');
		await world.sql(`update tasks set task_title = 'Mine, better' where id = $1`, [id]);
		const result = await world.run('incremental');
		expect(result.conflicts).toMatchObject([{ local: 'Mine, better', remote: 'Theirs' }]);
		expect((await taskOf(world, id)).task_title).toBe('Mine, better');
		expect(world.server.store.get(remote)?.subject).toBe('Theirs');
		await world.run('incremental');
		expect((await conflicts()).map((one) => one.status)).toEqual(['superseded', 'pending_review']);
	});

	it('pitfall 4: a resolution towards a side that is not written waits, and counts once it is carried out', async () => {
		const { id, remote } = await openConflict();
		await resolve('Mine');
		const oneWay = { ...world.configuration, direction: 'to_local' as const };
		await world.run('incremental', { configuration: oneWay });
		expect(world.server.store.get(remote)?.subject).toBe('Theirs');
		expect(await conflicts()).toMatchObject([{ status: 'resolved', applied_at: null }]);
		await world.run('incremental');
		expect(world.server.store.get(remote)?.subject).toBe('Mine');
		expect((await taskOf(world, id)).task_title).toBe('Mine');
		expect((await conflicts())[0]?.applied_at).not.toBeNull();
	});

	it('pitfall 4: a person decides a deletion against an edit, either way', async () => {
		world.configuration = { ...world.configuration, deletePolicy: { ...world.configuration.deletePolicy, versusUpdate: 'manual' } };
		const [kept, dropped] = [await addTask(world, { title: 'Keep me' }), await addTask(world, { title: 'Drop me' })];
		await addTask(world, { title: 'Bystander' });
		await world.run('full_sync');
		const [keptRemote, droppedRemote] = [await remoteIdOf(world, kept), await remoteIdOf(world, dropped)];
		await world.sql('delete from tasks where id = any($1)', [[kept, dropped]]);
		world.server.store.update(keptRemote, { subject: 'Keep me, edited' });
		world.server.store.update(droppedRemote, { subject: 'Drop me, edited' });
		const found = await world.run('incremental');
		expect(found.conflicts.map((one) => one.kind)).toEqual(['delete_versus_update', 'delete_versus_update']);
		expect(world.server.store.get(droppedRemote)?.status).toBe('New');
		for (const [remote, chosen] of [[keptRemote, 'keep'], [droppedRemote, 'delete']] as const) {
			await world.sql(
				`update batch_sync.conflict c set status = 'resolved', decided_on = jsonb_build_object('local', c.local, 'remote', c.remote), resolution = jsonb_build_object('chosen', $2::text), resolved_by = 'Ada', resolved_at = now()
				from batch_sync.link l where l.id = c.link and l.remote_id = $1 and c.status = 'pending_review'`,
				[remote, chosen],
			);
		}
		const result = await world.run('incremental');
		expect(result).toMatchObject({ status: 'done', conflictCount: 0 });
		expect(world.server.store.get(droppedRemote)?.status).toBe('Rejected');
		expect(await world.sql('select task_title, openproject_id from tasks order by task_title')).toMatchObject([{ task_title: 'Bystander' }, { task_title: 'Keep me, edited', openproject_id: keptRemote }]);
		expect((await conflicts()).every((one) => one.applied_at !== null)).toBe(true);
		await expectRest(world);
	});
});

describe('newest_wins', () => {
	let world: SyncWorld;

	beforeEach(async () => {
		world = await createSyncWorld();
		world.settings = { ...world.settings, guards: withoutGuards };
		await world.sql('alter table tasks disable trigger tasks_touch');
	});
	afterEach(async () => {
		await world.close();
	});

	const minutesAgo = async (minutes: number, act: () => void): Promise<void> => {
		world.server.faults.shiftClock(-minutes * 60_000);
		act();
		world.server.faults.shiftClock(minutes * 60_000);
	};

	/** A link made an hour ago by OpenProject's clock. */
	async function linked(): Promise<{ id: string; remote: number }> {
		const id = await addTask(world, { title: 'Survey', priority: 'Medium' });
		world.server.faults.shiftClock(-3_600_000);
		await world.run('full_sync');
		world.server.faults.shiftClock(3_600_000);
		return { id, remote: await remoteIdOf(world, id) };
	}

	const editHere = (id: string, priority: string, minutes: number): Promise<unknown> =>
		world.sql(`update tasks set priority = $2, updated_at = now() - make_interval(mins => $3) where id = $1`, [id, priority, minutes]);

	it('pitfall 22: a comment made later does not make the older remote edit the newest', async () => {
		const { id, remote } = await linked();
		await minutesAgo(9, () => void world.server.store.update(remote, { priority: 'Low' }));
		await editHere(id, 'High', 5);
		world.server.store.comment(remote, 'On my way');
		const result = await world.run('incremental');
		expect(result.conflicts).toEqual([]);
		expect(world.server.store.get(remote)?.priority).toBe('High');
		expect((await taskOf(world, id)).priority).toBe('High');
		await expectRest(world);
	});

	it('pitfall 22: the newer remote edit wins over an older row, and the value that lost is kept', async () => {
		const { id, remote } = await linked();
		await editHere(id, 'High', 9);
		await minutesAgo(5, () => void world.server.store.update(remote, { priority: 'Low' }));
		await world.run('incremental');
		expect((await taskOf(world, id)).priority).toBe('Low');
		const [kept] = await world.sql<{ resolution: { lost: unknown } }>('select resolution from batch_sync.conflict');
		expect(JSON.stringify(kept?.resolution.lost)).toContain('High');
	});

	it('pitfall 22: edits within two minutes are a tie and go to a person', async () => {
		const { id, remote } = await linked();
		await editHere(id, 'High', 1);
		world.server.store.update(remote, { priority: 'Low' });
		expect((await world.run('incremental')).conflicts).toMatchObject([{ field: 'priority' }]);
	});

	it("pitfall 22: times are compared by one clock, though OpenProject's is an hour ahead", async () => {
		const { id, remote } = await linked();
		world.server.faults.shiftClock(3_600_000);
		await minutesAgo(6, () => void world.server.store.update(remote, { priority: 'Low' }));
		await editHere(id, 'High', 1);
		const result = await world.run('incremental');
		expect(result.conflicts).toEqual([]);
		expect(world.server.store.get(remote)?.priority).toBe('High');
	});

	it("pitfall 22: our own write-back does not make the row the newest", async () => {
		await world.sql('alter table tasks enable trigger tasks_touch');
		const { id, remote } = await linked();
		// A conflict of another field is written back into the row, whose trigger then moves updated_at.
		await world.sql(`update tasks set task_title = 'Mine' where id = $1`, [id]);
		world.server.store.update(remote, { subject: 'Theirs' });
		await world.run('incremental');
		expect((await taskOf(world, id)).openproject_sync_status).toBe('conflict');
		const [edited] = await world.sql<{ same: boolean }>(
			`select l.local_edited_at < t.updated_at as same from batch_sync.link l join tasks t on l.local_key = jsonb_build_array(t.id::text)::text where t.id = $1`, [id]);
		expect(edited?.same).toBe(true);
		await expectRest(world);
	});
});
