import type { INodeExecutionData } from 'n8n-workflow';
import { BatchSync } from '../../nodes/BatchSync/BatchSync.node';
import { OpenProjectTrigger } from '../../nodes/OpenProjectTrigger/OpenProjectTrigger.node';
import { runWorkflow, type RunOutcome } from '../support/n8nEngine';
import { credentialOf } from '../support/oneNodeWorkflow';
import { plainNodes } from '../support/plainNodes';
import { createSyncWorld, type SyncWorld } from '../support/syncWorld';
import { shippedWorkflow } from './shippedWorkflow';

/** The workflow as published, from what its trigger hands on, in n8n's engine, with a real PostgreSQL and the OpenProject stand-in. */
let world: SyncWorld;

beforeEach(async () => {
	world = await createSyncWorld();
	await world.sql(`insert into tasks (task_id_display, task_title) select 'T-' || n, 'Task ' || n from generate_series(1, 5) n`);
	await world.run('full_sync');
});
afterEach(async () => await world.close());

const workflow = shippedWorkflow('openproject-webhook-sync.json');

async function start(trigger: string, items: INodeExecutionData[] = [{ json: {} }]): Promise<RunOutcome> {
	return await runWorkflow({
		workflow,
		// A webhook needs a server; what it hands on is given.
		nodeTypes: { ...plainNodes, 'n8n-nodes-batch-sync.openProjectTrigger': plainNodes['n8n-nodes-base.manualTrigger']!, 'n8n-nodes-batch-sync.batchSync': new BatchSync() },
		credentials: { postgres: credentialOf(world.databaseUrl), batchSyncOpenProjectApi: { baseUrl: world.server.url, apiKey: world.server.apiKey } },
		startAt: trigger, items, mode: 'trigger',
	});
}

it('carries the work package that was reported at once, and leaves the others to the schedule', async () => {
	const [one, other] = world.server.store.list();
	world.server.store.update(one!.id, { subject: 'Edited there' });
	world.server.store.update(other!.id, { subject: 'Edited there too' });
	const outcome = await start('OpenProject changed', [{ json: { action: 'work_package:updated', ids: [String(one!.id)] } }]);
	expect(outcome.itemsOf('Run finished')[0]?.json).toMatchObject({ status: 'done', mode: 'delta_sync', effectiveMode: 'delta_sync', written: { local: 1, remote: 0 } });
	expect(await world.sql(`select count(*)::int as edited from tasks where task_title like 'Edited there%'`)).toEqual([{ edited: 1 }]);
	const scheduled = await start('Every 15 minutes');
	expect(scheduled.itemsOf('Run finished')[0]?.json).toMatchObject({ status: 'done', mode: 'incremental', written: { local: 1, remote: 0 } });
});

it('names the trigger as it is, with events it knows', () => {
	const trigger = workflow.nodes.find(({ name }) => name === 'OpenProject changed');
	const { description } = new OpenProjectTrigger();
	const known = (description.properties.find(({ name }) => name === 'events')?.options ?? []).map((option) => ('value' in option ? option.value : null));
	expect(trigger?.type).toBe(`n8n-nodes-batch-sync.${description.name}`);
	expect(known).toEqual(expect.arrayContaining(trigger?.parameters['events'] as string[]));
	expect(Object.keys(trigger?.credentials ?? {})).toEqual(description.credentials?.map(({ name }) => name));
});
