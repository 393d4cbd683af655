import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType } from 'n8n-workflow';
import { BatchSync } from '../../../nodes/BatchSync/BatchSync.node';
import { SyncConsoleTrigger } from '../../../nodes/SyncConsole/SyncConsoleTrigger.node';
import { runWorkflow, type RunOutcome } from '../../support/n8nEngine';
import { credentialOf } from '../../support/oneNodeWorkflow';
import { plainNodes } from '../../support/plainNodes';
import { shippedWorkflow } from '../../workflows/shippedWorkflow';
import { createConsoleWorld, formOn, type ConsoleWorld } from './consoleWorld';

/** The workflow as published, from what the console's buttons hand on, in n8n's engine, with a real PostgreSQL and the OpenProject stand-in. */
const workflow = shippedWorkflow('sync-console.json');
let world: ConsoleWorld;

beforeEach(async () => {
	world = await createConsoleWorld();
});
afterEach(async () => await world.close());

/** n8n's Switch as far as the workflow uses it: rules, each with an output; conditions are evaluated by n8n. */
const switchNode: INodeType = {
	description: {
		displayName: 'Switch', name: 'switch', group: ['transform'], version: [3.2], description: '', defaults: {}, inputs: [NodeConnectionTypes.Main],
		outputs: Array.from({ length: 5 }, () => NodeConnectionTypes.Main),
		properties: [{ displayName: 'Rules', name: 'rules', type: 'fixedCollection', typeOptions: { multipleValues: true }, default: {}, options: [{ displayName: 'Values', name: 'values', values: [{ displayName: 'Conditions', name: 'conditions', type: 'filter', default: {}, typeOptions: { filter: { version: 2 } } }] }] }],
	},
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const rules = this.getNodeParameter('rules.values', 0) as unknown[];
		const outputs: INodeExecutionData[][] = rules.map(() => []);
		for (const [item, data] of this.getInputData().entries()) {
			const index = rules.findIndex((_rule, rule) => this.getNodeParameter(`rules.values[${rule}].conditions`, item, false, { extractValue: true }) as boolean);
			outputs[index]?.push({ ...data, pairedItem: { item } });
		}
		return await Promise.resolve(outputs);
	},
};

async function start(item: object): Promise<RunOutcome> {
	return await runWorkflow({
		workflow,
		// A webhook needs a server; what the console hands on is given.
		nodeTypes: { ...plainNodes, 'n8n-nodes-base.switch': switchNode, 'n8n-nodes-batch-sync.syncConsoleTrigger': plainNodes['n8n-nodes-base.manualTrigger']!, 'n8n-nodes-batch-sync.batchSync': new BatchSync() },
		credentials: { postgres: credentialOf(world.sync.databaseUrl), batchSyncOpenProjectApi: { baseUrl: world.sync.server.url, apiKey: world.sync.server.apiKey } },
		startAt: 'Sync Console', items: [{ json: item as never }], mode: 'webhook',
	});
}

/** Presses a button of a page, and gives the workflow what the console handed on. */
async function press(page: string, action: string, more: Record<string, string> = {}): Promise<RunOutcome> {
	const form = formOn((await world.get(page)).text, action);
	for (const [name, value] of Object.entries(more)) form.set(name, value);
	expect((await world.post(form)).status).toBe(303);
	return await start(world.host.started.at(-1)?.[0]?.json ?? {});
}

const statusOf = (outcome: RunOutcome): unknown => outcome.itemsOf('Done: notify here').map(({ json }) => json['status']);

it('runs, applies decisions, undoes, and says where there is nothing to cancel', async () => {
	await world.sync.sql(`insert into tasks (task_id_display, task_title) values ('T-0', 'Base')`);
	expect(statusOf(await start({ action: 'run_now', pair: 'flrts', mode: 'full_sync', ids: [], run: '', plan: '' }))).toEqual(['done']);
	await world.sync.sql(`update tasks set task_title = 'Mine'`);
	world.sync.server.store.update(1, { subject: 'Theirs' });
	const found = await press('', 'run_now', { mode: 'incremental' });
	expect([statusOf(found), found.itemsOf('Conflicts: notify here').map(({ json }) => json['field'])]).toEqual([['done'], ['subject']]);

	const form = formOn((await world.get('?page=record&link=1')).text, 'decide');
	form.set(`choice.${form.get('shown')}`, 'local');
	await world.post(form);
	const applied = await press('', 'apply_decisions');
	expect(applied.itemsOf('Done: notify here')[0]?.json).toMatchObject({ status: 'done', mode: 'delta_sync', conflictCount: 0, written: { local: 0, remote: 1 } });
	expect(world.sync.server.store.list().map(({ subject }) => subject)).toEqual(['Mine']);

	const undone = await press('?page=run&run=3', 'undo_run', { sure: 'yes' });
	expect(statusOf(undone)).toEqual(['done']);
	expect(world.sync.server.store.list().map(({ subject }) => subject)).toEqual(['Theirs']);
	const cancelled = await start({ action: 'cancel_run', pair: 'flrts', mode: '', ids: [], run: '4', plan: '' });
	expect(cancelled.itemsOf('Error: notify here')[0]?.json).toMatchObject({ error: expect.stringContaining('Run 4 is over') as string });
});

it('applies a plan without its deletions where that was ticked', async () => {
	await world.sync.sql(`insert into tasks (task_id_display, task_title) select 'T-' || n, 'Task ' || n from generate_series(1, 60) n`);
	await start({ action: 'run_now', pair: 'flrts', mode: 'full_sync', ids: [], run: '', plan: '' });
	await world.sync.sql(`delete from tasks where task_id_display in (select 'T-' || n from generate_series(1, 40) n)`);
	await world.sync.sql(`update tasks set task_title = 'Edited' where task_id_display = 'T-60'`);
	expect(statusOf(await start({ action: 'run_now', pair: 'flrts', mode: 'incremental', ids: [], run: '', plan: '' }))).toEqual(['stopped_by_guard']);
	const outcome = await press('?page=plan&plan=2', 'apply_plan', { withholdDeletes: 'true' });
	expect(outcome.itemsOf('Done: notify here')[0]?.json).toMatchObject({ status: 'done', written: { local: 0, remote: 1 } });
	expect(world.sync.server.store.list().filter(({ subject }) => subject === 'Edited')).toHaveLength(1);
});

it('has a branch for every button, and names the trigger and its credentials as they are', async () => {
	const trigger = workflow.nodes.find(({ name }) => name === 'Sync Console');
	const { description } = new SyncConsoleTrigger();
	expect(trigger?.type).toBe(`n8n-nodes-batch-sync.${description.name}`);
	expect(trigger?.webhookId).toMatch(/^[0-9a-f-]{36}$/);
	expect(Object.keys(trigger?.credentials ?? {})).toEqual(['postgres', 'httpBasicAuth']);
	const rules = (workflow.nodes.find(({ type }) => type.endsWith('.switch'))?.parameters['rules'] as { values: Array<{ conditions: { conditions: Array<{ rightValue: string }> } }> }).values;
	expect(rules.map(({ conditions }) => conditions.conditions[0]?.rightValue)).toEqual(['run_now', 'apply_decisions', 'apply_plan', 'undo_run', 'cancel_run']);
});
