import type { EnginePorts } from './engine';
import { emptyCounts } from './runMessage';
import type { RunMode, RunRequest, RunResult, RunStatus, RunTask } from './types';

/** What is known of a run of which there is nothing to report but why. */
export interface BareRun {
	readonly run: { readonly id: string; readonly startedAt: string };
	readonly pair: string;
	readonly request: RunRequest;
	readonly task: RunTask['kind'];
	readonly effectiveMode: RunMode;
	readonly status: RunStatus;
	readonly message: string;
	readonly finishedAt: string;
	readonly begunAt: number;
	readonly remarks: readonly string[];
	readonly written: RunResult['written'];
}

/** The result of a run that looked at nothing, or could not read what it came to. */
export function bareResult(ports: Pick<EnginePorts, 'clock' | 'remote'>, { run, request, begunAt, written, ...facts }: BareRun): RunResult {
	return {
		...facts, run: run.id, mode: request.mode, startedAt: run.startedAt, durationMs: Math.round(ports.clock.monotonic() - begunAt), local: emptyCounts, remote: emptyCounts,
		plan: { remote: { create: 0, update: 0, delete: 0 }, local: { create: 0, update: 0, delete: 0 }, agreements: 0 },
		conflictCount: 0, conflicts: [], failureCount: 0, failures: [], guards: [], written: { ...written }, requests: ports.remote.stats().requests, peakMemoryBytes: process.memoryUsage().rss,
		planId: null, operations: [], movedOnCount: 0, movedOn: [], heldCount: 0,
	};
}
