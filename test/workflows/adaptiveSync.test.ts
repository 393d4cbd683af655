import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BatchSync } from '../../nodes/BatchSync/BatchSync.node';
import { SyncMetrics } from '../../nodes/SyncMetrics/SyncMetrics.node';
import { runWorkflow, type RunOutcome, type WorkflowJson } from '../support/n8nEngine';
import { credentialOf } from '../support/oneNodeWorkflow';
import { plainNodes } from '../support/plainNodes';
import { createSyncWorld, type SyncWorld } from '../support/syncWorld';

const shipped = JSON.parse(readFileSync(join(__dirname, '../../workflows/adaptive-sync.json'), 'utf8')) as WorkflowJson & { active: boolean };
let world: SyncWorld;

beforeEach(async () => {
	world = await createSyncWorld();
	await world.sql(`insert into tasks (task_id_display, task_title, status) values ('T-1', 'Inspect the roof', 'To Do')`);
});
afterEach(async () => await world.close());

const start = async (startAt: 'Every minute' | 'Full sync'): Promise<RunOutcome> => {
	const outcome = await runWorkflow({
		workflow: shipped, startAt, mode: startAt === 'Full sync' ? 'manual' : 'trigger',
		nodeTypes: { ...plainNodes, 'n8n-nodes-batch-sync.batchSync': new BatchSync(), 'n8n-nodes-batch-sync.syncMetrics': new SyncMetrics() },
		credentials: { postgres: credentialOf(world.databaseUrl), batchSyncOpenProjectApi: { baseUrl: world.server.url, apiKey: world.server.apiKey } },
	});
	expect([outcome.error, outcome.itemsOf('Run error: notify here')]).toEqual([undefined, []]);
	return outcome;
};
const runs = async (): Promise<number> => (await world.sql<{ count: number }>('select count(*)::int as count from batch_sync.run'))[0]?.count ?? 0;
/** Lets time pass by moving the runs into the past. */
const wait = async (time: string): Promise<void> => void (await world.sql(`update batch_sync.run set started_at = started_at - interval '${time}', finished_at = finished_at - interval '${time}'`));

it('runs when it is due and not before, with the batch size recommended', async () => {
	expect((await start('Full sync')).itemsOf('Run finished')[0]?.json).toMatchObject({ status: 'done', written: { remote: 1 } });
	const early = await start('Every minute');
	expect(early.itemsOf('Not yet').map(({ json }) => [json['isDue'], typeof json['intervalReason']])).toEqual([[false, 'string']]);
	expect(await runs()).toBe(1);

	await wait('61 minutes');
	const [before] = (await start('Every minute')).itemsOf('Run finished');
	expect(before?.json).toMatchObject({ status: 'done', mode: 'incremental' });
	expect(await runs()).toBe(2);
	expect((await start('Every minute')).itemsOf('Not yet')).toHaveLength(1);
});

it('runs all the same where nothing can be recommended', async () => {
	expect((await start('Every minute')).itemsOf('Run finished')[0]?.json).toMatchObject({ status: 'done', written: { remote: 1 } });
});

