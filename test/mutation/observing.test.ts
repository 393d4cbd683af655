import { compileMapping } from '../../src/mapping';
import { fetchHttp, openProjectRemote } from '../../src/openproject';
import type { RemotePort } from '../../src/run';
import { addTasks, packageOf, readTask, useWorld } from '../run/flrtsTasks';
import { fastClock } from '../support/syncWorld';

const world = useWorld();
const narrowed = { settings: { narrowFromRows: 0 } };

function inPagesOf(pageSize: number): RemotePort {
	const { configuration, server, settings } = world();
	return openProjectRemote({
		http: fetchHttp({ baseUrl: server.url, apiKey: server.apiKey }), clock: fastClock(), baseUrl: server.url, scope: configuration.remote, pageSize,
		properties: compileMapping(configuration.fields, { policies: configuration.policies }).remoteProperties, requestDeadlineMs: settings.requestDeadlineMs,
	});
}

describe('what was read and not recorded', () => {
	it('E10: is read again by the next run when the one that read it failed', async () => {
		const ids = await addTasks(world(), 12);
		const few = { settings: { overlapMs: 0, guards: { ...world().settings.guards, maxChangePercent: 1000 } } };
		await world().run('full_sync', few);
		await world().run('incremental', few);
		for (const id of ids) {
			world().server.store.update((await packageOf(world(), id)).id, { description: `Edited ${id}` });
			await new Promise((resolve) => setTimeout(resolve, 3));
		}
		world().server.faults.add({ fault: { kind: 'loginPage' }, method: 'GET', path: /work_packages$/, skip: 2 });
		await expect(world().run('incremental', { ...few, remote: inPagesOf(4) })).rejects.toThrow();
		world().server.faults.clear();
		expect(await world().run('incremental', few)).toMatchObject({ status: 'done', failures: [] });
		for (const id of ids) expect(await readTask(world(), id)).toMatchObject({ task_description_detailed: `Edited ${id}` });
	});
});

describe('a comparison that was stopped while it read', () => {
	it('E10: does not count as complete', async () => {
		await addTasks(world(), 3);
		for (let count = 1; count <= 12; count += 1) world().server.store.create({ subject: `There ${count}` });
		const stop = new AbortController();
		const letThrough = { settings: { guards: { ...world().settings.guards, letThrough: ['both_populated' as const] } } };
		world().server.onRequest({ after: ({ path, query }) => {
			if (path.endsWith('/work_packages') && query.get('sortBy')?.includes('updatedAt') === true) stop.abort();
		} });
		expect(await world().run('full_sync', { ...letThrough, remote: inPagesOf(4), signal: stop.signal })).toMatchObject({ status: 'cancelled', written: { local: 0, remote: 0 } });
		expect(await world().sql('select last_complete_at from batch_sync.pair')).toEqual([{ last_complete_at: null }]);
		expect(await world().run('incremental', letThrough)).toMatchObject({ effectiveMode: 'reconciliation', written: { local: 12, remote: 3 } });
	});
});

describe('a big table in another cluster than the one remembered', () => {
	it('E10: is hashed as a whole, though the transaction ids it remembers look possible', async () => {
		const [id = ''] = await addTasks(world(), 5);
		await world().sql('analyze tasks');
		await world().run('full_sync', narrowed);
		await world().run('incremental', narrowed);
		await world().sql(`update tasks set task_title = 'Before the restore' where id = $1`, [id]);
		// As a dump brings it back: the snapshot is of a later moment here, and the row's own transaction id another.
		await world().sql('update batch_sync.cursor set local_snapshot = pg_current_snapshot()::text, canary = canary + 7');
		await world().run('incremental', narrowed);
		expect(await packageOf(world(), id)).toMatchObject({ subject: 'Before the restore' });
	});
});
