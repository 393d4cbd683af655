import { runWorkflow, type Execution } from './n8n/executions';
import type { N8nRest } from './n8n/rest';

/** Counts of one side as the Summary item of the node gives them: seen, unchanged, created, updated, … */
export type Counts = Readonly<Record<string, number>>;

/** What the Summary item of the node says of a run, as far as the sandbox reads it. */
export interface RunSummary {
	readonly mode: string;
	readonly status: string;
	readonly message: string;
	readonly durationMs: number;
	readonly local: Counts;
	readonly remote: Counts;
	readonly conflictCount: number;
	readonly failureCount: number;
	readonly written: { readonly local: number; readonly remote: number };
	readonly remarks: readonly string[];
}

/** An item of the Conflicts or Failures output, as far as the sandbox reads it. */
export interface Finding {
	readonly localKey: string | null;
	readonly remoteId: string | null;
	readonly title: string | null;
	readonly message: string;
}

export interface SyncRun {
	readonly summary: RunSummary;
	readonly conflicts: readonly Finding[];
	readonly failures: readonly Finding[];
}

export interface SyncStart {
	readonly rest: N8nRest;
	readonly workflowId: string;
	/** Name of the trigger node to start from. */
	readonly trigger: string;
	/** Name of the Batch Sync node. */
	readonly node: string;
	readonly signal: AbortSignal;
	readonly onPoll?: () => Promise<void>;
}

/** Runs the sync through the workflow in n8n. Throws where the node did not come to a result at all, with its own words. */
export async function runSync(start: SyncStart): Promise<SyncRun> {
	return syncRunOf(await runWorkflow(start.rest, start), start.node);
}

/** A sync's outcome from n8n's execution: Summary, Conflicts, Failures are the node's first three outputs, errors its fourth. */
export function syncRunOf(execution: Execution, nodeName: string): SyncRun {
	const node = execution.node(nodeName);
	const [summaries = [], conflicts = [], failures = [], errors = []] = node?.outputs ?? [];
	const summary = summaries[0];
	if (summary === undefined) {
		const why = errors.map((item) => item['error']).find((message) => typeof message === 'string') ?? node?.error ?? execution.error ?? `n8n calls the execution '${execution.status}'`;
		throw new Error(`The sync did not run: ${String(why)}`);
	}
	return { summary: summary as unknown as RunSummary, conflicts: findingsOf(conflicts), failures: findingsOf(failures) };
}

/** Without the last item, which only says how many more there are. */
function findingsOf(items: readonly Readonly<Record<string, unknown>>[]): readonly Finding[] {
	return items.filter((item) => 'message' in item) as unknown as readonly Finding[];
}
