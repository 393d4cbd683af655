import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BatchSync } from '../../nodes/BatchSync/BatchSync.node';
import { SyncMetrics } from '../../nodes/SyncMetrics/SyncMetrics.node';
import { runWorkflow, type RunOutcome, type WorkflowJson } from '../support/n8nEngine';
import { credentialOf, oneNodeWorkflow, RUN_SYNC } from '../support/oneNodeWorkflow';
import { plainNodes } from '../support/plainNodes';
import { createSyncWorld, type SyncWorld } from '../support/syncWorld';

const shipped = JSON.parse(readFileSync(join(__dirname, '../../workflows/sync-health.json'), 'utf8')) as WorkflowJson & { active: boolean };
const nodeTypes = { ...plainNodes, 'n8n-nodes-batch-sync.batchSync': new BatchSync(), 'n8n-nodes-batch-sync.syncMetrics': new SyncMetrics() };
let world: SyncWorld;

beforeEach(async () => {
	world = await createSyncWorld();
});
afterEach(async () => await world.close());

const credentials = () => ({ postgres: credentialOf(world.databaseUrl), batchSyncOpenProjectApi: { baseUrl: world.server.url, apiKey: world.server.apiKey } });

async function sync(): Promise<void> {
	const project = { __rl: true, mode: 'id', value: world.server.projectIdentifier };
	const { itemsOf, error } = await runWorkflow({ workflow: oneNodeWorkflow({ ...RUN_SYNC, mode: 'full_sync', project, options: { type: 'Task', provenanceField: 'FLRTS ID' } }), nodeTypes, credentials: credentials(), startAt: 'Start' });
	expect([itemsOf('Summary')[0]?.json['status'], error]).toEqual(['done', undefined]);
}

const check = async (): Promise<RunOutcome> => await runWorkflow({ workflow: shipped, nodeTypes, credentials: credentials(), startAt: 'Check now' });

it('says nothing of a healthy sync, and tells of a schedule that stopped with what to do', async () => {
	await world.sql(`insert into tasks (task_id_display, task_title, status) values ('T-1', 'Inspect the roof', 'To Do')`);
	await sync();
	const healthy = await check();
	expect(healthy.error).toBeUndefined();
	expect(healthy.itemsOf('Healthy').map(({ json }) => [json['name'], json['state']])).toEqual([['flrts', 'healthy']]);
	expect(healthy.itemsOf('Not healthy: notify here')).toEqual([]);

	await world.sql(`update batch_sync.run set started_at = started_at - interval '5 hours', finished_at = finished_at - interval '5 hours'`);
	const stopped = await check();
	const [told] = stopped.itemsOf('Not healthy: notify here');
	expect(told?.json).toMatchObject({ subject: 'Sync flrts is critical', state: 'critical' });
	expect(told?.json['text']).toMatch(/\n- .*last good run.*5 h/i);
	expect(stopped.itemsOf('Healthy')).toEqual([]);
});

it('tells that nothing can be checked where there is no sync yet', async () => {
	const outcome = await check();
	expect(outcome.error).toBeUndefined();
	expect(outcome.itemsOf('Check failed: notify here').map(({ json }) => json)).toEqual([{ subject: 'The health of the sync could not be checked', text: expect.stringMatching(/run Batch Sync first|Set Up/) as string }]);
});

