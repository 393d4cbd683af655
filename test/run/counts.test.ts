import type { SideCounts } from '../../src/run';
import { addTask, addTasks, editTask, letting, packageOf, useWorld, versionsOf } from './flrtsTasks';

const world = useWorld();

const sumOf = ({ seen: _seen, ...buckets }: SideCounts): number => Object.values(buckets).reduce((sum, count) => sum + count, 0);

/** Everything that can happen to a record, once or twice each. */
async function makeAMess(): Promise<void> {
	const ids = await addTasks(world(), 20);
	await world().run('full_sync');
	const { store } = world().server;
	const remote = async (index: number): Promise<number> => (await packageOf(world(), ids[index] as string)).id;
	store.forbidTransition({ from: 'New', to: 'Closed' });
	await editTask(world(), ids[0] as string, { task_title: 'Edited here' });
	store.update(await remote(1), { subject: 'Edited there' });
	await editTask(world(), ids[2] as string, { task_title: 'Here' });
	store.update(await remote(2), { description: 'There' });
	await editTask(world(), ids[3] as string, { task_title: 'Mine' });
	store.update(await remote(3), { subject: 'Theirs' });
	await editTask(world(), ids[4] as string, { status: 'Done', task_title: 'Refused in part' });
	await editTask(world(), ids[5] as string, { priority: 'No such priority' });
	store.move(await remote(6), 'head-office');
	store.hide(await remote(7));
	const [person] = await world().sql<{ id: string }>(`insert into personnel (full_name) values ('Not mapped') returning id`);
	await editTask(world(), ids[8] as string, { assigned_to_user_id: person?.id });
	await world().sql('delete from tasks where id = $1', [ids[9]]);
	await addTask(world(), 'Added here');
	store.create({ subject: 'Added there' });
	await addTask(world(), 'Not carried', { priority: 'Nor this' });
	await editTask(world(), ids[10] as string, { task_title: 'Same' });
	store.update(await remote(10), { subject: 'Same' });
}

describe('the counts of a run', () => {
	it('pitfall 29, E19: in a messy run every record is in one bucket of each side, and the buckets add up to what is there', async () => {
		await makeAMess();
		const result = await world().run('incremental', letting('mass_delete'));
		expect(result.status).toBe('done');
		expect(sumOf(result.local)).toBe(result.local.seen);
		expect(sumOf(result.remote)).toBe(result.remote.seen);
		const [rows] = await world().sql<{ n: number }>('select count(*)::int as n from tasks');
		// The deleted row is seen as deleted.
		expect(result.local.seen).toBe((rows?.n ?? 0) + 1);
		// The row that could not be carried has no work package; hidden and moved ones are still told about.
		expect(result.remote.seen).toBe(world().server.store.count);
		expect(result.local).toEqual({ seen: 23, unchanged: 12, created: 1, updated: 2, deleted: 1, conflicted: 1, held: 2, skipped: 1, failed: 3 });
		expect(result.remote).toMatchObject({ created: 1, deleted: 1, conflicted: 1, held: 2 });
		expect(result.failureCount).toBe(result.failures.length);
		expect(result.conflictCount).toBe(result.conflicts.length);
	});

	it('pitfall 30, E2: after a messy run the next one writes nothing to tables or OpenProject', async () => {
		await makeAMess();
		await world().run('incremental', letting('mass_delete'));
		const before = await versionsOf(world());
		world().server.requests.clear();
		expect(await world().run('incremental')).toMatchObject({ status: 'done', written: { local: 0, remote: 0 } });
		expect(await world().run('reconciliation')).toMatchObject({ status: 'done', written: { local: 0, remote: 0 } });
		expect(await world().run('full_sync')).toMatchObject({ status: 'done', written: { local: 0, remote: 0 } });
		expect(await versionsOf(world())).toEqual(before);
		expect(world().server.requests.writes).toEqual([]);
	});

	it('pitfall 29: counts are stored with the run and add up in every status', async () => {
		await makeAMess();
		for (const more of [{ preview: true }, letting('mass_delete'), {}]) {
			const result = await world().run('incremental', more);
			expect(sumOf(result.local)).toBe(result.local.seen);
			expect(sumOf(result.remote)).toBe(result.remote.seen);
			expect(await world().sql('select counts from batch_sync.run where id = $1', [result.run])).toMatchObject([{ counts: { local: result.local, remote: result.remote } }]);
		}
	});
});
