import { DetectConflicts } from '../../nodes/DetectConflicts/DetectConflicts.node';
import { OpenProject } from '../../nodes/OpenProject/OpenProject.node';
import { StagedUpsert } from '../../nodes/StagedUpsert/StagedUpsert.node';
import { ThreeWayMerge } from '../../nodes/ThreeWayMerge/ThreeWayMerge.node';
import type { WorkPackageView } from '../../sandbox/openproject';
import { differencesBetween } from '../support/compareFlrts';
import { composableNodes } from '../support/composableNodes';
import { runWorkflow, type RunOutcome } from '../support/n8nEngine';
import { credentialOf } from '../support/oneNodeWorkflow';
import { plainNodes } from '../support/plainNodes';
import { createSyncWorld, type SyncWorld } from '../support/syncWorld';
import { shippedWorkflow } from './shippedWorkflow';

/** The workflow as published, its nodes of ours as shipped, in n8n's engine, with a real PostgreSQL and the OpenProject stand-in. */
let world: SyncWorld;

beforeEach(async () => {
	// Nodes one by one do not tell dates that OpenProject works out from dates that people set (docs/workflows/composable-batch-sync.md): 15.4 works none out here.
	world = await createSyncWorld({ version: '15.4' });
	await world.sql(`insert into personnel (full_name) values ('Ann Field'), ('Bo Unmapped')`);
	await world.sql(`insert into openproject_user_mapping select id, 6, 'ann' from personnel where full_name = 'Ann Field'`);
	await world.sql(`insert into tasks (task_id_display, task_title, task_description_detailed, status, priority, due_date, assigned_to_user_id)
		select 'T-' || n, 'Inspect site ' || n, case when n % 2 = 0 then E'Bring the ladder.\\r\\nCall first.' end, case when n % 3 = 0 then 'In Progress' else 'To Do' end::task_status,
			(array['Medium', 'normal', 'high', null])[n % 4 + 1], date '2026-06-01' + n, case when n % 4 = 0 then (select personnel_id from openproject_user_mapping) end
		from generate_series(1, 12) as n`);
	await world.sql(`update tasks set parent_task_id = (select id from tasks where task_id_display = 'T-1') where task_id_display in ('T-2', 'T-3')`);
});
afterEach(async () => await world.close());

const ENDS = { deleted: 'Deleted on one side: notify here', unresolved: 'Unresolved: notify here', notInOpenProject: 'Not written in OpenProject: notify here', notInFlrts: 'Not written in FLRTS: notify here' } as const;

async function start(trigger: 'Every 15 minutes' | 'Run now' = 'Run now', change: { database?: string; apiKey?: string } = {}): Promise<RunOutcome> {
	const postgres = credentialOf(world.databaseUrl);
	return await runWorkflow({
		workflow: shippedWorkflow('composable-batch-sync.json'),
		nodeTypes: {
			...plainNodes, ...composableNodes,
			'n8n-nodes-batch-sync.detectConflicts': new DetectConflicts(), 'n8n-nodes-batch-sync.openProject': new OpenProject(), 'n8n-nodes-batch-sync.stagedUpsert': new StagedUpsert(), 'n8n-nodes-batch-sync.threeWayMerge': new ThreeWayMerge(),
		},
		credentials: { postgres: { ...postgres, ...(change.database === undefined ? {} : { database: change.database }) }, batchSyncOpenProjectApi: { baseUrl: world.server.url, apiKey: change.apiKey ?? world.server.apiKey } },
		startAt: trigger,
		mode: trigger === 'Run now' ? 'manual' : 'trigger',
	});
}

type Shown = Readonly<Record<keyof typeof ENDS, ReadonlyArray<Record<string, unknown>>>>;

/** Runs the workflow, sees that nothing stopped it, and gives what arrived at the ends for people. */
async function run(): Promise<Shown> {
	const outcome = await start();
	expect(outcome.error).toBeUndefined();
	const at = (end: string) => outcome.itemsOf(end).map(({ json }) => json as Record<string, unknown>);
	return { deleted: at(ENDS.deleted), unresolved: at(ENDS.unresolved), notInOpenProject: at(ENDS.notInOpenProject), notInFlrts: at(ENDS.notInFlrts) };
}

const NOTHING: Shown = { deleted: [], unresolved: [], notInOpenProject: [], notInFlrts: [] };

/** Versions of every row, and the requests that write: equal and none where a run wrote nothing. */
async function versions(): Promise<unknown> {
	return [await world.sql('select id, xmin::text from tasks order by id'), await world.sql('select task_id, xmin::text from flrts_openproject.base order by task_id'), world.server.store.list().map(({ id, lockVersion }) => [id, lockVersion])];
}

async function expectNothingToWrite(shown: Shown = NOTHING): Promise<void> {
	const before = await versions();
	world.server.requests.clear();
	expect(await run()).toEqual(shown);
	expect(world.server.requests.writes).toEqual([]);
	expect(await versions()).toEqual(before);
}

const packageOf = (subject: string): WorkPackageView => {
	const [found, ...more] = world.server.store.list().filter((one) => one.subject === subject);
	if (found === undefined || more.length > 0) throw new Error(`There are ${more.length + (found === undefined ? 0 : 1)} work packages '${subject}'.`);
	return found;
};
const taskOf = async (display: string): Promise<Record<string, unknown>> => (await world.sql('select *, due_date::text as due_date from tasks where task_id_display = $1', [display]))[0] ?? {};
const baseOf = async (display: string): Promise<unknown> => (await world.sql<{ record: unknown }>('select record from flrts_openproject.base join tasks on id = task_id where task_id_display = $1', [display]))[0]?.record;

describe('what only one side changed', () => {
	it('fills both sides, and then has nothing to write', async () => {
		const parent = world.server.store.create({ subject: 'Call the supplier', description: 'Ask for *prices*.', assigneeId: 6, dueDate: '2026-07-01', status: 'In progress' });
		world.server.store.create({ subject: 'Write down the prices', parentId: parent.id });
		world.server.store.create({ subject: 'Milestones stay outside', type: 'Milestone' });
		expect(await run()).toEqual(NOTHING);
		expect((await differencesBetween(world)).filter((line) => !line.includes('Milestones stay outside'))).toEqual([]);
		expect(await taskOf(`OP-${parent.id}`)).toMatchObject({ task_title: 'Call the supplier', task_description_detailed: 'Ask for *prices*.', status: 'In Progress', priority: 'Medium', due_date: '2026-07-01', openproject_id: parent.id, openproject_sync_status: 'synced' });
		const { assigned_to_user_id: assigned } = await taskOf(`OP-${parent.id}`);
		expect(await world.sql('select full_name from personnel where id = $1', [assigned])).toEqual([{ full_name: 'Ann Field' }]);
		expect(packageOf('Inspect site 4').assigneeId).toBe(6);
		expect(packageOf('Inspect site 2').priority).toBe('High');
		await expectNothingToWrite();
		expect((await start('Every 15 minutes')).error).toBeUndefined();
	});

	it('carries edits of different fields of one record both ways', async () => {
		await run();
		world.server.store.update(packageOf('Inspect site 4').id, { subject: 'Inspect site 4 again', dueDate: '2026-08-01' });
		await world.sql(`update tasks set status = 'Done', task_description_detailed = 'Take the drone.' where task_id_display = 'T-4'`);
		expect(await run()).toEqual(NOTHING);
		expect(await taskOf('T-4')).toMatchObject({ task_title: 'Inspect site 4 again', due_date: '2026-08-01', status: 'Done', task_description_detailed: 'Take the drone.' });
		expect(packageOf('Inspect site 4 again')).toMatchObject({ dueDate: '2026-08-01', status: 'Closed', description: 'Take the drone.' });
		expect(await differencesBetween(world)).toEqual([]);
		await expectNothingToWrite();
	});

	it('makes what is new on either side once on the other, though base was lost in between', async () => {
		await run();
		await world.sql(`insert into tasks (task_id_display, task_title, status) values ('T-99', 'Order parts', 'To Do')`);
		const made = world.server.store.create({ subject: 'Call the supplier' });
		expect(await run()).toEqual(NOTHING);
		const count = world.server.store.count;
		await world.sql(`delete from flrts_openproject.base`);
		await world.sql(`update tasks set openproject_id = null where task_id_display in ('T-99', 'T-5', 'OP-${made.id}')`);
		expect(await run()).toEqual(NOTHING);
		expect(world.server.store.count).toBe(count);
		expect(await world.sql('select count(*)::int from tasks')).toEqual([{ count }]);
		expect(await differencesBetween(world)).toEqual([]);
		await expectNothingToWrite();
	});

	it('takes over what Batch Sync has paired, and doubles nothing', async () => {
		world.configuration = { ...world.configuration, remote: { ...world.configuration.remote, provenanceField: null } };
		await world.run('full_sync');
		expect(await run()).toEqual(NOTHING);
		expect(world.server.store.count).toBe(12);
		expect(packageOf('Inspect site 5').customFields['FLRTS ID']).toBe((await taskOf('T-5'))['id']);
		await expectNothingToWrite();
	});

	it('takes a copied work package for a new one', async () => {
		await run();
		const copy = world.server.store.copy(packageOf('Inspect site 6').id);
		world.server.store.update(copy.id, { subject: 'Inspect site 6, second visit' });
		expect(await run()).toEqual(NOTHING);
		expect(await taskOf(`OP-${copy.id}`)).toMatchObject({ task_title: 'Inspect site 6, second visit', openproject_id: copy.id });
		expect(await taskOf('T-6')).toMatchObject({ task_title: 'Inspect site 6', openproject_id: packageOf('Inspect site 6').id });
		await world.sql(`update tasks set task_title = 'Second visit' where task_id_display = 'OP-${copy.id}'`);
		expect(await run()).toEqual(NOTHING);
		expect(packageOf('Second visit').id).toBe(copy.id);
		await expectNothingToWrite();
	});

	it('leaves a work package where it is below one of another type', async () => {
		const phase = world.server.store.create({ subject: 'Autumn', type: 'Phase' });
		const below = world.server.store.create({ subject: 'Rake leaves', parentId: phase.id });
		expect(await run()).toEqual(NOTHING);
		await world.sql(`update tasks set task_title = 'Rake all leaves' where task_id_display = 'OP-${below.id}'`);
		expect(await run()).toEqual(NOTHING);
		expect(packageOf('Rake all leaves')).toMatchObject({ id: below.id, parentId: phase.id });
		expect(await taskOf(`OP-${phase.id}`)).toEqual({});
		await expectNothingToWrite();
	});

	it('keeps a finer value while the other side’s says the same, and the time of day where only the day moved', async () => {
		await world.sql(`update tasks set due_date = null, due_at = '2026-06-02T01:30:00Z' where task_id_display = 'T-7'`);
		await run();
		expect(packageOf('Inspect site 7').dueDate).toBe('2026-06-01');
		await world.sql(`update tasks set status = 'Archived', task_title = 'Inspect site 8 at last' where task_id_display = 'T-8'`);
		world.server.store.update(packageOf('Inspect site 10').id, { status: 'On hold', subject: 'Inspect site 10 later' });
		world.server.store.update(packageOf('Inspect site 7').id, { dueDate: '2026-06-15' });
		expect(await run()).toEqual(NOTHING);
		world.server.store.update(packageOf('Inspect site 8 at last').id, { dueDate: '2026-09-09' });
		await world.sql(`update tasks set priority = 'High' where task_id_display = 'T-10'`);
		expect(await run()).toEqual(NOTHING);
		expect(await taskOf('T-8')).toMatchObject({ status: 'Archived', due_date: '2026-09-09' });
		expect(packageOf('Inspect site 10 later')).toMatchObject({ status: 'On hold', priority: 'High' });
		expect(await world.sql(`select due_at at time zone 'America/New_York' = '2026-06-15 21:30' as kept, due_date::text from tasks where task_id_display = 'T-7'`)).toEqual([{ kept: true, due_date: '2026-06-15' }]);
		await expectNothingToWrite();
	});
});

describe('what both sides changed', () => {
	it('merges a text, lets the more advanced status hold, and keeps a title that differs for a person', async () => {
		await run();
		const ids = ['Inspect site 2', 'Inspect site 7'].map((subject) => packageOf(subject).id);
		world.server.store.update(ids[0]!, { description: 'Bring the long ladder.\nCall first.', status: 'In progress' });
		await world.sql(`update tasks set task_description_detailed = E'Bring the ladder.\\nCall Ann first.', status = 'Done' where task_id_display = 'T-2'`);
		world.server.store.update(ids[1]!, { subject: 'From OpenProject', dueDate: '2026-10-10' });
		await world.sql(`update tasks set task_title = 'From FLRTS' where task_id_display = 'T-7'`);
		const before = await baseOf('T-7');

		const { unresolved, ...others } = await run();
		expect(others).toEqual({ deleted: [], notInOpenProject: [], notInFlrts: [] });
		expect(await taskOf('T-2')).toMatchObject({ task_description_detailed: 'Bring the long ladder.\nCall Ann first.', status: 'Done' });
		expect(world.server.store.get(ids[0]!)).toMatchObject({ description: 'Bring the long ladder.\nCall Ann first.', status: 'Closed' });
		expect(unresolved).toMatchObject([{ conflicts: [{ field: 'subject', values: { base: 'Inspect site 7', local: 'From FLRTS', remote: 'From OpenProject' } }] }]);
		expect(world.server.store.get(ids[1]!)).toMatchObject({ subject: 'From OpenProject' });
		expect(await taskOf('T-7')).toMatchObject({ task_title: 'From FLRTS', due_date: '2026-06-08' });
		expect(await baseOf('T-7')).toEqual(before);

		// A person decides: both sides say the same, and the rest of the record follows.
		await world.sql(`update tasks set task_title = 'From OpenProject' where task_id_display = 'T-7'`);
		expect(await run()).toEqual(NOTHING);
		expect(await differencesBetween(world)).toEqual([]);
		await expectNothingToWrite();
	});

	it('keeps parents that would form a circle for a person, and writes neither', async () => {
		await run();
		await world.sql(`update tasks set parent_task_id = (select id from tasks where task_id_display = 'T-6') where task_id_display = 'T-5'`);
		world.server.store.update(packageOf('Inspect site 6').id, { parentId: packageOf('Inspect site 5').id });
		const { unresolved, ...others } = await run();
		expect(others).toEqual({ deleted: [], notInOpenProject: [], notInFlrts: [] });
		expect(unresolved).toMatchObject([{ conflicts: [{ field: 'parent', kind: 'cycle' }] }, { conflicts: [{ field: 'parent', kind: 'cycle' }] }]);
		expect((await taskOf('T-6'))['parent_task_id']).toBeNull();
		expect(packageOf('Inspect site 5').parentId ?? null).toBeNull();
	});
});

describe('what is deleted', () => {
	it('is shown and not carried out, until it is gone on both sides', async () => {
		await run();
		const there = packageOf('Inspect site 9');
		world.server.store.delete(packageOf('Inspect site 8').id);
		await world.sql(`delete from tasks where task_id_display = 'T-9'`);
		const shown = await run();
		expect(shown).toMatchObject({ ...NOTHING, deleted: expect.arrayContaining([expect.objectContaining({ kind: 'remote_deleted' }), expect.objectContaining({ kind: 'local_deleted' })]) as unknown });
		expect(shown.deleted).toHaveLength(2);
		expect(await taskOf('T-8')).toMatchObject({ task_title: 'Inspect site 8' });
		expect(world.server.store.get(there.id)).toMatchObject({ lockVersion: there.lockVersion });
		await expectNothingToWrite(shown);

		world.server.store.delete(there.id);
		await world.sql(`delete from flrts_openproject.base where task_id = (select id from tasks where task_id_display = 'T-8')`);
		expect(await run()).toEqual(NOTHING);
		expect(packageOf('Inspect site 8').customFields['FLRTS ID']).toBe((await taskOf('T-8'))['id']);
		expect(await world.sql('select count(*)::int from flrts_openproject.base')).toEqual([{ count: 11 }]);
		expect(await differencesBetween(world)).toEqual([]);
		await expectNothingToWrite();
	});

	it('and edited on the other side is kept for a person', async () => {
		await run();
		world.server.store.update(packageOf('Inspect site 9').id, { subject: 'Inspect site 9 again' });
		await world.sql(`delete from tasks where task_id_display = 'T-9'`);
		const { unresolved } = await run();
		expect(unresolved).toMatchObject([{ local: null, remote: { subject: 'Inspect site 9 again' }, base: { subject: 'Inspect site 9' } }]);
		expect(packageOf('Inspect site 9 again').status).toBe('In progress');
	});

	it('is not told from a side that shows nothing, and nothing is written then', async () => {
		await run();
		await world.sql(`alter table tasks rename to tasks_elsewhere`);
		await world.sql(`create table tasks (like tasks_elsewhere including all)`);
		world.server.requests.clear();
		expect((await run()).deleted).toHaveLength(12);
		expect(world.server.requests.writes).toEqual([]);
		expect(await world.sql('select count(*)::int from flrts_openproject.base')).toEqual([{ count: 12 }]);
	});
});

describe('what fails', () => {
	it('leaves base where it was, and is carried by the next run', async () => {
		await run();
		await world.sql(`update tasks set task_title = 'Inspect the new site' where task_id_display in ('T-5')`);
		await world.sql(`update tasks set status = 'Done' where task_id_display = 'T-6'`);
		const before = await baseOf('T-5');
		world.server.store.setStatusReadonly('New', true);
		const { notInOpenProject } = await run();
		expect(notInOpenProject).toMatchObject([{ outcome: 'failed', reason: expect.any(String) as unknown }]);
		expect(await baseOf('T-5')).toEqual(before);
		expect(await baseOf('T-6')).toMatchObject({ status: 'Done' });
		world.server.store.setStatusReadonly('New', false);
		expect(await run()).toEqual(NOTHING);
		expect(packageOf('Inspect the new site').customFields['FLRTS ID']).toBe((await taskOf('T-5'))['id']);
		await expectNothingToWrite();
	});

	it('names words and people the other side does not know, and writes that record nowhere', async () => {
		await run();
		await world.sql(`update tasks set priority = 'whenever', task_title = 'Some time' where task_id_display = 'T-5'`);
		await world.sql(`update tasks set assigned_to_user_id = (select id from personnel where full_name = 'Bo Unmapped') where task_id_display = 'T-6'`);
		const stranger = packageOf('Inspect site 7');
		world.server.store.update(stranger.id, { assigneeId: 7 });
		const { notInOpenProject, notInFlrts, ...others } = await run();
		expect(others).toEqual({ deleted: [], unresolved: [] });
		expect(notInOpenProject.map(({ reason }) => reason)).toEqual(expect.arrayContaining([expect.stringContaining('whenever'), expect.stringContaining('nobody for person')]));
		expect(notInFlrts).toMatchObject([{ column: 'assigned_to_user_id', reason: expect.stringContaining('nobody for OpenProject user 7') as unknown }]);
		expect(packageOf('Inspect site 5').priority).toBe('Normal');
		await expectNothingToWrite({ deleted: [], unresolved: [], notInOpenProject, notInFlrts });
		await world.sql(`insert into openproject_user_mapping select id, 7, 'bo' from personnel where full_name = 'Bo Unmapped'`);
		await world.sql(`update tasks set priority = 'Low' where task_id_display = 'T-5'`);
		expect(await run()).toEqual(NOTHING);
		expect(packageOf('Inspect site 6').assigneeId).toBe(7);
		await expectNothingToWrite();
	});

	it('stops the workflow where a system cannot be asked, and base stays', async () => {
		await run();
		await world.sql(`update tasks set task_title = 'Inspect the new site' where task_id_display = 'T-5'`);
		const before = await versions();
		expect((await start('Every 15 minutes', { apiKey: 'wrong' })).error).toMatch(/401|credential|API key/i);
		expect((await start('Every 15 minutes', { database: 'no_such_database' })).error).toContain('no_such_database');
		world.server.faults.add({ fault: { kind: 'serverError', status: 500, hasEffect: false }, method: 'GET', path: /work_packages/, skip: 1 });
		const broken = await start();
		expect(broken.status).toBe('error');
		expect(await versions()).toEqual(before);
	});

	it('half-way is found again: a work package made whose answer or row was lost is not made twice', async () => {
		world.server.faults.add({ fault: { kind: 'resetAfterEffect' }, method: 'POST', path: /work_packages/, times: 2 });
		await world.sql(`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'The disk is full.'; end $$`);
		await world.sql(`create trigger refuse before update on tasks for each row execute function refuse()`);
		const { notInFlrts } = await run();
		expect(notInFlrts).toHaveLength(12);
		expect(await world.sql('select count(*)::int from flrts_openproject.base')).toEqual([{ count: 0 }]);
		await world.sql(`drop trigger refuse on tasks`);
		expect(await run()).toEqual(NOTHING);
		expect(world.server.store.count).toBe(12);
		expect(await differencesBetween(world)).toEqual([]);
		await expectNothingToWrite();
	});
});
