import type { INodeParameters } from 'n8n-workflow';
import { BatchSync } from '../../nodes/BatchSync/BatchSync.node';
import { differencesBetween } from '../support/compareFlrts';
import { runWorkflow, type RunOutcome } from '../support/n8nEngine';
import { credentialOf, oneNodeWorkflow, RUN_SYNC } from '../support/oneNodeWorkflow';
import { plainNodes } from '../support/plainNodes';
import { createSyncWorld, type SyncWorld } from '../support/syncWorld';

/** The node as shipped, in n8n's engine, with a real PostgreSQL and the OpenProject stand-in behind it. */
let world: SyncWorld;

beforeEach(async () => {
	world = await createSyncWorld();
	await world.sql(`insert into tasks (task_id_display, task_title, priority) select 'T-' || lpad(n::text, 2, '0'), 'Task ' || n, 'Medium' from generate_series(1, 40) n`);
});
afterEach(async () => await world.close());

async function run(parameters: INodeParameters): Promise<RunOutcome> {
	return await runWorkflow({
		workflow: oneNodeWorkflow({ authentication: 'apiKey', pair: 'flrts', options: {}, ...parameters }),
		nodeTypes: { ...plainNodes, 'n8n-nodes-batch-sync.batchSync': new BatchSync() },
		credentials: { postgres: credentialOf(world.databaseUrl), batchSyncOpenProjectApi: { baseUrl: world.server.url, apiKey: world.server.apiKey } },
		startAt: 'Start',
	});
}

async function summary(parameters: INodeParameters): Promise<Record<string, unknown>> {
	const outcome = await run(parameters);
	const [item] = outcome.itemsOf('Batch Sync');
	if (item === undefined) throw new Error(`The workflow ended as ${outcome.status}: ${outcome.error}`);
	return item.json;
}

const sync = (mode: string): INodeParameters => ({ ...RUN_SYNC, mode, project: { __rl: true, mode: 'id', value: world.server.projectIdentifier } });
const rejected = (): number => world.server.store.list().filter(({ status }) => status === 'Rejected').length;

it('a guard stops, a person applies the plan, takes it back, releases what is on hold, and starts over; each by the pair’s name alone', async () => {
	expect(await summary(sync('full_sync'))).toMatchObject({ status: 'done', written: { remote: 40 } });
	await world.sql(`delete from tasks where task_id_display > 'T-10'`);
	const stopped = await summary(sync('incremental'));
	expect(stopped).toMatchObject({ status: 'stopped_by_guard', written: { remote: 0 }, plan: { remote: { delete: 30 } } });

	const applied = await summary({ operation: 'applyPlan', plan: stopped['planId'] as string });
	expect(applied).toMatchObject({ status: 'done', task: 'apply_plan', written: { remote: 30 }, movedOnCount: 0 });
	expect(rejected()).toBe(30);
	expect((await run({ operation: 'applyPlan', plan: stopped['planId'] as string })).error).toMatch(/was already applied, by run/);

	const preview = await summary({ operation: 'undoRun', run: applied['run'] as string });
	expect(preview).toMatchObject({ status: 'previewed', plan: { remote: { update: 30 } } });
	expect(rejected()).toBe(30);
	const undone = await summary({ operation: 'applyPlan', plan: preview['planId'] as string });
	expect(undone).toMatchObject({ status: 'done', written: { remote: 30 }, heldCount: 30 });
	expect(rejected()).toBe(0);
	expect(await summary(sync('incremental'))).toMatchObject({ status: 'done', written: { local: 0, remote: 0 }, heldCount: 30 });

	expect(await summary({ operation: 'releaseLinks', release: 'accept' })).toMatchObject({ status: 'done', heldCount: 0 });
	expect(await summary(sync('incremental'))).toMatchObject({ status: 'done', written: { local: 0, remote: 0 } });
	expect((await run({ operation: 'releaseLinks' })).error).toMatch(/has no links on hold/);

	const resync = await summary({ operation: 'resync' });
	expect(resync).toMatchObject({ status: 'previewed', plan: { remote: { delete: 0 }, local: { delete: 0 } } });
	expect(await summary({ operation: 'resync', how: 'now' })).toMatchObject({ status: 'done', written: { local: 0, remote: 0 } });
});

it('a run that goes on is seen and cancelled from another execution, and the next goes on', async () => {
	world.server.latencyMs = 100;
	const running = summary(sync('full_sync'));
	let seen: Record<string, unknown> = {};
	while ((seen['progress'] as { step?: string } | null)?.step !== 'apply') {
		const outcome = await run({ operation: 'getRun' });
		seen = outcome.itemsOf('Batch Sync')[0]?.json ?? {};
	}
	expect(seen).toMatchObject({ status: 'running', message: expect.stringMatching(/^Running: writing/) as string });
	const cancelled = await summary({ operation: 'cancelRun' });
	expect(cancelled).toMatchObject({ status: 'cancelled', run: seen['run'], isCancelRequested: true });
	expect(await running).toMatchObject({ status: 'cancelled' });
	expect((await run({ operation: 'cancelRun' })).error).toMatch(/No run of pair 'flrts' is going on/);
	world.server.latencyMs = 0;
	expect(await summary(sync('full_sync'))).toMatchObject({ status: 'done' });
	expect(await differencesBetween(world)).toEqual([]);
});
