import { conflictReport, decide, listConflicts, readConflict, reopen, type ConflictView, type Decision } from '../../src/conflicts';
import { createSyncWorld, type SyncWorld } from '../support/syncWorld';
import { addTask, expectRest, findTask, onceAt, remoteIdOf, taskOf, withoutGuards } from '../run/fieldTasks';

const SCHEMA = 'batch_sync';
let world: SyncWorld;

beforeEach(async () => {
	world = await createSyncWorld();
	world.settings = { ...world.settings, guards: withoutGuards };
});
afterEach(async () => {
	await world.close();
});

const openOnes = async (): Promise<readonly ConflictView[]> => (await listConflicts(world.database, SCHEMA, { pair: 'flrts', statuses: ['pending_review'] })).conflicts;

/** A record whose title both sides changed. */
async function conflicted(): Promise<{ readonly row: string; readonly remote: number; readonly conflict: ConflictView }> {
	const row = await addTask(world, { title: 'Base' });
	await addTask(world, { title: 'Bystander' });
	await world.run('full_sync');
	const remote = await remoteIdOf(world, row);
	await world.sql(`update tasks set task_title = 'Mine' where id = $1`, [row]);
	world.server.store.update(remote, { subject: 'Theirs' });
	await world.run('incremental');
	const [conflict] = await openOnes();
	return { row, remote, conflict: conflict as ConflictView };
}

const decideOne = async (decision: Decision, who = 'Ada') => (await decide(world.database, SCHEMA, [decision], who))[0];
const bothSides = async (row: string, remote: number) => [(await taskOf(world, row)).task_title, world.server.store.get(remote)?.subject];

it.each<[Decision['choice'], string | undefined, string]>([['local', undefined, 'Mine'], ['remote', undefined, 'Theirs'], ['base', undefined, 'Base'], ['custom', ' Both of them ', 'Both of them']])("a choice of '%s' %j is carried out by the next run: both sides hold it", async (choice, value, expected) => {
	const { row, remote, conflict } = await conflicted();
	expect(conflict).toMatchObject({ title: expect.any(String) as string, field: 'subject', base: 'Base', local: 'Mine', remote: 'Theirs', localKey: JSON.stringify([row]), remoteId: String(remote) });
	expect(await decideOne({ conflict: conflict.id, choice, value, seen: conflict.version })).toMatchObject({ status: 'resolved' });
	expect(await bothSides(row, remote)).toEqual(['Mine', 'Theirs']);
	expect(await world.run('incremental')).toMatchObject({ status: 'done', conflictCount: 0, failureCount: 0 });
	expect(await bothSides(row, remote)).toEqual([expected, expected]);
	const kept = await readConflict(world.database, SCHEMA, conflict.id);
	const lost = [{ side: 'local', value: 'Mine' }, { side: 'remote', value: 'Theirs' }].filter((one) => one.value !== expected);
	expect(kept).toMatchObject({ status: 'resolved', resolvedBy: 'Ada', appliedAt: expect.any(String) as string, resolution: { choice, chosen: expected, lost } });
	await expectRest(world);
	expect(await reopen(world.database, SCHEMA, [conflict.id], 'Grace')).toMatchObject([{ code: 'CARRIED_OUT' }]);
});

it.each([['here', 'Mine, better', 'Theirs'], ['there', 'Mine', 'Theirs, better']])('an edit made %s in between supersedes the choice, and the new conflict shows it', async (place, local, remote) => {
	const one = await conflicted();
	await decideOne({ conflict: one.conflict.id, choice: 'remote' });
	if (place === 'here') await world.sql('update tasks set task_title = $2 where id = $1', [one.row, local]);
	else world.server.store.update(one.remote, { subject: remote });
	await world.run('incremental');
	expect(await bothSides(one.row, one.remote)).toEqual([local, remote]);
	const [successor] = await openOnes();
	expect(successor).toMatchObject({ local, remote, earlier: { conflict: one.conflict.id, by: 'Ada', choice: 'remote', chosen: 'Theirs' } });
	expect(await readConflict(world.database, SCHEMA, one.conflict.id)).toMatchObject({ status: 'superseded', supersededBy: successor?.id, resolvedBy: 'Ada' });
	expect(await reopen(world.database, SCHEMA, [one.conflict.id], 'Grace')).toMatchObject([{ code: 'SUPERSEDED' }]);
	await decideOne({ conflict: successor?.id ?? '', choice: 'local', seen: successor?.version });
	await world.run('incremental');
	expect(await bothSides(one.row, one.remote)).toEqual([local, local]);
	expect(await conflictReport(world.database, SCHEMA, { pair: 'flrts' })).toMatchObject({ recurring: [{ field: 'subject', times: 2 }], byResolver: [{ resolver: 'Ada', decided: 2, carriedOut: 1, overtaken: 1 }] });
});

it('a reopened resolution is not carried out, and what is chosen then is', async () => {
	const { row, remote, conflict } = await conflicted();
	await decideOne({ conflict: conflict.id, choice: 'remote' });
	await reopen(world.database, SCHEMA, [conflict.id], 'Grace');
	expect(await world.run('incremental')).toMatchObject({ conflictCount: 1 });
	expect(await bothSides(row, remote)).toEqual(['Mine', 'Theirs']);
	expect(await openOnes()).toMatchObject([{ id: conflict.id, earlier: { by: 'Ada', chosen: 'Theirs' } }]);
	await decideOne({ conflict: conflict.id, choice: 'local' }, 'Grace');
	await world.run('incremental');
	expect(await bothSides(row, remote)).toEqual(['Mine', 'Mine']);
});

it('the choice for a whole record is carried out for all its fields', async () => {
	const row = await addTask(world, { title: 'Base', description: 'old' });
	await world.run('full_sync');
	const remote = await remoteIdOf(world, row);
	await world.sql(`update tasks set task_title = 'Mine', task_description_detailed = 'mine' where id = $1`, [row]);
	world.server.store.update(remote, { subject: 'Theirs', description: 'theirs' });
	await world.run('incremental');
	expect(await decideOne({ pair: 'flrts', record: String(remote), choice: 'remote' })).toMatchObject({ status: 'resolved', conflicts: [{ field: 'subject' }, { field: 'description' }] });
	await world.run('incremental');
	expect(await taskOf(world, row)).toMatchObject({ task_title: 'Theirs', task_description_detailed: 'theirs' });
	await expectRest(world);
});

it('fields that are decided as one take an object, and both sides come to hold it', async () => {
	world.configuration = { ...world.configuration, fields: world.configuration.fields.map((field) => (['subject', 'description'].includes(field.name) ? { ...field, group: 'wording' } : field)) };
	const row = await addTask(world, { title: 'Base', description: 'old' });
	await world.run('full_sync');
	const remote = await remoteIdOf(world, row);
	await world.sql(`update tasks set task_title = 'Mine' where id = $1`, [row]);
	world.server.store.update(remote, { description: 'theirs' });
	await world.run('incremental');
	const [conflict] = await openOnes();
	expect(conflict).toMatchObject({ field: 'wording', fields: ['subject', 'description'], local: { subject: 'Mine', description: 'old' }, remote: { subject: 'Base', description: 'theirs' } });
	expect(await decideOne({ conflict: conflict?.id ?? '', choice: 'custom', value: { subject: 'Mine' } })).toMatchObject({ code: 'DOES_NOT_FIT', reason: expect.stringContaining('lacks description') as string });
	expect(await decideOne({ conflict: conflict?.id ?? '', choice: 'custom', value: { subject: 'Mine', description: 'theirs' } })).toMatchObject({ status: 'resolved' });
	expect(await world.run('incremental')).toMatchObject({ conflictCount: 0, failureCount: 0 });
	expect(await taskOf(world, row)).toMatchObject({ task_title: 'Mine', task_description_detailed: 'theirs' });
	expect(world.server.store.get(remote)).toMatchObject({ subject: 'Mine', description: 'theirs' });
	await expectRest(world);
});

it.each([['local', 'the deletion', false], ['remote', 'the edit', true]] as const)('choosing %s between a deletion and an edit carries %s out', async (choice, _what, lives) => {
	world.configuration = { ...world.configuration, deletePolicy: { ...world.configuration.deletePolicy, versusUpdate: 'manual' } };
	const row = await addTask(world, { title: 'Base' });
	await addTask(world, { title: 'Bystander' });
	await world.run('full_sync');
	const remote = await remoteIdOf(world, row);
	await world.sql('delete from tasks where id = $1', [row]);
	world.server.store.update(remote, { subject: 'Edited' });
	await world.run('incremental');
	const [conflict] = await openOnes();
	expect(conflict).toMatchObject({ field: '*', kind: 'delete_versus_update', local: null, suggestion: { choice: 'remote' } });
	expect(await decideOne({ conflict: conflict?.id ?? '', choice })).toMatchObject({ status: 'resolved' });
	expect(await world.run('incremental')).toMatchObject({ status: 'done', conflictCount: 0 });
	expect(world.server.store.get(remote)?.status).toBe(lives ? 'New' : 'Rejected');
	expect(await world.sql(`select 1 from tasks where task_title = 'Edited'`)).toHaveLength(lives ? 1 : 0);
	expect(await findTask(world, row)).toBeUndefined();
	expect((await readConflict(world.database, SCHEMA, conflict?.id ?? ''))?.appliedAt).not.toBeNull();
	await expectRest(world);
});

it('a choice that OpenProject refuses waits with the failure the run reports, and can be reopened and decided otherwise', async () => {
	world.configuration = { ...world.configuration, fields: world.configuration.fields.map((field) => (field.name === 'status' ? { ...field, policies: [{ kind: 'manual' }] } : field)) };
	const row = await addTask(world, { title: 'Pour the slab' });
	await world.run('full_sync');
	const remote = await remoteIdOf(world, row);
	world.server.store.forbidTransition({ from: 'In progress', to: 'Closed' });
	await world.sql(`update tasks set status = 'Done' where id = $1`, [row]);
	world.server.store.update(remote, { status: 'In progress' });
	await world.run('incremental');
	const [conflict] = await openOnes();
	await decideOne({ conflict: conflict?.id ?? '', choice: 'local' });
	expect((await world.run('incremental')).failures[0]?.message).toContain("cannot go from 'In progress' to 'Closed'");
	expect([(await taskOf(world, row)).status, world.server.store.get(remote)?.status]).toEqual(['Done', 'In progress']);
	expect(await readConflict(world.database, SCHEMA, conflict?.id ?? '')).toMatchObject({ status: 'resolved', appliedAt: null, resolution: { chosen: 'Done' } });
	expect(await reopen(world.database, SCHEMA, [conflict?.id ?? ''], 'Ada')).toMatchObject([{ status: 'reopened' }]);
	await decideOne({ conflict: conflict?.id ?? '', choice: 'remote' });
	await world.sql(`update batch_sync.link set next_attempt_at = now(), field_failures = jsonb_set(field_failures, '{status,nextAttemptAt}', to_jsonb((now() - interval '1 second')::text))`);
	expect(await world.run('incremental')).toMatchObject({ failureCount: 0, conflictCount: 0 });
	expect([(await taskOf(world, row)).status, world.server.store.get(remote)?.status]).toEqual(['In Progress', 'In progress']);
});

it('a choice made on hold after an undo is carried out once the record is taken up', async () => {
	const row = await addTask(world, { title: 'Base' });
	await world.run('full_sync');
	const remote = await remoteIdOf(world, row);
	await world.sql(`update tasks set task_title = 'Mine' where id = $1`, [row]);
	const run = await world.run('incremental');
	world.server.store.update(remote, { subject: 'Theirs, later' });
	await world.run('incremental', { task: { kind: 'undo', run: run.run } });
	const [conflict] = await openOnes();
	expect(conflict).toMatchObject({ kind: 'edited_since', linkState: 'held', suggestion: { choice: null } });
	expect(await decideOne({ conflict: conflict?.id ?? '', choice: 'local' })).toMatchObject({ status: 'resolved', reason: expect.stringContaining('Release Links') as string });
	await world.run('incremental');
	expect(await bothSides(row, remote)).toEqual(['Mine', 'Theirs, later']);
	await world.run('incremental', { task: { kind: 'release', how: 'take_up', run: null, records: [] } });
	await world.run('incremental');
	expect(await bothSides(row, remote)).toEqual(['Mine', 'Mine']);
});

describe('while a run goes on', () => {
	const isPatch = ({ method, path }: { readonly method: string; readonly path: string }): boolean => method === 'PATCH' && path.includes('work_packages');

	it('a choice for the very record it writes is not lost', async () => {
		const { row, remote, conflict } = await conflicted();
		await world.sql(`update tasks set due_date = '2026-05-05' where id = $1`, [row]);
		const count = onceAt(world, 'before', isPatch, async () => {
			expect(await decideOne({ conflict: conflict.id, choice: 'remote' })).toMatchObject({ status: 'resolved' });
		});
		await world.run('incremental');
		expect(count()).toBe(1);
		expect(world.server.store.get(remote)?.dueDate).toBe('2026-05-05');
		await world.run('incremental');
		expect(await bothSides(row, remote)).toEqual(['Theirs', 'Theirs']);
		expect(await openOnes()).toEqual([]);
		expect((await readConflict(world.database, SCHEMA, conflict.id))?.appliedAt).not.toBeNull();
		await expectRest(world);
	});

	it('a choice it is carrying out cannot be reopened', async () => {
		const { row, remote, conflict } = await conflicted();
		await decideOne({ conflict: conflict.id, choice: 'local' });
		const count = onceAt(world, 'before', isPatch, async () => {
			expect(await reopen(world.database, SCHEMA, [conflict.id], 'Grace')).toMatchObject([{ code: 'BUSY', reason: expect.stringMatching(/while run \d+ of pair 'flrts' goes on/) as string }]);
		});
		await world.run('incremental');
		expect(count()).toBe(1);
		expect(await bothSides(row, remote)).toEqual(['Mine', 'Mine']);
	});
});
