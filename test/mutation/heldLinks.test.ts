import type { PairConfiguration, RunTask } from '../../src/run';
import { addTasks, editTask, packageOf, useWorld } from '../run/flrtsTasks';

const world = useWorld();
const undoing = (run: string): { readonly task: RunTask } => ({ task: { kind: 'undo', run } });
const everything = { settings: { guards: { maxDeletes: 1000, maxDeletePercent: 100, maxChangePercent: 1000, letThrough: ['both_populated' as const, 'empty_side' as const] } } };

describe('links an undo has put on hold', () => {
	it('E16: are not planned and keep their base, even where both sides are edited alike', async () => {
		const [id = ''] = await addTasks(world(), 2);
		await world().run('full_sync');
		await editTask(world(), id, { task_title: 'Taken back' });
		const run = await world().run('incremental');
		expect(await world().run('incremental', { ...undoing(run.run), ...everything })).toMatchObject({ status: 'done', heldCount: 1 });
		const base = await world().sql(`select base_local, base_remote from batch_sync.link where state = 'held'`);
		const remote = await packageOf(world(), id);
		await editTask(world(), id, { task_title: 'Alike', task_description_detailed: 'Here only' });
		world().server.store.update(remote.id, { subject: 'Alike' });
		expect(await world().run('incremental', everything)).toMatchObject({ written: { local: 0, remote: 0 }, plan: { remote: { update: 0 }, agreements: 0 }, heldCount: 1 });
		expect(await world().sql(`select base_local, base_remote from batch_sync.link where state = 'held'`)).toEqual(base);
	});
});

describe('a work package whose deletion was accepted', () => {
	it('E5: is not made again from its row, though the row does not say that it had one', async () => {
		const { remoteId: _remoteId, ...writeBack } = world().configuration.writeBack;
		const configuration: PairConfiguration = { ...world().configuration, writeBack, deletePolicy: { remote: { effect: 'delete' }, local: { effect: 'none' }, versusUpdate: 'edit_wins' } };
		const options = { configuration, ...everything };
		await addTasks(world(), 2);
		const run = await world().run('full_sync', options);
		await world().run('incremental', { ...undoing(run.run), ...options });
		expect(world().server.store.count).toBe(0);
		await world().run('incremental', { task: { kind: 'release', how: 'accept', run: null, records: [] }, ...options });
		for (const mode of ['incremental', 'full_sync', 'reconciliation'] as const) expect(await world().run(mode, options)).toMatchObject({ written: { local: 0, remote: 0 }, failures: [] });
		expect(world().server.store.count).toBe(0);
	});
});
