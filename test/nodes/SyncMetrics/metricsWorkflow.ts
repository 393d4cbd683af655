import { NodeConnectionTypes, type ICredentialDataDecryptedObject, type IDataObject, type INode, type INodeParameters, type INodeType } from 'n8n-workflow';
import { SyncMetrics } from '../../../nodes/SyncMetrics/SyncMetrics.node';
import { runWorkflow, type RunOutcome } from '../../support/n8nEngine';
import { credentialOf } from '../../support/oneNodeWorkflow';
import { plainNodes } from '../../support/plainNodes';

export interface MetricsRun {
	readonly databaseUrl: string;
	readonly openProject?: { readonly baseUrl: string; readonly apiKey: string };
	readonly items?: readonly IDataObject[];
	readonly parameters: INodeParameters;
	readonly node?: Partial<INode>;
}

function source(records: readonly IDataObject[]): INodeType {
	return {
		description: { displayName: 'Source', name: 'source', group: ['trigger'], version: 1, description: '', defaults: {}, inputs: [NodeConnectionTypes.Main], outputs: [NodeConnectionTypes.Main], properties: [] },
		execute: () => Promise.resolve([records.map((json, item) => ({ json, pairedItem: { item } }))]),
	};
}

/** Runs Sync Metrics on these items in n8n's engine; what it answers is at the node 'Sync Metrics'. */
export async function runMetrics({ databaseUrl, openProject, items = [{}], parameters, node = {} }: MetricsRun): Promise<RunOutcome> {
	const plain = (name: string, type: string): INode => ({ id: name, name, type, typeVersion: 1, position: [0, 0], parameters: {} });
	const credentials: Record<string, ICredentialDataDecryptedObject> = { postgres: credentialOf(databaseUrl), ...(openProject === undefined ? {} : { batchSyncOpenProjectApi: { ...openProject } }) };
	return await runWorkflow({
		workflow: {
			name: 'Test',
			nodes: [
				plain('Start', 'n8n-nodes-base.manualTrigger'), plain('Source', 'test.source'), plain('Result', 'n8n-nodes-base.noOp'), plain('Errors', 'n8n-nodes-base.noOp'),
				{
					...plain('Sync Metrics', 'n8n-nodes-batch-sync.syncMetrics'), parameters: { authentication: openProject === undefined ? 'none' : 'apiKey', options: {}, ...parameters },
					credentials: { postgres: { id: '1', name: 'PostgreSQL' }, ...(openProject === undefined ? {} : { batchSyncOpenProjectApi: { id: '2', name: 'OpenProject' } }) }, ...node,
				},
			],
			connections: {
				Start: { main: [[{ node: 'Source', type: 'main', index: 0 }]] }, Source: { main: [[{ node: 'Sync Metrics', type: 'main', index: 0 }]] },
				'Sync Metrics': { main: ['Result', 'Errors'].map((name) => [{ node: name, type: 'main' as const, index: 0 }]) },
			},
			settings: { executionOrder: 'v1', timezone: 'America/New_York' },
		},
		nodeTypes: { ...plainNodes, 'test.source': source(items), 'n8n-nodes-batch-sync.syncMetrics': new SyncMetrics() },
		credentials,
		startAt: 'Start',
	});
}

export const jsonOf = (outcome: RunOutcome, node = 'Sync Metrics'): readonly IDataObject[] => outcome.itemsOf(node).map(({ json }) => json);
