import type { Database } from '../../src/postgres';
import { systemClock } from '../../src/openproject';
import { runSync } from '../../src/run';
import type { RunResult } from '../../src/run';
import { createSyncWorld } from '../support/syncWorld';
import type { SyncWorld } from '../support/syncWorld';
import { addTask, expectRest, onceAt, remoteIdOf, subjects, taskOf, tasks, withoutGuards } from './fieldTasks';

/** A database as a process sees it that can be frozen: while it is, no transaction of it begins. */
function freezable(inner: Database): Database & { freeze(): void; thaw(): void } {
	let thawed = Promise.resolve();
	let thaw = (): void => undefined;
	return {
		freeze() {
			thawed = new Promise((resolve) => {
				thaw = resolve;
			});
		},
		thaw: () => thaw(),
		async transaction(work, options) {
			await thawed;
			return await inner.transaction(work, options);
		},
		close: () => inner.close(),
	};
}

/** A gate that stands in a request's way until it is opened. */
function gate(): { readonly passed: Promise<void>; open(): void } {
	let open = (): void => undefined;
	const passed = new Promise<void>((resolve) => {
		open = resolve;
	});
	return { passed, open: () => open() };
}

describe('the lease of a pair', () => {
	let world: SyncWorld;

	beforeEach(async () => {
		world = await createSyncWorld();
		world.settings = { ...world.settings, guards: withoutGuards };
	});
	afterEach(async () => {
		await world.close();
	});

	const runOn = (database: Database, startedBy: string): Promise<RunResult> =>
		runSync({ database, remote: world.remotePort(), clock: systemClock(), schema: 'batch_sync' }, world.configuration, world.settings, { mode: 'incremental', trigger: 'test', startedBy }, { allowSetUp: true });

	it('pitfall 21: a run that meets a living one ends as skipped, and says who is at it', async () => {
		// However long a busy machine takes for the second run, the first is alive and its request not overdue.
		world.settings = { ...world.settings, leaseMs: 60_000, requestDeadlineMs: 50_000 };
		const id = await addTask(world, { title: 'One' });
		const hold = gate();
		const reached = gate();
		onceAt(world, 'before', ({ method }) => method === 'POST', async () => {
			reached.open();
			await hold.passed;
		});
		const first = world.run('full_sync', { startedBy: 'the night shift' });
		await reached.passed;
		const second = await world.run('incremental');
		expect(second).toMatchObject({ status: 'skipped', written: { local: 0, remote: 0 } });
		expect(second.message).toContain('the night shift');
		hold.open();
		expect(await first).toMatchObject({ status: 'done' });
		expect(await remoteIdOf(world, id)).toBe(world.server.store.list()[0]?.id);
		expect(await expectRest(world)).toMatchObject({ status: 'done' });
	});

	it('pitfall 21: two runs started at the same moment write everything once', async () => {
		for (let count = 0; count < 20; count += 1) await addTask(world, { title: `Task ${count}` });
		const results = await Promise.all([world.run('full_sync'), world.run('full_sync'), world.run('incremental')]);
		expect(results.map((result) => result.status)).toContain('done');
		expect(world.server.store.list()).toHaveLength(20);
		expect(await tasks(world)).toHaveLength(20);
		await expectRest(world);
	});

	it('pitfall 21: a lease whose holder died is waited for and taken over, without a person', async () => {
		await addTask(world, { title: 'Bystander' });
		await world.run('full_sync');
		const id = await addTask(world, { title: 'Left behind' });
		const dying = freezable(world.database);
		const reached = gate();
		onceAt(world, 'after', ({ method }) => method === 'POST', () => {
			dying.freeze();
			reached.open();
		});
		const dead = runOn(dying, 'a process that dies');
		await reached.passed;
		const result = await world.run('incremental');
		expect(result).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		expect(result.remarks.join(' ')).toContain('took over');
		expect(subjects(world)).toEqual(['Bystander', 'Left behind']);
		expect(await remoteIdOf(world, id)).toBe(world.server.store.list()[1]?.id);
		dying.thaw();
		await expect(dead).rejects.toThrow();
		await expectRest(world);
	});

	it('pitfall 21: a holder that was paused cannot write rows, bases or OpenProject once another has taken over', async () => {
		const id = await addTask(world, { title: 'A', due: '2026-03-03' });
		const other = await addTask(world, { title: 'Other' });
		await world.run('full_sync');
		const [remote, otherRemote] = [await remoteIdOf(world, id), await remoteIdOf(world, other)];
		world.settings = { ...world.settings, batchSize: 1, workers: 1 };
		await world.sql(`update tasks set task_title = 'B' where id = $1`, [id]);
		world.server.store.update(remote, { dueDate: '2026-04-04' });
		await world.sql(`update tasks set task_title = 'Other, first' where id = $1`, [other]);
		const paused = freezable(world.database);
		const reached = gate();
		const hold = gate();
		onceAt(world, 'after', ({ method }) => method === 'PATCH', async () => {
			paused.freeze();
			reached.open();
			await hold.passed;
		});
		const old = runOn(paused, 'a process that pauses');
		await reached.passed;
		// Meanwhile people go on, and the next run takes over and carries all of it.
		await world.sql(`update tasks set task_title = 'B2' where id = $1`, [id]);
		await world.sql(`update tasks set task_title = 'Other, second' where id = $1`, [other]);
		const taken = await world.run('incremental');
		expect(taken).toMatchObject({ status: 'done', conflicts: [] });
		await world.run('incremental');
		const links = await world.sql('select * from batch_sync.link order by id');
		const writes = world.server.requests.writes.length;
		hold.open();
		paused.thaw();
		await expect(old).rejects.toThrow(/another run|taken over|lease/i);
		expect(await world.sql('select * from batch_sync.link order by id')).toEqual(links);
		// The request that was under way when the pause began is the only one it ever sent.
		expect(world.server.requests.writes.length - writes).toBeLessThanOrEqual(1);
		expect(await taskOf(world, id)).toMatchObject({ task_title: 'B2', due: '2026-04-04' });
		expect(world.server.store.get(remote)).toMatchObject({ subject: 'B2', dueDate: '2026-04-04' });
		expect(world.server.store.get(otherRemote)).toMatchObject({ subject: 'Other, second' });
		await expectRest(world);
	});

	it('pitfall 21: taking over waits for a transaction of the former holder that is still open', async () => {
		await addTask(world, { title: 'One' });
		await world.run('full_sync');
		const [pair] = await world.sql<{ id: string; number: string }>('select p.id, f.number from batch_sync.pair p join batch_sync.fence f on f.pair = p.id');
		let isCommitted = false;
		const holding = world.database.transaction(async (tx) => {
			await tx.query({ text: 'select 1 from batch_sync.fence where pair = $1 and number = $2 for share', values: [pair?.id, pair?.number] });
			await new Promise((resolve) => setTimeout(resolve, 800));
			isCommitted = true;
		});
		await new Promise((resolve) => setTimeout(resolve, 100));
		const result = await world.run('incremental');
		expect({ status: result.status, isCommitted }).toEqual({ status: 'done', isCommitted: true });
		await holding;
	});

	it('pitfall 21: a run that fails gives the lease back at once', async () => {
		await addTask(world, { title: 'One' });
		await world.run('full_sync');
		world.server.faults.add({ fault: { kind: 'loginPage' }, method: 'GET', path: /work_packages$/ });
		await expect(world.run('incremental')).rejects.toThrow();
		world.server.faults.clear();
		expect(await world.sql('select * from batch_sync.lease')).toEqual([]);
		expect(await world.run('incremental')).toMatchObject({ status: 'done' });
	});
});
