import { connectionFromUrl, openDatabase } from '../../src/postgres';
import { isPausing, LONGEST_PAUSE_MS } from '../../src/plan/pauseAfter';
import { breaksInTheChain } from '../support/auditChain';
import { differencesBetween } from '../support/compareFlrts';
import { leastPrivilege } from '../support/leastPrivilege';
import type { SyncWorld } from '../support/syncWorld';
import { runWith } from './anyRun';
import { addTask, addTasks, editTask, letting, readTask, useWorld } from './flrtsTasks';

const world = useWorld();
const everything = letting('mass_delete', 'mass_change', 'both_populated', 'empty_side');

/** What the engine simulator found, each as the shortest way to it (docs/decisions/0005-proof.md). */
async function asRunner(given: SyncWorld, work: (database: Awaited<ReturnType<typeof openDatabase>>) => Promise<void>): Promise<void> {
	const role = `runner_${given.databaseUrl.slice(-8)}`;
	await given.run('full_sync');
	await given.sql(`create role ${role} login password '${role}'`);
	for (const statement of leastPrivilege({ role })) await given.sql(statement);
	const url = new URL(given.databaseUrl);
	Object.assign(url, { username: role, password: role });
	const database = await openDatabase(connectionFromUrl(url.href));
	try {
		await work(database);
	} finally {
		await database.close();
		await given.sql(`drop owned by ${role}`);
		await given.sql(`drop role ${role}`);
	}
}

const remoteIdOf = async (id: string): Promise<number> => (await readTask(world(), id)).openproject_id as number;

describe('row-level security', () => {
	it('E6: switched on while a run goes on deletes nothing', async () => {
		await addTasks(world(), 3);
		await asRunner(world(), async (database) => {
			const stop = world().server.onRequest({ before: async ({ path }) => { if (path === '/api/v3/users/me') await world().sql('alter table tasks enable row level security'); } });
			const result = await runWith(world(), { database, letThrough: ['mass_delete', 'mass_change', 'both_populated', 'empty_side'] });
			stop();
			expect(result).toMatchObject({ written: { remote: 0 }, plan: { remote: { delete: 0 } } });
			expect(world().server.store.list().map(({ status }) => status)).toEqual(['New', 'New', 'New']);
		});
	});

	it('E10: an edit made while it hid the row is seen once it no longer does, in a table that is narrowed too', async () => {
		const [id = ''] = await addTasks(world(), 2);
		world().settings = { ...world().settings, narrowFromRows: 0 };
		await asRunner(world(), async (database) => {
			await world().run('incremental');
			await world().sql('alter table tasks enable row level security');
			await editTask(world(), id, { task_title: 'Edited while hidden' });
			await runWith(world(), { database, mode: 'incremental', letThrough: ['empty_side'] });
			await world().sql('alter table tasks disable row level security');
			await runWith(world(), { database, mode: 'incremental' });
			expect(world().server.store.get(await remoteIdOf(id))?.subject).toBe('Edited while hidden');
		});
	});
});

describe("the database's clock set back", () => {
	it('E11: a lease that seems to last for days is taken over once its holder has been silent for as long as it is', async () => {
		await addTasks(world(), 1);
		const { run } = await world().run('full_sync');
		await world().sql(
			`insert into batch_sync.lease (pair, run, holder, fence, acquired_at, heartbeat_at, expires_at, heartbeat_ms)
			select pair, id, 'a process that died', 1, clock_timestamp(), clock_timestamp() + interval '2 days', clock_timestamp() + interval '2 days 300 milliseconds', 100 from batch_sync.run where id = $1`, [run]);
		expect(await world().run('incremental')).toMatchObject({ status: 'done' });
	});

	it('E11: a pause that would be longer than the longest is over', () => {
		const now = Date.UTC(2027, 0, 1);
		expect(isPausing(new Date(now + LONGEST_PAUSE_MS).toISOString(), now)).toBe(true);
		expect(isPausing(new Date(now + LONGEST_PAUSE_MS + 1).toISOString(), now)).toBe(false);
		expect(isPausing(new Date(now).toISOString(), now)).toBe(false);
	});

	it('E17: operations settled after it are folded after those before', async () => {
		const [id = ''] = await addTasks(world(), 1);
		await world().run('full_sync');
		await editTask(world(), id, { task_title: 'First' });
		await world().run('incremental');
		await world().sql(`update batch_sync.operation set finished_at = finished_at + interval '2 days'`);
		await editTask(world(), id, { task_title: 'Second' });
		await world().run('incremental');
		await editTask(world(), id, { task_title: 'Third' });
		const { run } = await world().run('incremental');
		expect(await breaksInTheChain(world())).toEqual([]);
		await world().run('incremental', { task: { kind: 'undo', run } });
		expect(world().server.store.get(await remoteIdOf(id))?.subject).toBe('Second');
		await world().run('incremental', { task: { kind: 'release', how: 'take_up', run: null, records: [] } });
		await editTask(world(), id, { task_title: 'After the undo' });
		expect(await world().run('incremental')).toMatchObject({ status: 'done', conflicts: [] });
		expect(world().server.store.get(await remoteIdOf(id))?.subject).toBe('After the undo');
	});
});

it('E17: what a link agrees on beside a write whose fate is open is in the audit trail, whatever becomes of the write', async () => {
	const [id = ''] = await addTasks(world(), 1);
	await world().run('full_sync');
	const remote = await remoteIdOf(id);
	await editTask(world(), id, { task_title: 'From here' });
	world().server.store.update(remote, { description: 'From there' });
	const disarm = world().server.faults.add({ method: 'PATCH', fault: { kind: 'resetBeforeEffect' } });
	await world().run('incremental');
	disarm();
	expect(await readTask(world(), id)).toMatchObject({ task_description_detailed: 'From there' });
	await editTask(world(), id, { task_title: 'From here, again' });
	expect(await world().run('incremental')).toMatchObject({ status: 'done', conflicts: [] });
	expect(await differencesBetween(world())).toEqual([]);
	expect(await breaksInTheChain(world())).toEqual([]);
});

it('M5: an edit that loses against a deletion, as the pair wants it, is kept in a conflict', async () => {
	const id = await addTask(world(), 'Survey');
	await addTasks(world(), 5);
	const configuration = { ...world().configuration, deletePolicy: { ...world().configuration.deletePolicy, versusUpdate: 'delete_wins' as const } };
	await world().run('full_sync', { configuration });
	const remote = await remoteIdOf(id);
	world().server.store.update(remote, { subject: 'Survey, edited there' });
	await world().sql('delete from tasks where id = $1', [id]);
	expect(await world().run('incremental', { configuration, ...everything })).toMatchObject({ status: 'done' });
	expect(world().server.store.get(remote)).toMatchObject({ status: 'Rejected' });
	expect(JSON.stringify(await world().sql('select resolution, resolved_by from batch_sync.conflict'))).toMatch(/Survey, edited there.*delete_wins|delete_wins.*Survey, edited there/);
});

it('E1: a work package that was out of sight during a resync goes on when it shows itself', async () => {
	const [id = ''] = await addTasks(world(), 3);
	await world().run('full_sync');
	const remote = await remoteIdOf(id);
	world().server.store.hide(remote);
	await world().run('full_sync', { ...everything, task: { kind: 'resync' } });
	await world().run('incremental', everything);
	world().server.store.show(remote);
	await world().run('incremental', everything);
	await editTask(world(), id, { task_title: 'Edited since' });
	await world().run('incremental', everything);
	expect(world().server.store.get(remote)?.subject).toBe('Edited since');
	expect(await differencesBetween(world())).toEqual([]);
});

it('E7: the guard of an empty side is let through once, not for ever', async () => {
	await addTasks(world(), 3);
	await world().run('full_sync');
	for (const { id } of world().server.store.list()) world().server.store.delete(id);
	// Absence is believed at the second sighting.
	for (let look = 0; look < 3; look += 1) await world().run('incremental', everything);
	expect(await world().run('incremental')).toMatchObject({ status: 'done', guards: [] });
});

it('M5: what a write decided over is kept in a conflict although its answer was lost', async () => {
	const [id = ''] = await addTasks(world(), 2);
	await world().run('full_sync');
	const remote = await remoteIdOf(id);
	const configuration = { ...world().configuration, fields: world().configuration.fields.map((field) => ({ ...field, policies: [{ kind: 'local_wins' as const }] })) };
	await world().run('incremental', { configuration });
	await editTask(world(), id, { task_title: 'Mine' });
	world().server.store.update(remote, { subject: 'Theirs' });
	const disarm = [
		world().server.faults.add({ method: 'PATCH', fault: { kind: 'resetAfterEffect' } }),
		world().server.faults.add({ method: 'GET', path: /work_packages\/\d+$/, fault: { kind: 'resetBeforeEffect' } }),
	];
	await world().run('incremental', { configuration });
	disarm.forEach((one) => one());
	expect(world().server.store.get(remote)?.subject).toBe('Mine');
	await world().run('incremental', { configuration });
	const kept = await world().sql('select field, status, resolution, resolved_by from batch_sync.conflict');
	expect(kept).toMatchObject([{ field: 'subject', status: 'resolved', resolved_by: 'policy:local_wins', resolution: { chosen: 'Mine', lost: [{ side: 'remote', value: 'Theirs' }] } }]);
	expect(await world().run('incremental', { configuration })).toMatchObject({ status: 'done', written: { local: 0, remote: 0 } });
	expect(await breaksInTheChain(world())).toEqual([]);
});

describe("a create whose answer was lost is found however far OpenProject's clock is behind", () => {
	const setBack = (): void => world().server.faults.shiftClock(-4 * 3_600_000);

	async function createOnce(): Promise<void> {
		const [id = ''] = await addTasks(world(), 1);
		world().server.faults.next({ kind: 'resetAfterEffect' }, { method: 'POST', path: /work_packages$/ });
		await world().run('full_sync');
		// Does not look at the other records: what recovery does not find is made again.
		await world().run('delta_sync', { ids: [id] });
		await world().run('incremental');
		expect(world().server.store.list()).toHaveLength(1);
		expect(await world().sql('select openproject_id from tasks')).toEqual([{ openproject_id: world().server.store.list()[0]?.id }]);
	}

	it('E4: with a key field, also where it is set back in the middle of the run', async () => {
		const stop = world().server.onRequest({ before: ({ method }) => { if (method === 'POST') setBack(); } });
		await createOnce();
		stop();
	});

	it('E4: without a key field', async () => {
		world().configuration = { ...world().configuration, remote: { ...world().configuration.remote, provenanceField: null } };
		setBack();
		await createOnce();
	});
});
