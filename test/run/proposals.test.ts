import type { PairingDecision, RunTask } from '../../src/run';
import { breaksInTheChain } from '../support/auditChain';
import { addTask, editTask, letting, readTask, useWorld, versionsOf } from './flrtsTasks';

const world = useWorld();
const everything = letting('both_populated', 'mass_change', 'mass_delete');

const applying = (plan: string | null, pairings: PairingDecision, pairingsOf: readonly string[] = []): { readonly task: RunTask } => ({ task: { kind: 'apply_plan', plan: plan ?? '', withholdDeletes: false, pairings, pairingsOf } });
const codes = (failures: ReadonlyArray<{ readonly code: string; readonly localKey: string | null }>, code: string): number => failures.filter((one) => one.code === code && one.localKey !== null).length;

/** The base is lost: the package's own tables are gone, and with them what says which row is which work package. */
async function loseEverything(): Promise<void> {
	await world().sql('drop schema batch_sync cascade');
	await world().sql('update tasks set openproject_id = null');
}

const withoutKeys = () => ({ configuration: { ...world().configuration, remote: { ...world().configuration.remote, provenanceField: null } } });

describe('pairing by title', () => {
	it('pitfall 13, E18: is only proposed, for parents and for children below them; nothing is copied until a person decides', async () => {
		const parent = await addTask(world(), 'Parent');
		const child = await addTask(world(), 'Child', { parent_task_id: parent });
		await world().run('full_sync', withoutKeys());
		await loseEverything();
		const before = await versionsOf(world());
		const resync = await world().run('full_sync', { ...withoutKeys(), ...everything, task: { kind: 'resync' } });
		expect(resync).toMatchObject({ status: 'done', planId: resync.run, written: { local: 0, remote: 0 } });
		expect(resync.operations).toMatchObject([{ kind: 'pair', title: 'Parent', values: { title: 'Parent' } }, { kind: 'pair', title: 'Child' }].map((one) => ({ kind: one.kind })));
		expect(codes(resync.failures, 'PAIR_PROPOSED')).toBe(2);
		expect((await versionsOf(world())).packages).toEqual(before.packages);
		const later = await world().run('incremental', { ...withoutKeys(), ...everything });
		expect(later).toMatchObject({ written: { local: 0, remote: 0 }, planId: later.run });
		const paired = await world().run('incremental', { ...withoutKeys(), ...applying(later.planId, 'pair') });
		expect(paired).toMatchObject({ status: 'done', failures: [], planId: null });
		expect(await world().run('incremental', { ...withoutKeys(), ...everything })).toMatchObject({ status: 'done', failures: [], conflicts: [], written: { remote: 0 } });
		expect(world().server.store.count).toBe(2);
		expect(await world().sql('select count(*)::int as n from tasks')).toEqual([{ n: 2 }]);
		expect((await readTask(world(), child)).openproject_id).not.toBeNull();
		await editTask(world(), child, { task_title: 'Child edited' });
		await world().run('incremental', withoutKeys());
		expect(world().server.store.list().map(({ subject }) => subject)).toEqual(['Parent', 'Child edited']);
		expect(await breaksInTheChain(world())).toEqual([]);
	});

	it('several candidates are listed and never guessed; another parent is no match', async () => {
		await addTask(world(), 'Twice');
		world().server.store.create({ subject: 'Twice' });
		world().server.store.create({ subject: 'Twice' });
		const elsewhere = world().server.store.create({ subject: 'Other parent' });
		world().server.store.create({ subject: 'Lonely', parentId: elsewhere.id });
		await addTask(world(), 'Lonely');
		const run = await world().run('full_sync', everything);
		expect(run).toMatchObject({ status: 'done', planId: null });
		expect(run.failures.filter(({ code }) => code === 'AMBIGUOUS_TITLE')).toHaveLength(3);
		expect(run.failures.find(({ code, localKey }) => code === 'AMBIGUOUS_TITLE' && localKey !== null)?.message).toMatch(/work packages 1, 2\)/);
		expect(world().server.store.list().filter(({ subject }) => subject === 'Twice')).toHaveLength(2);
		expect(await world().sql(`select task_title from tasks where task_title in ('Twice', 'Lonely', 'Other parent') order by 1`)).toHaveLength(4);
		await world().sql(`update tasks set openproject_id = 2 where task_title = 'Twice'`);
		const settled = await world().run('incremental', everything);
		expect(settled.failures).toEqual([]);
		expect(await world().sql(`select openproject_id from tasks where task_title = 'Twice' order by 1`)).toEqual([{ openproject_id: 1 }, { openproject_id: 2 }]);
	});

	it('kept separate, both are copied; named ones only are paired', async () => {
		for (const title of ['A', 'B']) {
			await addTask(world(), title);
			world().server.store.create({ subject: title });
		}
		const first = await world().run('full_sync', everything);
		expect(first.operations).toHaveLength(2);
		await world().run('incremental', applying(first.planId, 'pair', ['1']));
		const left = await world().run('incremental', everything);
		expect(left).toMatchObject({ conflicts: [], written: { remote: 0 } });
		expect(left.operations).toMatchObject([{ kind: 'pair', values: { remoteId: '2' } }]);
		await world().run('incremental', applying(left.planId, 'keep_separate'));
		const done = await world().run('incremental', everything);
		expect(done).toMatchObject({ status: 'done', failures: [], planId: null });
		expect(world().server.store.list().map(({ subject }) => subject).sort()).toEqual(['A', 'B', 'B']);
		expect(await world().sql('select count(*)::int as n from tasks')).toEqual([{ n: 3 }]);
	});

	it('a proposal ends when a title changes, and both records are copied', async () => {
		const id = await addTask(world(), 'Same');
		world().server.store.create({ subject: 'Same' });
		const first = await world().run('full_sync', everything);
		expect(first.operations).toHaveLength(1);
		await editTask(world(), id, { task_title: 'Not the same' });
		const next = await world().run('incremental', everything);
		expect(next).toMatchObject({ status: 'done', planId: null, failures: [] });
		expect(world().server.store.list().map(({ subject }) => subject).sort()).toEqual(['Not the same', 'Same']);
		await expect(world().run('incremental', applying(first.planId, 'pair'))).rejects.toMatchObject({ message: expect.stringMatching(/has been replaced/) as string });
	});

	it('E18: a resync brings deleted rows back rather than delete anything, whatever the policy for deletions', async () => {
		const id = await addTask(world(), 'Deleted here');
		await world().run('full_sync');
		await world().sql('delete from tasks where id = $1', [id]);
		const configuration = { ...world().configuration, deletePolicy: { remote: { effect: 'delete' as const }, local: { effect: 'delete' as const }, versusUpdate: 'delete_wins' as const } };
		const resync = await world().run('full_sync', { configuration, ...letting('mass_delete', 'mass_change', 'both_populated', 'empty_side'), task: { kind: 'resync' } });
		expect(resync).toMatchObject({ status: 'done', plan: { remote: { delete: 0 }, local: { delete: 0, create: 1 } } });
		expect(world().server.store.list()).toMatchObject([{ subject: 'Deleted here', status: 'New' }]);
		expect(await world().sql('select task_title from tasks')).toEqual([{ task_title: 'Deleted here' }]);
	});
});
