import { BatchSync } from '../../nodes/BatchSync/BatchSync.node';
import { DatabaseError } from '../../src/errors';
import type { RunResult } from '../../src/run';
import { conflict, failure, nodeWith, recordingEngine, result, type EngineCall } from '../nodes/BatchSync/scriptedEngine';
import { runWorkflow, type RunOutcome } from '../support/n8nEngine';
import { CREDENTIALS } from '../support/oneNodeWorkflow';
import { plainNodes } from '../support/plainNodes';
import { shippedWorkflow } from './shippedWorkflow';

const workflow = shippedWorkflow();

async function runFrom(trigger: string, answer: RunResult | Error): Promise<{ outcome: RunOutcome; calls: readonly EngineCall[] }> {
	const { engine, calls } = recordingEngine(answer);
	const outcome = await runWorkflow({ workflow, nodeTypes: { ...plainNodes, 'n8n-nodes-batch-sync.batchSync': nodeWith(engine) }, credentials: CREDENTIALS, startAt: trigger, mode: trigger === 'Full sync' ? 'manual' : 'trigger' });
	return { outcome, calls };
}

describe('the workflow as published', () => {
	it('runs an incremental sync on the schedule', async () => {
		const { outcome, calls } = await runFrom('Every 15 minutes', result());
		expect(outcome.order).toEqual(['Every 15 minutes', 'Only what changed', 'Batch Sync', 'Did the run stop?', 'Run finished']);
		expect(calls.map(({ request }) => [request.mode, request.trigger])).toEqual([['incremental', 'trigger']]);
	});

	it('runs a full sync by hand', async () => {
		const { outcome, calls } = await runFrom('Full sync', result({ mode: 'full_sync' }));
		expect(outcome.order).toEqual(['Full sync', 'Everything', 'Batch Sync', 'Did the run stop?', 'Run finished']);
		expect(calls.map(({ request }) => [request.mode, request.trigger])).toEqual([['full_sync', 'manual']]);
	});

	it('syncs public.tasks with the project flrts-field-work in the same pair whichever way it is started', async () => {
		const [scheduled, manual] = [await runFrom('Every 15 minutes', result()), await runFrom('Full sync', result())];
		expect(scheduled.calls[0]?.pair).toEqual(manual.calls[0]?.pair);
		expect(scheduled.calls[0]?.pair).toMatchObject({ name: 'flrts', local: { schema: 'public', table: 'tasks' }, remote: { project: 'flrts-field-work', type: 'Task' } });
	});

	it('has a place for conflicts and one for failures', async () => {
		const { outcome } = await runFrom('Every 15 minutes', result({ conflictCount: 1, conflicts: [conflict()], failureCount: 1, failures: [failure()] }));
		expect(outcome.itemsOf('Conflicts: notify here').map(({ json }) => json['field'])).toEqual(['subject']);
		expect(outcome.itemsOf('Failures: notify here').map(({ json }) => json['code'])).toEqual(['PROPERTY']);
		expect(outcome.itemsOf('Run finished')).toHaveLength(1);
	});

	it.each(['stopped_by_guard', 'cancelled'] as const)('has a place for a run that is %s', async (status) => {
		const { outcome } = await runFrom('Every 15 minutes', result({ status }));
		expect(outcome.itemsOf('Run stopped: notify here').map(({ json }) => json['status'])).toEqual([status]);
		expect(outcome.itemsOf('Run finished')).toEqual([]);
	});

	it.each(['skipped', 'partial', 'done'] as const)('raises no alarm for a run that is %s', async (status) => {
		const { outcome } = await runFrom('Every 15 minutes', result({ status }));
		expect(outcome.itemsOf('Run finished').map(({ json }) => json['status'])).toEqual([status]);
		expect(outcome.itemsOf('Run stopped: notify here')).toEqual([]);
	});

	it('has a place for a run that could not happen, with the reason', async () => {
		const { outcome } = await runFrom('Every 15 minutes', new DatabaseError('PostgreSQL refused the password of user sync.', '28P01'));
		expect(outcome.status).toBe('success');
		expect(outcome.itemsOf('Run error: notify here').map(({ json }) => json['error'])).toEqual(['PostgreSQL refused the password of user sync.']);
		expect(outcome.itemsOf('Run finished')).toEqual([]);
	});
});

describe('as an import', () => {
	/** Versions of n8n's nodes that n8n 1.99 already has. */
	const OLDEST: Readonly<Record<string, number>> = {
		'n8n-nodes-base.scheduleTrigger': 1.2,
		'n8n-nodes-base.manualTrigger': 1,
		'n8n-nodes-base.set': 3.4,
		'n8n-nodes-base.if': 2.2,
		'n8n-nodes-base.noOp': 1,
		'n8n-nodes-base.stickyNote': 1,
		'n8n-nodes-batch-sync.batchSync': 1,
	};

	it('uses only nodes and versions that the oldest supported n8n has', () => {
		const newer = workflow.nodes.filter((node) => node.typeVersion > (OLDEST[node.type] ?? 0));
		expect(newer.map(({ name, type, typeVersion }) => `${name}: ${type} ${typeVersion}`)).toEqual([]);
	});

	it('sets only parameters that the node has', () => {
		const { properties } = new BatchSync().description;
		const sync = workflow.nodes.find(({ type }) => type === 'n8n-nodes-batch-sync.batchSync');
		const known = new Set(properties.map(({ name }) => name));
		expect(Object.keys(sync?.parameters ?? {}).filter((name) => !known.has(name))).toEqual([]);

		const form = properties.find((property) => property.name === 'options' && property.displayOptions?.show?.['operation']?.includes('runSync'));
		const options = new Set((form?.options ?? []).map(({ name }) => name));
		expect(Object.keys(sync?.parameters['options'] ?? {}).filter((name) => !options.has(name))).toEqual([]);
	});

	it('connects only nodes that exist, and leaves none but notes unconnected', () => {
		const names = new Set(workflow.nodes.map(({ name }) => name));
		const targets = Object.values(workflow.connections).flatMap(({ main }) => (main ?? []).flatMap((output) => (output ?? []).map(({ node }) => node)));
		expect([...Object.keys(workflow.connections), ...targets].filter((name) => !names.has(name))).toEqual([]);
		const connected = new Set([...Object.keys(workflow.connections), ...targets]);
		expect(workflow.nodes.filter(({ name, type }) => !connected.has(name) && !type.endsWith('stickyNote')).map(({ name }) => name)).toEqual([]);
	});

	it('carries no credential ids, and is not active', () => {
		const raw = jest.requireActual<{ active: boolean; nodes: Array<{ credentials?: Record<string, { id: string }> }> }>('../../workflows/flrts-openproject-sync.json');
		expect(raw.active).toBe(false);
		expect(raw.nodes.flatMap(({ credentials }) => Object.values(credentials ?? {}).map(({ id }) => id))).toEqual(['', '']);
	});
});
