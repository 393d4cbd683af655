import { Client } from 'pg';
import { compileMapping } from '../../src/mapping';
import { connectionFromUrl, openDatabase } from '../../src/postgres';
import { runSync } from '../../src/run';
import { fetchHttp, openProjectRemote, systemClock } from '../../src/openproject';
import { startOpenProject } from '../../sandbox/openproject';
import { createSyncWorld, fastClock } from '../support/syncWorld';
import type { SyncWorld } from '../support/syncWorld';
import { addTask, expectRest, remoteIdOf, subjects, taskOf, tasks, withoutGuards } from './fieldTasks';

const HOUR_MS = 3_600_000;

describe('changes that times do not tell of', () => {
	let world: SyncWorld;

	beforeEach(async () => {
		world = await createSyncWorld();
		world.settings = { ...world.settings, guards: withoutGuards, overlapMs: 0 };
	});
	afterEach(async () => {
		await world.close();
	});

	async function openTransaction(): Promise<Client> {
		const client = new Client({ connectionString: world.databaseUrl });
		await client.connect();
		await client.query('begin');
		return client;
	}

	it('pitfall 11: rows committed late by a transaction that was open during a run are carried by the next', async () => {
		const id = await addTask(world, { title: 'Old' });
		await world.run('full_sync');
		const client = await openTransaction();
		try {
			await client.query(`update tasks set task_title = 'Committed late', updated_at = now() - interval '1 hour' where id = $1`, [id]);
			await client.query(`insert into tasks (task_id_display, task_title, updated_at, created_at) values ('L-1', 'Inserted late', now() - interval '1 hour', now() - interval '1 hour')`);
			await world.run('incremental');
			const other = await addTask(world, { title: 'Committed meanwhile' });
			await world.run('incremental');
			expect((await taskOf(world, other)).openproject_id).not.toBeNull();
			expect(subjects(world)).toEqual(['Committed meanwhile', 'Old']);
			await client.query('commit');
		} finally {
			await client.end();
		}
		await world.run('incremental');
		expect(subjects(world)).toEqual(['Committed late', 'Committed meanwhile', 'Inserted late']);
		await expectRest(world);
	});

	it('pitfall 11: a row another transaction is editing while the sync wants to write it keeps both edits', async () => {
		const id = await addTask(world, { title: 'Shared' });
		await world.run('full_sync');
		const remote = await remoteIdOf(world, id);
		world.server.store.update(remote, { dueDate: '2026-03-03' });
		const client = await openTransaction();
		try {
			await client.query(`update tasks set task_title = 'Edited in a long transaction' where id = $1`, [id]);
			const running = world.run('incremental');
			await new Promise((resolve) => setTimeout(resolve, 700));
			await client.query('commit');
			await running;
		} finally {
			await client.end();
		}
		await world.run('incremental');
		expect(await taskOf(world, id)).toMatchObject({ task_title: 'Edited in a long transaction', due: '2026-03-03' });
		expect(world.server.store.get(remote)).toMatchObject({ subject: 'Edited in a long transaction', dueDate: '2026-03-03' });
		await expectRest(world);
	});

	it('pitfall 11: a row whose updated_at stands still, or goes back, is carried all the same', async () => {
		await world.sql('alter table tasks disable trigger tasks_touch');
		const [one, two] = [await addTask(world, { title: 'One' }), await addTask(world, { title: 'Two' })];
		await world.run('full_sync');
		await world.sql(`update tasks set task_title = 'One, edited' where id = $1`, [one]);
		await world.sql(`update tasks set task_title = 'Two, edited', updated_at = '2001-01-01' where id = $1`, [two]);
		await world.run('incremental');
		expect(subjects(world)).toEqual(['One, edited', 'Two, edited']);
		await expectRest(world);
	});

	it("pitfall 11: edits made after OpenProject's clock was set back are carried by an incremental run", async () => {
		const id = await addTask(world, { title: 'Old' });
		await world.run('full_sync');
		const remote = await remoteIdOf(world, id);
		world.server.faults.shiftClock(-24 * HOUR_MS);
		world.server.store.update(remote, { subject: 'Edited yesterday, says the clock' });
		const result = await world.run('incremental');
		expect(result.effectiveMode).toBe('reconciliation');
		expect(result.remarks.join(' ')).toContain('clock went backwards');
		expect((await taskOf(world, id)).task_title).toBe('Edited yesterday, says the clock');
		world.server.store.update(remote, { subject: 'And again' });
		expect((await world.run('incremental')).effectiveMode).toBe('incremental');
		expect((await taskOf(world, id)).task_title).toBe('And again');
	});

	it.each(['all of OpenProject', 'one of several app servers'])('pitfall 11: edits made after the clock of %s was ahead for a while are carried', async (whose) => {
		const id = await addTask(world, { title: 'Old' });
		await world.run('full_sync');
		const remote = await remoteIdOf(world, id);
		world.server.faults.shiftClock(48 * HOUR_MS);
		world.server.store.update(remote, { subject: 'From the future' });
		if (whose === 'one of several app servers') world.server.faults.resetClock();
		await world.run('incremental');
		world.server.faults.resetClock();
		world.server.store.update(remote, { subject: 'From the present' });
		await world.run('incremental');
		expect((await taskOf(world, id)).task_title).toBe('From the present');
		await expectRest(world);
	});

	it('pitfall 11: an edit with the very time of the watermark is not left out', async () => {
		const id = await addTask(world, { title: 'Old' });
		await world.run('full_sync');
		const remote = await remoteIdOf(world, id);
		world.server.store.update(remote, { subject: 'First' });
		await world.run('incremental');
		const [cursor] = await world.sql<{ watermark: string }>('select watermark from batch_sync.cursor');
		const watermarkMs = Date.parse(cursor?.watermark ?? '');
		// The clock may tick between setting it and the edit: set it again until the times are equal.
		for (let attempt = 1; attempt <= 50; attempt += 1) {
			world.server.faults.resetClock();
			world.server.faults.shiftClock(watermarkMs - Date.now());
			world.server.store.update(remote, { subject: `At the watermark, attempt ${attempt}` });
			if (Date.parse(world.server.store.get(remote)?.updatedAt ?? '') === watermarkMs) break;
		}
		world.server.faults.resetClock();
		expect(Date.parse(world.server.store.get(remote)?.updatedAt ?? '')).toBe(watermarkMs);
		await world.run('incremental');
		expect((await taskOf(world, id)).task_title).toContain('At the watermark');
	});

	/** Long enough ago that no window of an incremental run comes to it: those begin at a full second of OpenProject's clock. */
	function createAnHourAgo(subject: string): number {
		world.server.faults.shiftClock(-HOUR_MS);
		const { id } = world.server.store.create({ subject });
		world.server.faults.resetClock();
		return id;
	}

	it('pitfall 17: what incremental runs cannot see is found when the last complete comparison is a day old', async () => {
		const id = await addTask(world, { title: 'Old' });
		const later = await addTask(world, { title: 'Later' });
		await world.run('full_sync');
		const remote = await remoteIdOf(world, id);
		// Nobody has touched it for two hours: an incremental listing does not come to it, and need not show it.
		world.server.faults.shiftClock(-2 * HOUR_MS);
		world.server.store.touch(remote);
		world.server.faults.resetClock();
		await world.run('full_sync');
		world.server.store.update(await remoteIdOf(world, later), { subject: 'Later, edited' });
		await world.run('incremental');
		// One of several app servers has a clock that is behind.
		world.server.faults.shiftClock(-HOUR_MS);
		world.server.store.update(remote, { subject: 'Edited by a slow clock' });
		world.server.faults.resetClock();
		expect((await world.run('incremental')).effectiveMode).toBe('incremental');
		expect((await taskOf(world, id)).task_title).toBe('Old');
		await world.sql(`update batch_sync.pair set last_complete_at = now() - interval '25 hours'`);
		const result = await world.run('incremental');
		expect(result).toMatchObject({ mode: 'incremental', effectiveMode: 'reconciliation', status: 'done' });
		expect(result.remarks.join(' ')).toContain('25 hours old');
		expect((await taskOf(world, id)).task_title).toBe('Edited by a slow clock');
		expect((await expectRest(world)).effectiveMode).toBe('incremental');
	});

	it('pitfall 17: a work package that becomes visible again without a new time is found by the totals', async () => {
		await addTask(world, { title: 'Here' });
		const hidden = createAnHourAgo('Hidden until now');
		world.server.store.hide(hidden);
		await world.run('full_sync');
		world.server.store.update((await remoteIdOf(world, (await tasks(world))[0]?.id ?? '')), { dueDate: '2026-03-03' });
		await world.run('incremental');
		world.server.store.show(hidden);
		const result = await world.run('incremental');
		expect(result.effectiveMode).toBe('incremental');
		expect((await tasks(world)).map((row) => row.task_title)).toEqual(['Here', 'Hidden until now']);
		await expectRest(world);
	});

	it('pitfall 17: a deletion balanced by a work package that becomes visible is found after a day', async () => {
		world.configuration = { ...world.configuration, deletePolicy: { ...world.configuration.deletePolicy, local: { effect: 'delete' } } };
		const gone = await addTask(world, { title: 'Gone' });
		await addTask(world, { title: 'Stays' });
		const hidden = createAnHourAgo('Hidden');
		world.server.store.hide(hidden);
		await world.run('full_sync');
		world.server.store.update(await remoteIdOf(world, (await tasks(world)).find((row) => row.task_title === 'Stays')?.id ?? ''), { dueDate: '2026-03-03' });
		await world.run('incremental');
		world.server.store.delete(await remoteIdOf(world, gone));
		world.server.store.show(hidden);
		await world.sql(`update batch_sync.pair set last_complete_at = now() - interval '25 hours'`);
		await world.run('incremental');
		await world.run('incremental');
		expect((await tasks(world)).map((row) => row.task_title)).toEqual(['Hidden', 'Stays']);
		await expectRest(world);
	});

	it.each([7, 100])('pitfall 18: hundreds of work packages with one and the same time are all read, though some move meanwhile (pages of %d)', async (pageSize) => {
		let now = Date.now();
		const server = await startOpenProject({ now: () => now });
		try {
			const count = 230;
			for (let index = 0; index < count; index += 1) server.store.create({ subject: `Task ${index}` });
			expect(new Set(server.store.list().map((one) => one.updatedAt)).size).toBe(1);
			const configuration = { ...world.configuration, remote: { ...world.configuration.remote, project: server.projectIdentifier } };
			const remote = (): ReturnType<typeof openProjectRemote> => openProjectRemote({
				http: fetchHttp({ baseUrl: server.url, apiKey: server.apiKey }), clock: fastClock(), baseUrl: server.url, scope: configuration.remote, pageSize,
				properties: compileMapping(configuration.fields, { policies: configuration.policies }).remoteProperties, requestDeadlineMs: 1000,
			});
			let lists = 0;
			const editsMeanwhile = server.onRequest({
				before: ({ path, query }) => {
					if (!path.endsWith('/work_packages') || query.get('pageSize') === '0') return;
					lists += 1;
					if (lists > 6) return;
					now += 5;
					// Somebody takes one out of the heap of equal times while it is being paged through.
					server.store.update(lists, { subject: `Task ${lists - 1}, edited meanwhile` });
				},
			});
			const first = await world.run('full_sync', { configuration, remote: remote() });
			expect(first).toMatchObject({ status: 'done', failures: [] });
			editsMeanwhile();
			await world.run('incremental', { configuration, remote: remote() });
			expect((await tasks(world)).map((row) => row.task_title).sort()).toEqual(server.store.list().map((one) => one.subject).sort());
			now += 60_000;
			for (const { id } of server.store.list()) server.store.update(id, { dueDate: '2026-12-01' });
			expect(new Set(server.store.list().map((one) => one.updatedAt)).size).toBe(1);
			await world.run('incremental', { configuration, remote: remote() });
			expect((await tasks(world)).filter((row) => row.due !== '2026-12-01')).toEqual([]);
			expect(await world.run('incremental', { configuration, remote: remote() })).toMatchObject({ effectiveMode: 'incremental', written: { local: 0, remote: 0 } });
		} finally {
			await server.close();
		}
	});

	it('pitfall 19: settings of the role or database for dates, floats and bytes change nothing', async () => {
		await world.sql(`alter table tasks add column work interval default interval '1 day 02:30:00', add column percent_done double precision default 12`);
		world.configuration = {
			...world.configuration,
			fields: [
				...world.configuration.fields,
				{ name: 'work', local: ['work'], remote: ['estimatedTime'], lens: { kind: 'identity' } },
				{ name: 'done', local: ['percent_done'], remote: ['percentageDone'], lens: { kind: 'identity', as: 'number' } },
			],
		};
		const id = await addTask(world, { title: 'Dated', due: '2026-04-03' });
		await addTask(world, { title: 'Timed' });
		await world.sql(`update tasks set due_at = '2026-05-06 23:30:00+00' where task_title = 'Timed'`);
		expect(await world.run('full_sync')).toMatchObject({ failures: [], written: { remote: 2 } });
		await world.run('incremental');
		const links = await world.sql('select id, xmin::text as version from batch_sync.link order by id');
		const name = new URL(world.databaseUrl).pathname.slice(1);
		for (const setting of [`TimeZone = 'Asia/Tokyo'`, `DateStyle = 'German, DMY'`, 'extra_float_digits = -5', `IntervalStyle = 'sql_standard'`, `bytea_output = 'escape'`]) await world.sql(`alter database ${name} set ${setting}`);
		const database = await openDatabase(connectionFromUrl(world.databaseUrl));
		const runAnew = (mode: 'incremental' | 'full_sync'): ReturnType<typeof runSync> =>
			runSync({ database, remote: world.remotePort(), clock: systemClock(), schema: 'batch_sync' }, world.configuration, world.settings, { mode, trigger: 'test', startedBy: 'test' }, { allowSetUp: true });
		try {
			expect((await database.transaction((tx) => tx.query<{ zone: string }>({ text: `select reset_val as zone from pg_settings where name = 'TimeZone'` })))[0]?.zone).toBe('Asia/Tokyo');
			expect(await runAnew('full_sync')).toMatchObject({ status: 'done', written: { local: 0, remote: 0 }, plan: { agreements: 0 } });
			expect(await world.sql('select id, xmin::text as version from batch_sync.link order by id')).toEqual(links);
			world.server.store.update(await remoteIdOf(world, id), { dueDate: '2026-03-04' });
			await runAnew('incremental');
			expect((await taskOf(world, id)).due).toBe('2026-03-04');
			expect(await runAnew('incremental')).toMatchObject({ written: { local: 0, remote: 0 } });
		} finally {
			await database.close();
		}
	});
});
