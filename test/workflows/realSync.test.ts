import type { INodeParameters } from 'n8n-workflow';
import { BatchSync } from '../../nodes/BatchSync/BatchSync.node';
import { allMigrations } from '../../src/postgres';
import { differencesBetween } from '../support/compareFlrts';
import { runWorkflow, type RunOutcome } from '../support/n8nEngine';
import { credentialOf, oneNodeWorkflow, RUN_SYNC } from '../support/oneNodeWorkflow';
import { plainNodes } from '../support/plainNodes';
import { createSyncWorld, type SyncWorld } from '../support/syncWorld';
import { shippedWorkflow } from './shippedWorkflow';

/** The workflow as published, the node as shipped, n8n's engine, a real PostgreSQL, and the OpenProject stand-in. */
let world: SyncWorld;

beforeEach(async () => {
	world = await createSyncWorld();
});
afterEach(async () => await world.close());

async function start(trigger: 'Every 15 minutes' | 'Full sync', change: { apiKey?: string; database?: string } = {}): Promise<RunOutcome> {
	const postgres = credentialOf(world.databaseUrl);
	return await runWorkflow({
		workflow: shippedWorkflow(),
		nodeTypes: { ...plainNodes, 'n8n-nodes-batch-sync.batchSync': new BatchSync() },
		credentials: {
			postgres: { ...postgres, ...(change.database === undefined ? {} : { database: change.database }) },
			batchSyncOpenProjectApi: { baseUrl: world.server.url, apiKey: change.apiKey ?? world.server.apiKey },
		},
		startAt: trigger,
		mode: trigger === 'Full sync' ? 'manual' : 'trigger',
	});
}

async function addTasks(): Promise<void> {
	await world.sql(`insert into tasks (task_id_display, task_title, task_description_detailed, status, priority, due_date)
		select 'T-' || n, 'Inspect site ' || n, case when n % 2 = 0 then 'Bring the ladder.' end, case when n % 3 = 0 then 'In Progress' else 'To Do' end::task_status, 'Medium', date '2026-06-01' + n
		from generate_series(1, 12) as n`);
	await world.sql(`update tasks set parent_task_id = (select id from tasks where task_id_display = 'T-1') where task_id_display in ('T-2', 'T-3')`);
}

function summaryOf(outcome: RunOutcome): Record<string, unknown> {
	expect(outcome.itemsOf('Run error: notify here').map(({ json }) => json)).toEqual([]);
	expect(outcome.itemsOf('Run stopped: notify here').map(({ json }) => json)).toEqual([]);
	const [summary] = outcome.itemsOf('Run finished');
	if (summary === undefined) throw new Error(`The workflow ended as ${outcome.status}: ${outcome.error}`);
	return summary.json;
}

it('fills an empty project by hand, carries edits of both sides on the schedule, and then has nothing to write', async () => {
	await addTasks();
	const first = summaryOf(await start('Full sync'));
	expect(first).toMatchObject({ status: 'done', written: { remote: 13 }, failureCount: 0, conflictCount: 0 });
	expect(await differencesBetween(world)).toEqual([]);

	const [edited] = world.server.store.list().filter(({ subject }) => subject === 'Inspect site 4');
	world.server.store.update(edited!.id, { subject: 'Inspect site 4 again' });
	await world.sql(`update tasks set status = 'Done' where task_id_display = 'T-5'`);
	await world.sql(`insert into tasks (task_id_display, task_title, status) values ('T-99', 'Order parts', 'To Do')`);
	world.server.store.create({ subject: 'Call the supplier' });

	const second = summaryOf(await start('Every 15 minutes'));
	expect(second).toMatchObject({ status: 'done', mode: 'incremental', failureCount: 0, conflictCount: 0 });
	expect(await differencesBetween(world)).toEqual([]);
	expect((await world.sql<{ task_title: string }>(`select task_title from tasks where task_id_display = 'T-4'`))[0]?.task_title).toBe('Inspect site 4 again');

	const versions = async () => [await world.sql('select id, xmin::text from tasks order by id'), world.server.store.list().map(({ id, lockVersion }) => [id, lockVersion])];
	const before = await versions();
	expect(summaryOf(await start('Every 15 minutes'))).toMatchObject({ status: 'done', written: { local: 0, remote: 0 } });
	expect(await versions()).toEqual(before);
});

it('sends a true conflict to its place and keeps both values', async () => {
	await addTasks();
	summaryOf(await start('Full sync'));
	const [edited] = world.server.store.list().filter(({ subject }) => subject === 'Inspect site 7');
	world.server.store.update(edited!.id, { subject: 'From OpenProject' });
	await world.sql(`update tasks set task_title = 'From FLRTS' where task_id_display = 'T-7'`);

	const outcome = await start('Every 15 minutes');
	expect(outcome.itemsOf('Conflicts: notify here').map(({ json }) => [json['field'], json['base'], json['local'], json['remote']])).toEqual([['subject', 'Inspect site 7', 'From FLRTS', 'From OpenProject']]);
	expect(world.server.store.get(edited!.id)?.subject).toBe('From OpenProject');
});

it('sends a record that cannot be carried to its place, and carries the rest', async () => {
	await addTasks();
	await world.sql(`update tasks set priority = 'whenever' where task_id_display = 'T-6'`);
	const outcome = await start('Full sync');
	expect(outcome.itemsOf('Failures: notify here').map(({ json }) => json['message'])).toEqual([expect.stringContaining('whenever')]);
	expect(world.server.store.list().filter(({ project }) => project === world.server.projectIdentifier).length).toBeGreaterThanOrEqual(11);
});

it('sets up, previews without writing, and looks the preview up', async () => {
	await addTasks();
	const operate = async (operation: string) => {
		const outcome = await runWorkflow({
			workflow: oneNodeWorkflow({ ...RUN_SYNC, operation, mode: 'full_sync', project: { __rl: true, mode: 'id', value: world.server.projectIdentifier }, options: { type: 'Task', provenanceField: 'FLRTS ID' } }),
			nodeTypes: { ...plainNodes, 'n8n-nodes-batch-sync.batchSync': new BatchSync() },
			credentials: { postgres: credentialOf(world.databaseUrl), batchSyncOpenProjectApi: { baseUrl: world.server.url, apiKey: world.server.apiKey } },
			startAt: 'Start',
		});
		return outcome.itemsOf('Summary')[0]?.json ?? { failed: outcome.error };
	};
	const rows = await world.sql('select id, xmin::text from tasks order by id');

	expect(await operate('setUp')).toMatchObject({ pair: 'flrts', schema: 'batch_sync', applied: allMigrations.map(({ version }) => version) });
	expect(await operate('setUp')).toMatchObject({ applied: [] });
	const preview = await operate('previewPlan');
	expect(preview).toMatchObject({ status: 'previewed', plan: { remote: { create: 12 } }, written: { local: 0, remote: 0 } });
	expect(preview['operations']).toHaveLength(12);
	expect(await operate('getRun')).toMatchObject({ run: preview['run'], status: 'previewed' });

	expect(world.server.store.count).toBe(0);
	expect(await world.sql('select id, xmin::text from tasks order by id')).toEqual(rows);
});

it('says what is misspelt before anything is written', async () => {
	await addTasks();
	const fail = async (parameters: INodeParameters) => {
		const outcome = await runWorkflow({
			workflow: oneNodeWorkflow({ ...RUN_SYNC, project: { __rl: true, mode: 'id', value: world.server.projectIdentifier }, ...parameters }),
			nodeTypes: { ...plainNodes, 'n8n-nodes-batch-sync.batchSync': new BatchSync() },
			credentials: { postgres: credentialOf(world.databaseUrl), batchSyncOpenProjectApi: { baseUrl: world.server.url, apiKey: world.server.apiKey } },
			startAt: 'Start',
		});
		return outcome.error;
	};
	const field = (local: string, remote: string) => ({ mapping: 'custom', specifyFields: 'json', fieldsJson: JSON.stringify([{ name: 'title', local: [local], remote: [remote], lens: { kind: 'line' } }]) });

	expect(await fail({ table: { __rl: true, mode: 'name', value: 'task' } })).toContain('tasks');
	expect(await fail({ project: { __rl: true, mode: 'id', value: 'flrts-field-wrok' } })).toContain('flrts-field-work');
	expect(await fail(field('task_titel', 'subject'))).toContain('task_title');
	expect(await fail(field('task_title', 'subjekt'))).toContain('subject');
	expect(await fail({ options: { type: 'Tsak' } })).toContain('Task');
	expect(await fail({ options: { remoteDelete: { effect: { effect: 'status', property: 'status', value: 'Rejectet' } } } })).toContain('Rejected');
	expect(await fail({ options: { provenanceField: 'FLRTS-ID' } })).toContain('FLRTS ID');
	expect(await fail({ mapping: 'custom', specifyFields: 'json', fieldsJson: JSON.stringify(['a', 'b'].map((name) => ({ name, local: ['task_title'], remote: [name === 'a' ? 'subject' : 'description'], lens: { kind: 'text' } }))) })).toContain("both map local column 'task_title'");
	expect(world.server.store.count).toBe(0);
});

it('sends a wrong API key and a missing database to the place for run errors', async () => {
	await addTasks();
	const refused = await start('Every 15 minutes', { apiKey: 'wrong' });
	expect(refused.itemsOf('Run error: notify here').map(({ json }) => String(json['error']))).toEqual([expect.stringMatching(/401|credential|API key/i)]);
	const missing = await start('Every 15 minutes', { database: 'no_such_database' });
	expect(missing.itemsOf('Run error: notify here').map(({ json }) => String(json['error']))).toEqual([expect.stringContaining('no_such_database')]);
	expect(world.server.store.list().filter(({ subject }) => subject.startsWith('Inspect site'))).toEqual([]);
});
