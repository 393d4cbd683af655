import { fetchHttp, HttpTransportError } from '../../src/openproject';
import type { HttpPort } from '../../src/openproject';
import { addTasks, packageOf, patchesOf, useWorld } from './flrtsTasks';
import { differencesBetween } from '../support/compareFlrts';

const world = useWorld();

const patches = { method: 'PATCH', path: /work_packages\/\d+$/ } as const;

async function editAll(): Promise<void> {
	await world().sql(`update tasks set task_title = task_title || ', edited'`);
}

/** Runs `what` when the given number of writes has been answered. */
function afterWrites(count: number, what: () => Promise<void> | void): () => void {
	let answered = 0;
	return world().server.onRequest({
		after: async ({ method }) => {
			if (method !== 'GET' && (answered += 1) === count) await what();
		},
	});
}

async function stored(run: string): Promise<unknown> {
	return (await world().sql('select status, finished_at is not null as is_finished from batch_sync.run where id = $1', [run]))[0];
}

const open = async (): Promise<number> => (await world().sql<{ n: number }>(`select count(*)::int as n from batch_sync.operation where status in ('planned', 'sending', 'creating')`))[0]?.n ?? -1;

describe('an outage', () => {
	it('pitfall 31: many 503 answers end the run as partial; the work is pending again and nothing is a failure', async () => {
		await addTasks(world(), 30);
		await world().run('full_sync');
		await editAll();
		const disarm = world().server.faults.add({ ...patches, skip: 5, fault: { kind: 'serverError', status: 503 } });
		const result = await world().run('incremental', { settings: { guards: { ...world().settings.guards, letThrough: ['mass_change'] } } });
		expect(result).toMatchObject({ status: 'partial', failureCount: 0, failures: [], conflicts: [], remarks: [expect.stringMatching(/writes to OpenProject have not been answered clearly .*503/)] });
		expect(result.message).toMatch(/OpenProject stopped answering/);
		expect(patchesOf(world()).length).toBeLessThan(30 * 5);
		disarm();
		expect(await world().run('incremental', { settings: { guards: { ...world().settings.guards, letThrough: ['mass_change'] } } })).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		expect(await differencesBetween(world())).toEqual([]);
		expect(await open()).toBe(0);
	});

	it('pitfall 31: creations that meet 503 are neither failures nor made twice', async () => {
		await addTasks(world(), 20);
		const disarm = world().server.faults.add({ method: 'POST', path: /work_packages$/, skip: 4, fault: { kind: 'serverError', status: 503 } });
		const result = await world().run('full_sync');
		expect(result).toMatchObject({ status: 'partial', failureCount: 0, failures: [] });
		disarm();
		expect(await world().run('incremental')).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		expect(world().server.store.count).toBe(20);
		expect(await differencesBetween(world())).toEqual([]);
	});

	it('pitfall 31: refused connections in the middle of a run do the same', async () => {
		await addTasks(world(), 20);
		await world().run('full_sync');
		await editAll();
		const live = fetchHttp({ baseUrl: world().server.url, apiKey: world().server.apiKey });
		let writes = 0;
		let isDown = false;
		const http: HttpPort = {
			send: async (request) => {
				isDown ||= request.method === 'PATCH' && (writes += 1) > 3;
				if (isDown) throw new HttpTransportError('Nobody listens at 127.0.0.1:1.', { kind: 'refused', sent: false });
				return await live.send(request);
			},
		};
		const remote = world().remotePort(world().configuration, http);
		const letThrough = { settings: { guards: { ...world().settings.guards, letThrough: ['mass_change' as const] } } };
		const result = await world().run('incremental', { remote, ...letThrough });
		expect(result).toMatchObject({ status: 'partial', failures: [], conflicts: [], written: { remote: 3 } });
		expect(await world().run('incremental', letThrough)).toMatchObject({ status: 'done', failures: [], written: { remote: 17 } });
		expect(await differencesBetween(world())).toEqual([]);
	});

	it('pitfall 31: an OpenProject that is down from the start fails the run in a sentence and changes nothing', async () => {
		const [id = ''] = await addTasks(world(), 3);
		await world().run('full_sync');
		await editAll();
		world().server.faults.add({ fault: { kind: 'serverError', status: 503 } });
		await expect(world().run('incremental')).rejects.toMatchObject({ code: 'REMOTE_UNAVAILABLE', message: expect.stringMatching(/503/) as string });
		world().server.faults.clear();
		expect(await packageOf(world(), id)).toMatchObject({ subject: 'T 1' });
		expect(await world().run('incremental')).toMatchObject({ status: 'done', written: { remote: 3 } });
	});
});

describe('a run that is stopped', () => {
	it('pitfall 43: the cancel flag on the run row ends it as cancelled; what was not reached is pending and follows', async () => {
		await addTasks(world(), 60);
		world().server.latencyMs = 20;
		afterWrites(6, async () => void (await world().sql(`update batch_sync.run set cancel_requested = true where status = 'running'`)));
		const result = await world().run('full_sync', { settings: { heartbeatMs: 50, batchSize: 10 } });
		expect(result).toMatchObject({ status: 'cancelled', failures: [], conflicts: [] });
		expect(result.message).toMatch(/Cancelled after \d+ writes/);
		expect(result.written.remote).toBeGreaterThanOrEqual(6);
		expect(result.written.remote).toBeLessThan(60);
		expect(result.local.skipped).toBe(60 - result.written.remote);
		expect(await stored(result.run)).toEqual({ status: 'cancelled', is_finished: true });
		expect(await open()).toBe(0);
		world().server.latencyMs = 0;
		expect(await world().run('incremental')).toMatchObject({ status: 'done', failures: [], written: { remote: 60 - result.written.remote } });
		expect(await differencesBetween(world())).toEqual([]);
	});

	it('pitfall 43: an AbortSignal ends it after the writes in flight', async () => {
		await addTasks(world(), 40);
		const stop = new AbortController();
		afterWrites(5, () => stop.abort());
		const result = await world().run('full_sync', { signal: stop.signal });
		expect(result).toMatchObject({ status: 'cancelled', failures: [] });
		expect(result.written.remote).toBe(world().server.store.count);
		expect(result.written.remote).toBeLessThan(40);
		expect(await world().run('incremental')).toMatchObject({ status: 'done', failures: [] });
		expect(world().server.store.count).toBe(40);
		expect(await differencesBetween(world())).toEqual([]);
	});

	it('pitfall 43: a signal that is aborted before the run begins lets nothing be written', async () => {
		await addTasks(world(), 3);
		const result = await world().run('full_sync', { signal: AbortSignal.abort() });
		expect(result).toMatchObject({ status: 'cancelled', written: { local: 0, remote: 0 } });
		expect(world().server.store.count).toBe(0);
		expect(await world().run('full_sync')).toMatchObject({ status: 'done', written: { remote: 3 } });
	});

	it('pitfall 43: at the deadline a run ends as partial, and the next goes on from there', async () => {
		await addTasks(world(), 60);
		world().server.latencyMs = 60;
		const result = await world().run('full_sync', { settings: { deadlineMs: 1500, workers: 2, batchSize: 5 } });
		expect(result).toMatchObject({ status: 'partial', failures: [], conflicts: [] });
		expect(result.message).toMatch(/Stopped at the deadline/);
		expect(result.written.remote).toBeLessThan(60);
		world().server.latencyMs = 0;
		expect(await world().run('incremental')).toMatchObject({ status: 'done', failures: [] });
		expect(world().server.store.count).toBe(60);
		expect(await differencesBetween(world())).toEqual([]);
	});
});
