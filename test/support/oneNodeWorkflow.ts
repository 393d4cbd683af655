import type { ICredentialDataDecryptedObject, INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from './n8nEngine';

/** Credentials as n8n would hand them to the node. Nothing listens at these addresses. */
export const CREDENTIALS = {
	postgres: { host: '127.0.0.1', port: 1, database: 'flrts', user: 'sync', password: 'secret', maxConnections: 5, ssl: 'disable', allowUnauthorizedCerts: false, sshTunnel: false },
	batchSyncOpenProjectApi: { baseUrl: 'http://127.0.0.1:1', apiKey: 'key' },
} as const;

/** Parameters that make the node run: the smallest useful set. */
export const RUN_SYNC: INodeParameters = {
	authentication: 'apiKey',
	operation: 'runSync',
	pair: 'flrts',
	mode: 'incremental',
	schema: { __rl: true, mode: 'name', value: 'public' },
	table: { __rl: true, mode: 'name', value: 'tasks' },
	project: { __rl: true, mode: 'id', value: 'flrts' },
	mapping: 'flrts',
	options: {},
};

/** A trigger named 'Start', Batch Sync, and a NoOp node behind each of its outputs. */
export function oneNodeWorkflow(parameters: INodeParameters, node: Partial<INode> = {}): WorkflowJson {
	const ends = ['Summary', 'Conflicts', 'Failures', 'Errors'];
	return {
		name: 'Test',
		nodes: [
			plain('Start', 'n8n-nodes-base.manualTrigger', {}),
			{
				...plain('Batch Sync', 'n8n-nodes-batch-sync.batchSync', parameters),
				credentials: { postgres: { id: '1', name: 'PostgreSQL' }, batchSyncOpenProjectApi: { id: '2', name: 'OpenProject' } },
				...node,
			},
			...ends.map((name) => plain(name, 'n8n-nodes-base.noOp', {})),
		],
		connections: {
			Start: { main: [[{ node: 'Batch Sync', type: 'main', index: 0 }]] },
			'Batch Sync': { main: ends.map((name) => [{ node: name, type: 'main' as const, index: 0 }]) },
		},
		settings: { executionOrder: 'v1', timezone: 'America/New_York' },
	};
}

function plain(name: string, type: string, parameters: INodeParameters): INode {
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters };
}

/** n8n's Postgres credential for a database given by its address. */
export function credentialOf(databaseUrl: string): ICredentialDataDecryptedObject {
	const url = new URL(databaseUrl);
	return {
		...CREDENTIALS.postgres,
		host: url.hostname,
		port: Number(url.port),
		database: decodeURIComponent(url.pathname.slice(1)),
		user: decodeURIComponent(url.username),
		password: decodeURIComponent(url.password),
	};
}
