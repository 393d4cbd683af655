import type { INodeParameters } from 'n8n-workflow';
import type { SyncEngine } from '../../../nodes/BatchSync/engine';
import { ConfigurationError } from '../../../src/errors';
import { flrtsPreset } from '../../../src/mapping';
import type { PairConfiguration, RunTask, RunView } from '../../../src/run';
import { runWorkflow, type RunOutcome } from '../../support/n8nEngine';
import { CREDENTIALS, oneNodeWorkflow } from '../../support/oneNodeWorkflow';
import { plainNodes } from '../../support/plainNodes';
import { closedDatabase, nodeWith, recordingEngine, result } from './scriptedEngine';

/** What the pair was last run with, as the engine would give it. */
const stored = {
	...flrtsPreset({ timeZone: 'Europe/Berlin' }), name: 'flrts', direction: 'both',
	local: { schema: 'public', table: 'tasks' }, remote: { project: 'field-work', type: 'Task', provenanceField: null },
} as unknown as PairConfiguration;

async function runNode(engine: Partial<SyncEngine>, parameters: INodeParameters, onError?: 'continueRegularOutput'): Promise<RunOutcome> {
	return await runWorkflow({
		workflow: oneNodeWorkflow({ authentication: 'apiKey', pair: 'flrts', options: {}, ...parameters }, onError === undefined ? {} : { onError }),
		nodeTypes: { ...plainNodes, 'n8n-nodes-batch-sync.batchSync': nodeWith(engine) },
		credentials: CREDENTIALS,
		startAt: 'Start',
	});
}

describe('operations on a pair that is known', () => {
	const requests: ReadonlyArray<readonly [string, INodeParameters, { readonly mode: string; readonly preview: boolean; readonly task: RunTask }]> = [
		['Apply Plan', { operation: 'applyPlan', plan: '42' }, { mode: 'incremental', preview: false, task: { kind: 'apply_plan', plan: '42', withholdDeletes: false, pairings: 'leave', pairingsOf: [] } }],
		['Apply Plan with everything', { operation: 'applyPlan', plan: '={{ 42 }}', withholdDeletes: true, pairings: 'pair', pairingsOf: '7, 8' }, { mode: 'incremental', preview: false, task: { kind: 'apply_plan', plan: '42', withholdDeletes: true, pairings: 'pair', pairingsOf: ['7', '8'] } }],
		['Undo Run looks first', { operation: 'undoRun', run: '5' }, { mode: 'incremental', preview: true, task: { kind: 'undo', run: '5' } }],
		['Undo Run at once', { operation: 'undoRun', run: '5', how: 'now' }, { mode: 'incremental', preview: false, task: { kind: 'undo', run: '5' } }],
		['Resync looks first', { operation: 'resync' }, { mode: 'full_sync', preview: true, task: { kind: 'resync' } }],
		['Release Links', { operation: 'releaseLinks' }, { mode: 'incremental', preview: false, task: { kind: 'release', how: 'take_up', run: null, records: [] } }],
		['Release Links of one undo', { operation: 'releaseLinks', release: 'accept', undoRun: '6', records: 'a, b' }, { mode: 'incremental', preview: false, task: { kind: 'release', how: 'accept', run: '6', records: ['a', 'b'] } }],
	];

	it.each(requests)('%s', async (_name, parameters, expected) => {
		const asked: unknown[] = [];
		const { engine, calls } = recordingEngine(result({ task: expected.task.kind }));
		const outcome = await runNode({ ...engine, readConfiguration: async (_ports, query) => { asked.push(query); return await Promise.resolve(stored); } }, parameters);

		expect(outcome.error).toBeUndefined();
		expect(asked).toEqual([{ pair: 'flrts', plan: expected.task.kind === 'apply_plan' ? '42' : null }]);
		expect(calls).toHaveLength(1);
		expect(calls[0]?.request).toMatchObject(expected);
		expect(calls[0]?.pair).toEqual(stored);
	});

	it('says what of a plan did not fit any more, and where the next plan waits', async () => {
		const movedOn = [{ id: '1', side: 'remote' as const, kind: 'update', localKey: '["a"]', remoteId: '7', title: 'Inspect', values: {}, before: {}, reason: 'changed in local', message: 'The row was edited since the plan was made.' }];
		const { engine } = recordingEngine(result({ task: 'apply_plan', movedOnCount: 120, movedOn: Array.from({ length: 120 }, () => movedOn[0]!), planId: '9' }));
		const outcome = await runNode({ ...engine, readConfiguration: async () => await Promise.resolve(stored) }, { operation: 'applyPlan', plan: '8' });
		const summary = outcome.itemsOf('Batch Sync')[0]?.json;

		expect(summary).toMatchObject({ planId: '9', movedOnCount: 120, movedOnNote: 'The first 100 of 120 operations that no longer fitted.' });
		expect(summary?.['movedOn']).toHaveLength(100);
		expect(outcome.taskOf('Batch Sync')?.hints?.map(({ message }) => message).join(' ')).toMatch(/120 operations of the plan no longer fitted/);
	});

	it.each([
		['an empty plan', { operation: 'applyPlan', plan: ' ' }, 'Plan ID is empty. Give the planId'],
		['an empty run', { operation: 'undoRun', run: ' ' }, 'Run ID is empty. Give the run'],
		['an unknown way', { operation: 'undoRun', run: '1', how: '={{ "maybe" }}' }, "What to Do is 'maybe'. Pick one of: now, preview."],
		['history shorter than undo', { operation: 'resync', options: { keepImagesDays: 30, keepHistoryDays: 10 } }, 'Keep History (Days) is 10. Give at least as many as Keep for Undo (Days), which is 30.'],
	])('refuses %s before anything is opened', async (_name, parameters, message) => {
		const outcome = await runNode({}, parameters as INodeParameters);
		expect(outcome.status).toBe('error');
		expect(outcome.error).toContain(message);
	});

	it('passes on what the engine refuses, closes the database, and goes on to the next item where it may', async () => {
		const sentence = 'Plan 8 was already applied, by run 9. A plan is applied once; make a new one with Preview Plan.';
		let open = 0;
		const engine: Partial<SyncEngine> = {
			...recordingEngine(new ConfigurationError(sentence)).engine,
			readConfiguration: async () => await Promise.resolve(stored),
			openDatabase: async () => { open += 1; return await Promise.resolve({ ...closedDatabase, close: async () => { open -= 1; await Promise.resolve(); } }); },
		};
		expect((await runNode(engine, { operation: 'applyPlan', plan: '8' })).error).toBe(sentence);
		expect((await runNode(engine, { operation: 'applyPlan', plan: '8' }, 'continueRegularOutput')).itemsOf('Batch Sync')[0]?.json).toEqual({ error: sentence });
		expect(open).toBe(0);
	});
});

describe('cancel run', () => {
	it('asks for the pair’s running run where none is named, without a credential for OpenProject', async () => {
		const asked: unknown[] = [];
		const view: RunView = { run: '9', pair: 'flrts', mode: 'full_sync', task: 'sync', status: 'cancelled', message: 'Cancelled after 3 writes.', startedAt: '', finishedAt: '', startedBy: '', progress: null, local: null, remote: null, conflictCount: 0, failureCount: 0, heartbeatAgeMs: null, isCancelRequested: true, planState: null, undoneBy: null, undoes: null, applies: null };
		const outcome = await runNode({ cancelRun: async (_ports, query) => { asked.push(query); return await Promise.resolve(view); } }, { operation: 'cancelRun', waitSeconds: 3 });
		expect(asked).toEqual([{ pair: 'flrts', run: null, waitMs: 3000 }]);
		expect(outcome.itemsOf('Batch Sync')[0]?.json).toMatchObject({ run: '9', status: 'cancelled' });
	});
});
