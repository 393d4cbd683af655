import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { ConfigurationError, DatabaseError } from '../../../src/errors';
import { runWorkflow, type RunOptions, type RunOutcome } from '../../support/n8nEngine';
import { CREDENTIALS, oneNodeWorkflow, RUN_SYNC } from '../../support/oneNodeWorkflow';
import { plainNodes } from '../../support/plainNodes';
import { closedDatabase, conflict, counts, failure, nodeWith, recordingEngine, result } from './scriptedEngine';
import type { SyncEngine } from '../../../nodes/BatchSync/engine';
import { defaultSettings } from '../../../src/run';

/** Runs the node in n8n's engine with a scripted engine behind it. */
async function runNode(
	engine: Partial<SyncEngine>,
	options: { parameters?: INodeParameters; node?: Parameters<typeof oneNodeWorkflow>[1]; items?: INodeExecutionData[]; onStarted?: RunOptions['onStarted'] } = {},
): Promise<RunOutcome> {
	return await runWorkflow({
		workflow: oneNodeWorkflow({ ...RUN_SYNC, ...options.parameters }, options.node),
		nodeTypes: { ...plainNodes, 'n8n-nodes-batch-sync.batchSync': nodeWith(engine) },
		credentials: CREDENTIALS,
		startAt: 'Start',
		...(options.items === undefined ? {} : { items: options.items }),
		...(options.onStarted === undefined ? {} : { onStarted: options.onStarted }),
	});
}

describe('outputs', () => {
	it('gives one summary item with the counts of the run, pointing at its input item', async () => {
		const { engine } = recordingEngine(result({ remarks: ['Two people are not mapped.'] }));
		const outcome = await runNode(engine);

		expect(outcome.status).toBe('success');
		const [item, ...others] = outcome.itemsOf('Batch Sync');
		expect(others).toEqual([]);
		expect(item?.pairedItem).toEqual({ item: 0 });
		expect(item?.json).toMatchObject({ run: '7', pair: 'flrts', status: 'done', local: counts({ seen: 3, unchanged: 2, updated: 1 }), remarks: ['Two people are not mapped.'], lastError: null });
	});

	it('keeps long lists and a field named error out of the summary', async () => {
		const { engine } = recordingEngine(result({ conflictCount: 1, conflicts: [conflict()], failureCount: 1, failures: [failure()] }));
		const summary = (await runNode(engine)).itemsOf('Batch Sync')[0]?.json;

		expect(summary).not.toHaveProperty('conflicts');
		expect(summary).not.toHaveProperty('failures');
		expect(summary).not.toHaveProperty('operations');
		expect(summary).not.toHaveProperty('error');
		expect(summary?.['lastError']).toBe('The status cannot go from New to Closed.');
	});

	it('gives one item per conflict and per failure, each pointing at its input item', async () => {
		const { engine } = recordingEngine(result({ conflictCount: 2, conflicts: [conflict(), conflict({ id: '2', field: 'due' })], failureCount: 1, failures: [failure()] }));
		const outcome = await runNode(engine);

		expect(outcome.itemsOf('Conflicts').map((item) => [item.json['id'], item.json['pair']])).toEqual([['1', 'flrts'], ['2', 'flrts']]);
		expect(outcome.itemsOf('Failures').map((item) => item.json['code'])).toEqual(['PROPERTY']);
		for (const item of [...outcome.itemsOf('Batch Sync', 1), ...outcome.itemsOf('Batch Sync', 2)]) expect(item.pairedItem).toEqual({ item: 0 });
	});

	it('says in a last item how many more conflicts and failures there are', async () => {
		const { engine } = recordingEngine(result({ conflictCount: 1234, conflicts: [conflict()], failureCount: 9, failures: [failure()] }));
		const outcome = await runNode(engine);

		expect(outcome.itemsOf('Conflicts')[1]?.json).toMatchObject({ shown: 1, total: 1234, note: expect.stringContaining('1233 more conflicts') });
		expect(outcome.itemsOf('Failures')[1]?.json).toMatchObject({ shown: 1, total: 9, note: expect.stringContaining('8 more failures') });
	});

	it('shows at most a hundred planned operations and says so', async () => {
		const operation = { id: '1', side: 'remote' as const, kind: 'create', localKey: '["a"]', remoteId: null, title: 'A', values: { subject: 'A' }, before: null, reason: 'new row' };
		const { engine, calls } = recordingEngine(result({ status: 'previewed', operations: Array.from({ length: 101 }, (_, index) => ({ ...operation, id: String(index) })) }));
		const summary = (await runNode(engine, { parameters: { operation: 'previewPlan' } })).itemsOf('Batch Sync')[0]?.json;

		expect(calls[0]?.request.preview).toBe(true);
		expect(summary?.['operations']).toHaveLength(100);
		expect(summary?.['operationsNote']).toContain('first 100');
	});

	it('takes a skipped run for no failure', async () => {
		const { engine } = recordingEngine(result({ status: 'skipped', message: 'Running since 10:00.' }));
		const outcome = await runNode(engine);

		expect(outcome.status).toBe('success');
		expect(outcome.itemsOf('Summary')[0]?.json['status']).toBe('skipped');
	});

	it('shows how the run went, guards and remarks as hints', async () => {
		const guards = [{ guard: 'mass_delete' as const, message: '40 deletions are more than 25.', measured: 40, limit: 25 }];
		const { engine } = recordingEngine(result({ status: 'stopped_by_guard', message: 'Stopped by a guard.', guards, remarks: ['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7'] }));
		const hints = (await runNode(engine)).taskOf('Batch Sync')?.hints ?? [];

		expect(hints.map((hint) => hint.message)).toEqual([expect.stringMatching(/^Stopped by a guard\. \(6 records in 2\.0 s, 3 a second, 4 requests, 50 MB\)$/), '40 deletions are more than 25.', 'r1', 'r2', 'r3', 'r4', 'r5', '2 more remarks are in the Summary.']);
		expect(hints[0]?.type).toBe('warning');
	});
});

describe('several input items', () => {
	const items = [{ json: { mode: 'incremental' } }, { json: { mode: 'full_sync' } }, { json: { mode: 'reconciliation' } }];

	it('runs once per item, with that item\'s parameters', async () => {
		const { engine, calls } = recordingEngine(result({ conflictCount: 1, conflicts: [conflict()] }));
		const outcome = await runNode(engine, { parameters: { mode: '={{ $json.mode }}' }, items });

		expect(calls.map((call) => call.request.mode)).toEqual(['incremental', 'full_sync', 'reconciliation']);
		expect(outcome.itemsOf('Batch Sync').map((item) => item.pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(outcome.itemsOf('Batch Sync', 1).map((item) => item.pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
	});

	it('leaves its input items as they were', async () => {
		const { engine } = recordingEngine(result());
		const before = structuredClone(items);
		await runNode(engine, { parameters: { mode: '={{ $json.mode }}' }, items });
		expect(items).toEqual(before);
	});
});

describe('failures of a whole run', () => {
	const refused = new DatabaseError('PostgreSQL at 127.0.0.1:1 refused the connection (ECONNREFUSED).', 'ECONNREFUSED');

	it('stops with the engine\'s own sentence, and says what to do', async () => {
		const outcome = await runNode(recordingEngine(refused).engine);

		expect(outcome.status).toBe('error');
		expect(outcome.error).toBe('PostgreSQL at 127.0.0.1:1 refused the connection (ECONNREFUSED).');
		expect(outcome.taskOf('Batch Sync')?.error).toMatchObject({ description: expect.stringContaining('Check the PostgreSQL credential'), context: expect.objectContaining({ itemIndex: 0 }) });
	});

	it('fails on a run whose status is failed', async () => {
		const outcome = await runNode(recordingEngine(result({ status: 'failed', message: 'The table public.tasks has no primary key.' })).engine);
		expect(outcome.error).toBe('The table public.tasks has no primary key.');
	});

	it('becomes an item with nothing but the message where the node continues on failure', async () => {
		const outcome = await runNode(recordingEngine(refused, result()).engine, { node: { onError: 'continueRegularOutput' }, items: [{ json: { a: 1 } }, { json: { a: 2 } }] });

		expect(outcome.status).toBe('success');
		expect(outcome.itemsOf('Batch Sync')[0]).toEqual({ json: { error: refused.message }, pairedItem: { item: 0 } });
		expect(outcome.itemsOf('Batch Sync')[1]).toMatchObject({ json: { status: 'done' }, pairedItem: { item: 1 } });
	});

	it('goes to the error output where the node has one', async () => {
		const outcome = await runNode(recordingEngine(refused).engine, { node: { onError: 'continueErrorOutput' } });

		expect(outcome.itemsOf('Summary')).toEqual([]);
		expect(outcome.itemsOf('Errors').map((item) => item.json)).toEqual([{ error: refused.message }]);
	});
});

describe('what the engine is called with', () => {
	it.each([['Bug', 'Bug'], ['*', null], ['', 'Task']])('with Work Package Type %p covers the type %p', async (type, expected) => {
		const { engine, calls } = recordingEngine(result());
		await runNode(engine, { parameters: { options: { type } } });
		expect(calls[0]?.pair.remote.type).toBe(expected);
	});

	it('has the documented defaults', async () => {
		const { engine, calls } = recordingEngine(result());
		await runNode(engine);

		expect(calls[0]?.allowSetUp).toBe(true);
		expect(calls[0]?.ports.schema).toBe('batch_sync');
		expect(calls[0]?.settings).toEqual({
			...defaultSettings,
			batchSize: 50,
			workers: 3,
			guards: { maxDeletes: 25, maxDeletePercent: 10, maxChangePercent: 90, letThrough: [] },
			deadlineMs: 900_000,
			cadenceMs: 900_000,
			completeEveryMs: 86_400_000,
			overlapMs: 600_000,
			tieMs: 120_000,
			leaseMs: 75_000,
			heartbeatMs: 1000,
			requestDeadlineMs: 60_000,
			createMarginMs: 5000,
			reportLimit: 1000,
		});
		expect(calls[0]?.request).toMatchObject({ mode: 'incremental', preview: false, trigger: 'manual', startedBy: expect.stringContaining("workflow 'Test'") });
		expect(calls[0]?.pair).toMatchObject({
			name: 'flrts',
			local: { schema: 'public', table: 'tasks' },
			remote: { project: 'flrts', type: 'Task', provenanceField: null, dates: { scheduling: 'keep', nonWorkingDays: 'keep' } },
			direction: 'both',
			noBasePolicies: [{ kind: 'manual' }],
			deletePolicy: { remote: { effect: 'status', property: 'status', value: 'Rejected' }, local: { effect: 'none' }, versusUpdate: 'edit_wins' },
		});
	});

	it('passes n8n\'s cancellation on', async () => {
		let aborted: boolean | undefined;
		let cancel: () => void = () => undefined;
		const running = runNode(
			{
				runSync: async (ports) => {
					const signal = ports.signal;
					const seen = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
					cancel();
					await seen;
					aborted = signal?.aborted;
					return result({ status: 'cancelled' });
				},
			},
			{ onStarted: (stop) => { cancel = stop; } },
		);
		const outcome = await running;

		expect(outcome.status).toBe('canceled');
		expect(aborted).toBe(true);
	});

	it('passes on whose dates count', async () => {
		const { engine, calls } = recordingEngine(result());
		await runNode(engine, { parameters: { options: { scheduling: 'openproject', nonWorkingDays: 'openproject' } } });
		expect(calls[0]?.pair.remote.dates).toEqual({ scheduling: 'openproject', nonWorkingDays: 'openproject' });
	});

	it('takes a project from its address', async () => {
		const { engine, calls } = recordingEngine(result());
		await runNode(engine, { parameters: { project: { __rl: true, mode: 'url', value: 'https://op.example.com/base/projects/field-work/work_packages' } } });
		expect(calls[0]?.pair.remote.project).toBe('field-work');
	});

	it('passes named records of a delta sync on, without repeats', async () => {
		const { engine, calls } = recordingEngine(result());
		await runNode(engine, { parameters: { mode: 'delta_sync', ids: '={{ [1528, "a-1", 1528] }}' } });
		expect(calls[0]?.request.ids).toEqual(['1528', 'a-1']);
	});
});

describe('connections', () => {
	it.each([
		['after a run', result()],
		['after a run that was refused', new ConfigurationError('No such project.')],
	])('are closed %s', async (_name, answer) => {
		let open = 0;
		const openDatabase: SyncEngine['openDatabase'] = async () => {
			open += 1;
			return await Promise.resolve({ ...closedDatabase, close: async () => { open -= 1; await Promise.resolve(); } });
		};
		const { engine, calls } = recordingEngine(answer);
		await runNode({ ...engine, openDatabase });
		expect([calls.length, open]).toEqual([1, 0]);
	});

	it('are opened with n8n\'s Postgres credential', async () => {
		const settings: unknown[] = [];
		const { engine } = recordingEngine(result());
		await runNode({ ...engine, openDatabase: async (given) => { settings.push(given); return await Promise.resolve(closedDatabase); } });
		expect(settings).toEqual([expect.objectContaining({ host: '127.0.0.1', port: 1, database: 'flrts', user: 'sync', password: 'secret', tls: 'off', maxConnections: 5 })]);
	});
});

describe('get run and set up', () => {
	it('looks up the newest run where none is named, without an OpenProject credential', async () => {
		const asked: unknown[] = [];
		const outcome = await runNode(
			{
				getRun: async (_ports, query) => {
					asked.push(query);
					return await Promise.resolve({ run: '9', pair: 'flrts', mode: 'full_sync', status: 'running', message: '', startedAt: '', finishedAt: null, progress: null, local: null, remote: null, conflictCount: null, failureCount: null, task: 'sync', startedBy: '', heartbeatAgeMs: 10, isCancelRequested: false, planState: null, undoneBy: null, undoes: null, applies: null });
				},
			},
			{ parameters: { operation: 'getRun', run: '' }, node: { credentials: { postgres: { id: '1', name: 'PostgreSQL' } } } },
		);
		expect(asked).toEqual([{ pair: 'flrts', run: null }]);
		expect(outcome.itemsOf('Batch Sync')).toEqual([expect.objectContaining({ json: expect.objectContaining({ run: '9', status: 'running' }), pairedItem: { item: 0 } })]);
	});

	it('reports what setting up did, with remarks as hints', async () => {
		const outcome = await runNode({ setUp: async () => await Promise.resolve({ version: 1, applied: [1], remarks: ['Three types share this project.'] }) }, { parameters: { operation: 'setUp' } });

		expect(outcome.itemsOf('Batch Sync')[0]?.json).toEqual({ pair: 'flrts', schema: 'batch_sync', version: 1, applied: [1], remarks: ['Three types share this project.'] });
		expect(outcome.taskOf('Batch Sync')?.hints?.map((hint) => hint.message)).toEqual(['Three types share this project.']);
	});
});

describe('what makes no sense is refused before anything is opened', () => {
	const refusals: ReadonlyArray<readonly [string, INodeParameters, string]> = [
		['an empty pair name', { pair: '  ' }, 'Pair Name is empty. Give the sync a name, e.g. flrts.'],
		['no table', { table: { __rl: true, mode: 'name', value: '={{ $json.nothing }}' } }, 'Table is missing. Pick the table to keep in step.'],
		['no project', { project: { __rl: true, mode: 'id', value: '={{ "" }}' } }, 'Project is empty. Pick an OpenProject project.'],
		['an unknown mode', { mode: '={{ "sometimes" }}' }, "Mode is 'sometimes'. Pick one of: delta_sync, full_sync, incremental, reconciliation."],
		['a batch of nothing', { options: { batchSize: 0 } }, 'Batch Size is 0. Give a whole number from 1 to 1000.'],
		['eleven workers', { options: { workers: 11 } }, 'Workers is 11. Give a whole number from 1 to 10.'],
		['half a worker', { options: { workers: 1.5 } }, 'Workers is 1.5. Give a whole number from 1 to 10.'],
		['an unknown time zone', { options: { timeZone: 'Berlin' } }, "Time Zone is 'Berlin'. Give an IANA name, e.g. America/New_York or Europe/Berlin."],
		['broken JSON', { options: { insertDefaults: '{ "a": ' } }, 'Values for New Rows is \'{ "a": \'. Give valid JSON'],
		['a schema name PostgreSQL would cut', { options: { packageSchema: 'x'.repeat(64) } }, 'Give a name of at most 63 bytes.'],
		['an unknown guard', { options: { letThrough: ['all'] } }, "Guards Let Through is 'all'. Pick one of: both_populated, empty_side, mapping_changed, mass_change, mass_delete, scope_changed, went_back."],
		['a custom mapping without fields', { mapping: 'custom', specifyFields: 'form', fields: {} }, 'Fields is missing. Add at least one field, or pick a preset under Field Mapping.'],
		['fields that are no array', { mapping: 'custom', specifyFields: 'json', fieldsJson: '{}' }, 'Give an array of fields.'],
		['a policy without its order', { options: { policies: { policy: [{ kind: 'progression', order: '' }] } } }, 'Conflict Policies: Order is empty. Give at least two values, from least to most.'],
		['a project address that is none', { project: { __rl: true, mode: 'url', value: '={{ "https://op.example.com/my/page" }}' } }, "Project parameter's value is invalid"],
	];

	it.each(refusals)('%s', async (_name, parameters, message) => {
		const { engine, calls } = recordingEngine(result());
		const outcome = await runNode(engine, { parameters });

		expect(outcome.status).toBe('error');
		expect(outcome.error).toContain(message);
		expect(calls).toEqual([]);
	});

	it('says so in one sentence for a configuration the engine refuses', async () => {
		const outcome = await runNode(recordingEngine(new ConfigurationError("Column 'due' is not in public.tasks. Pick one of: due_at, due_date.")).engine);
		expect(outcome.error).toBe("Column 'due' is not in public.tasks. Pick one of: due_at, due_date.");
	});
});
