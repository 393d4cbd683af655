import { systemClock } from '../../src/openproject';
import { cancelRun, getRun } from '../../src/run';
import type { RunView } from '../../src/run';
import { differencesBetween } from '../support/compareFlrts';
import { addTasks, useWorld } from './flrtsTasks';

const world = useWorld();

const ports = () => ({ database: world().database, schema: 'batch_sync', clock: systemClock() });
const cancel = (run: string | null, pair = 'flrts'): Promise<RunView> => cancelRun(ports(), { pair, run, waitMs: 10_000 });
const view = (): Promise<RunView> => getRun(ports(), { pair: 'flrts', run: null });

/** Waits until the run that goes on has come to this step and has done so much of it. */
async function reached(step: string, least = 1): Promise<RunView> {
	for (;;) {
		const seen = await view().catch(() => null);
		if (seen !== null && seen.progress?.step === step && seen.progress.done >= least) return seen;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

const leases = (): Promise<readonly unknown[]> => world().sql('select run from batch_sync.lease');
const open = async (): Promise<unknown> => (await world().sql(`select count(*)::int as n from batch_sync.operation where status in ('planned', 'sending', 'creating')`))[0];

describe('cancelling a run', () => {
	it('pitfall 43: ends it after the work in flight; what was settled is recorded, the lease is free, the next run goes on', async () => {
		await addTasks(world(), 200);
		world().server.latencyMs = 30;
		const running = world().run('full_sync');
		const seen = await reached('apply');
		expect(seen).toMatchObject({ status: 'running', isCancelRequested: false, progress: { total: 200 } });
		expect(seen.message).toMatch(/^Running: writing \d+ of 200, \d+ a second, about \d+ s left\.$/);
		expect(seen.progress?.memoryBytes).toBeGreaterThan(0);
		const cancelled = await cancel(null);
		expect(cancelled).toMatchObject({ status: 'cancelled', run: seen.run, isCancelRequested: true });
		const result = await running;
		expect(result).toMatchObject({ status: 'cancelled', run: seen.run });
		expect(result.written.remote).toBe(world().server.store.count);
		expect(result.written.remote).toBeLessThan(200);
		expect(await leases()).toEqual([]);
		expect(await open()).toEqual({ n: 0 });
		world().server.latencyMs = 0;
		expect(await world().run('incremental')).toMatchObject({ status: 'done', failures: [], written: { remote: 200 - result.written.remote } });
		expect(await differencesBetween(world())).toEqual([]);
	});

	it('ends pauses between attempts as well: a server that asks for two minutes does not hold up the end', async () => {
		await addTasks(world(), 30);
		await world().run('full_sync');
		await world().sql(`update tasks set task_title = task_title || '!'`);
		world().server.faults.add({ method: 'PATCH', path: /work_packages\/\d+$/, fault: { kind: 'tooManyRequests', retryAfterSeconds: 100 } });
		const settings = { guards: { ...world().settings.guards, letThrough: ['mass_change' as const] }, requestDeadlineMs: 110_000, leaseMs: 120_000 };
		const running = world().run('incremental', { settings, remote: world().remotePort(world().configuration, undefined, { clock: systemClock(), requestDeadlineMs: 110_000 }) });
		while (world().server.requests.writes.filter(({ method }) => method === 'PATCH').length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
		expect(await cancel(null)).toMatchObject({ status: 'cancelled' });
		expect(await running).toMatchObject({ status: 'cancelled', failures: [] });
		world().server.faults.clear();
		expect(await world().run('incremental', { settings: { guards: settings.guards } })).toMatchObject({ status: 'done', written: { remote: 30 } });
	});

	it('stops while it plans, before anything is written', async () => {
		await addTasks(world(), 3000);
		const stop = new AbortController();
		const running = world().run('full_sync', { signal: stop.signal });
		await reached('plan', 0);
		stop.abort();
		expect(await running).toMatchObject({ status: 'cancelled', written: { local: 0, remote: 0 } });
		expect(world().server.store.count).toBe(0);
		expect(await open()).toEqual({ n: 0 });
		expect(await leases()).toEqual([]);
	});

	it('is refused in a sentence where there is nothing to cancel', async () => {
		await expect(cancel(null)).rejects.toMatchObject({ message: expect.stringMatching(/tables of Batch Sync are not in schema/) as string });
		await addTasks(world(), 1);
		const done = await world().run('full_sync');
		await expect(cancel(null)).rejects.toMatchObject({ message: expect.stringMatching(/No run of pair 'flrts' is going on/) as string });
		await expect(cancel(done.run)).rejects.toMatchObject({ message: expect.stringMatching(/is over \(it ended as 'done'\)/) as string });
		await expect(cancel('99')).rejects.toMatchObject({ message: expect.stringMatching(/There is no run 99/) as string });
		await expect(cancel('1; drop')).rejects.toMatchObject({ message: expect.stringMatching(/is not a run ID/) as string });
		await expect(cancel(done.run, 'other')).rejects.toMatchObject({ message: expect.stringMatching(/belongs to pair 'flrts', not to 'other'/) as string });
	});
});
