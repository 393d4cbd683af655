import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'flatted';
import type { N8nRest } from './rest';

type Json = Readonly<Record<string, unknown>>;

/** What a node of an execution gave: the JSON of its items by output, and the message it failed with. */
export interface NodeOutputs {
	readonly outputs: readonly (readonly Json[])[];
	readonly error: string | null;
}

export interface Execution {
	readonly id: string;
	/** n8n's word: success, error, canceled, crashed, … */
	readonly status: string;
	readonly error: string | null;
	/** The last run of a node in it; null where it did not run. */
	node(name: string): NodeOutputs | null;
}

interface StoredExecution {
	readonly id: string;
	readonly status: string;
	readonly finished?: boolean;
	readonly data: string | null | undefined;
}

interface RunData {
	readonly resultData?: {
		readonly error?: { readonly message?: string };
		readonly runData?: Readonly<Record<string, readonly TaskData[]>>;
	};
}

interface TaskData {
	readonly error?: { readonly message?: string; readonly description?: string };
	readonly data?: { readonly main?: readonly (readonly { readonly json: Json }[] | null)[] };
}

const GOING_ON = ['new', 'running', 'waiting'];
const POLL_EVERY_MS = 500;

/** Starts a workflow from one of its triggers, as the editor does, and waits for its end. `onPoll` is called while it goes on. */
export async function runWorkflow(
	rest: N8nRest,
	run: { readonly workflowId: string; readonly trigger: string; readonly signal: AbortSignal; readonly onPoll?: () => Promise<void> },
): Promise<Execution> {
	const { executionId } = await rest.send<{ executionId?: string }>('POST', `/rest/workflows/${run.workflowId}/run`, { triggerToStartFrom: { name: run.trigger } });
	if (executionId === undefined) throw new Error(`n8n did not start the workflow from '${run.trigger}': it waits for something else first.`);
	for (;;) {
		const stored = await rest.send<StoredExecution>('GET', `/rest/executions/${executionId}`);
		if (!GOING_ON.includes(stored.status)) return readExecution(stored);
		await run.onPoll?.();
		await sleep(POLL_EVERY_MS, undefined, { signal: run.signal });
	}
}

/** An execution as stored, its data being a `flatted` string. */
export function readExecution(stored: StoredExecution): Execution {
	// Nothing is stored of an execution that n8n did not live to finish.
	const { resultData } = (stored.data ? parse(stored.data) : {}) as RunData;
	const tasks = new Map(Object.entries(resultData?.runData ?? {}));
	return {
		id: stored.id,
		status: stored.status,
		error: resultData?.error?.message ?? null,
		node: (name) => {
			const task = tasks.get(name)?.at(-1);
			if (task === undefined) return null;
			const outputs = (task.data?.main ?? []).map((items) => (items ?? []).map((item) => item.json));
			return { outputs, error: task.error === undefined ? null : [task.error.message, task.error.description].filter((part) => part !== undefined && part !== null).join(': ') };
		},
	};
}
