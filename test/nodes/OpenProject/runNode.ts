import type { INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { OpenProject } from '../../../nodes/OpenProject/OpenProject.node';
import type { OpenProjectServer } from '../../../sandbox/openproject';
import { runWorkflow, type RunOutcome, type WorkflowJson } from '../../support/n8nEngine';
import { plainNodes } from '../../support/plainNodes';

export const NODE = 'n8n-nodes-batch-sync.openProject';
export const nodeTypes = { ...plainNodes, [NODE]: new OpenProject() };

export interface Run {
	readonly outcome: RunOutcome;
	readonly items: readonly INodeExecutionData[];
	readonly json: readonly Record<string, unknown>[];
	/** Items of the second output: failures, or what n8n takes for errors. */
	readonly second: readonly INodeExecutionData[];
}

/** A trigger and the node, with a NoOp behind each output. */
export function workflowOf(parameters: INodeParameters, node: Partial<INode> = {}): WorkflowJson {
	const plain = (name: string, type: string, more: INodeParameters = {}): INode => ({ id: name, name, type, typeVersion: 1, position: [0, 0], parameters: more });
	return {
		name: 'Test',
		nodes: [
			plain('Start', 'n8n-nodes-base.manualTrigger'),
			{ ...plain('OpenProject', NODE, { authentication: 'apiKey', resource: 'workPackage', ...parameters }), credentials: { batchSyncOpenProjectApi: { id: '1', name: 'OpenProject' } }, ...node },
			...['First', 'Second', 'Third'].map((name) => plain(name, 'n8n-nodes-base.noOp')),
		],
		connections: {
			Start: { main: [[{ node: 'OpenProject', type: 'main', index: 0 }]] },
			OpenProject: { main: ['First', 'Second', 'Third'].map((name) => [{ node: name, type: 'main' as const, index: 0 }]) },
		},
		settings: { executionOrder: 'v1', timezone: 'America/New_York' },
	};
}

export function credentialsFor(server: OpenProjectServer, apiKey = server.apiKey) {
	return { batchSyncOpenProjectApi: { baseUrl: `${server.url}/`, apiKey } };
}

/** Runs the node in n8n's own engine against the stand-in. */
export async function runNode(server: OpenProjectServer, parameters: INodeParameters, options: { readonly items?: readonly object[]; readonly node?: Partial<INode>; readonly apiKey?: string } = {}): Promise<Run> {
	const items = (options.items ?? [{}]).map((json) => ({ json })) as INodeExecutionData[];
	const before = structuredClone(items);
	const outcome = await runWorkflow({ workflow: workflowOf(parameters, options.node), nodeTypes, credentials: credentialsFor(server, options.apiKey), startAt: 'Start', items });
	// A node that changes its input changes what other branches of the workflow see.
	expect(items).toEqual(before);
	const found = outcome.itemsOf('OpenProject');
	return { outcome, items: found, json: found.map(({ json }) => json), second: outcome.itemsOf('OpenProject', 1) };
}

/** A resource locator as the editor stores it. */
export function locator(mode: 'id' | 'list' | 'name' | 'url', value: string | number | null): INodeParameters {
	return { __rl: true, mode, value };
}
