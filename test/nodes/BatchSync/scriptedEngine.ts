import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { BatchSync } from '../../../nodes/BatchSync/BatchSync.node';
import type { SyncEngine } from '../../../nodes/BatchSync/engine';
import { route } from '../../../nodes/BatchSync/router';
import type { Database } from '../../../src/postgres';
import type { ConflictReport, EnginePorts, FailureReport, PairConfiguration, RunRequest, RunResult, RunSettings, SideCounts } from '../../../src/run';

/** A database that nothing may ask: a scripted engine has no use for one. */
export const closedDatabase: Database = {
	transaction: async () => await Promise.reject(new Error('This test expects no query.')),
	close: async () => await Promise.resolve(),
};

/** One call of the engine, as the node made it. */
export interface EngineCall {
	readonly ports: EnginePorts;
	readonly pair: PairConfiguration;
	readonly settings: RunSettings;
	readonly request: RunRequest;
	readonly allowSetUp: boolean;
}

/** The node as shipped, with an engine that answers from a script instead of syncing. */
export function nodeWith(engine: Partial<SyncEngine>): INodeType {
	const node = new BatchSync();
	const refuse = (name: string) => async () => await Promise.reject(new Error(`This test expects no call of ${name}.`));
	const complete: SyncEngine = { runSync: refuse('runSync'), setUp: refuse('setUp'), getRun: refuse('getRun'), cancelRun: refuse('cancelRun'), readConfiguration: refuse('readConfiguration'), openDatabase: async () => await Promise.resolve(closedDatabase), ...engine };
	return {
		description: node.description,
		methods: node.methods,
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			return await route(this, complete);
		},
	};
}

/** An engine that records its calls and answers each with the next result (the last one again and again). */
export function recordingEngine(...answers: ReadonlyArray<RunResult | Error>): { readonly engine: Pick<SyncEngine, 'runSync'>; readonly calls: EngineCall[] } {
	const calls: EngineCall[] = [];
	return {
		calls,
		engine: {
			runSync: async (ports, pair, settings, request, { allowSetUp }) => {
				calls.push({ ports, pair, settings, request, allowSetUp });
				const answer = answers[Math.min(calls.length, answers.length) - 1] ?? result();
				if (answer instanceof Error) throw answer;
				return await Promise.resolve(answer);
			},
		},
	};
}

export function counts(part: Partial<SideCounts> = {}): SideCounts {
	return { seen: 0, unchanged: 0, created: 0, updated: 0, deleted: 0, conflicted: 0, held: 0, skipped: 0, failed: 0, ...part };
}

export function result(part: Partial<RunResult> = {}): RunResult {
	return {
		run: '7',
		pair: 'flrts',
		mode: 'incremental',
		effectiveMode: 'incremental',
		status: 'done',
		message: 'Both sides are in step.',
		startedAt: '2026-03-01T10:00:00.000Z',
		finishedAt: '2026-03-01T10:00:02.000Z',
		durationMs: 2000,
		local: counts({ seen: 3, unchanged: 2, updated: 1 }),
		remote: counts({ seen: 3, unchanged: 3 }),
		plan: { remote: { create: 0, update: 0, delete: 0 }, local: { create: 0, update: 1, delete: 0 }, agreements: 0 },
		conflictCount: 0,
		conflicts: [],
		failureCount: 0,
		failures: [],
		guards: [],
		remarks: [],
		written: { local: 1, remote: 0 },
		requests: 4,
		peakMemoryBytes: 50 * 1_048_576,
		task: 'sync',
		planId: null,
		operations: [],
		movedOnCount: 0,
		movedOn: [],
		heldCount: 0,
		...part,
	};
}

export function conflict(part: Partial<ConflictReport> = {}): ConflictReport {
	return { id: '1', link: '11', localKey: '["a"]', remoteId: '1528', title: 'Inspect site', field: 'subject', kind: 'both_changed', base: 'A', local: 'B', remote: 'C', since: '2026-03-01T10:00:01.000Z', url: null, message: 'Both sides changed the subject.', ...part };
}

export function failure(part: Partial<FailureReport> = {}): FailureReport {
	return { link: '12', localKey: '["b"]', remoteId: null, title: 'Order parts', side: 'remote', fields: ['status'], code: 'PROPERTY', message: 'The status cannot go from New to Closed.', attempts: 1, nextAttemptAt: null, url: null, ...part };
}
