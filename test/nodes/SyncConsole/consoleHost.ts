import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebhookContext } from 'n8n-core';
import { NodeHelpers, Workflow, type ICredentialDataDecryptedObject, type INode, type INodeExecutionData, type INodeParameters, type INodeTypes, type IWebhookData, type IWorkflowExecuteAdditionalData } from 'n8n-workflow';
import { SyncConsoleTrigger } from '../../../nodes/SyncConsole/SyncConsoleTrigger.node';

export interface ConsoleHost {
	/** Address of the console, without a query. */
	readonly url: string;
	/** What started an execution, one entry for each. */
	readonly started: ReadonlyArray<readonly INodeExecutionData[]>;
	parameters: INodeParameters;
	/** Decrypted credentials by type; a type that is missing is not picked in the node. */
	credentials: Record<string, ICredentialDataDecryptedObject>;
	close(): Promise<void>;
}

/**
 * An HTTP server that hands requests to the console as n8n's does: the body read and kept as `rawBody`, the query parsed, and every
 * origin allowed to read the answer. The context is n8n's own. Where the node throws, n8n starts an execution with the error.
 */
export async function startConsoleHost(options: { readonly parameters: INodeParameters; readonly credentials: Record<string, ICredentialDataDecryptedObject> }): Promise<ConsoleHost> {
	process.env['N8N_LOG_LEVEL'] ??= 'silent';
	const started: INodeExecutionData[][] = [];
	const state = { parameters: options.parameters, credentials: options.credentials };
	const id = randomUUID();
	const type = new SyncConsoleTrigger();
	const nodeTypes = { getByName: () => type, getByNameAndVersion: () => NodeHelpers.getVersionedNodeType(type), getKnownTypes: () => ({}) } as unknown as INodeTypes;

	const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
		const node: INode = {
			id: 'console-node', name: 'Console', type: 'n8n-nodes-batch-sync.syncConsoleTrigger', typeVersion: 1, position: [0, 0], webhookId: 'console-webhook', parameters: state.parameters,
			credentials: Object.fromEntries(Object.keys(state.credentials).map((name) => [name, { id: name, name }])),
		};
		const workflow = new Workflow({ id, name: 'w', nodes: [node], connections: {}, nodeTypes, active: true });
		const chunks: Buffer[] = [];
		for await (const chunk of message) chunks.push(chunk as Buffer);
		if (message.headers.origin !== undefined) response.setHeader('Access-Control-Allow-Origin', message.headers.origin);
		const query = Object.fromEntries(new URL(message.url ?? '/', 'http://x').searchParams);
		const additionalData = {
			httpRequest: { method: message.method, headers: message.headers, query, params: {}, rawBody: Buffer.concat(chunks), body: {} }, httpResponse: response, webhookBaseUrl: '', webhookTestBaseUrl: '',
			credentialsHelper: { isCredentialUsableByNode: () => true, getParentTypes: () => [], getCredentialsProperties: () => [], getDecrypted: async (_data: unknown, _details: unknown, name: string) => await Promise.resolve({ ...state.credentials[name] }) },
		} as unknown as IWorkflowExecuteAdditionalData;
		const webhookData = { node: 'Console', workflowId: id, httpMethod: message.method, path: 'sync-console', webhookDescription: type.description.webhooks?.[message.method === 'POST' ? 1 : 0] } as unknown as IWebhookData;
		const context = new WebhookContext(workflow, workflow.getNode('Console') as INode, additionalData, 'webhook', webhookData, [], null);
		try {
			const result = await type.webhook.call(context);
			if (result.noWebhookResponse !== true) response.writeHead(200).end('Answered by n8n');
			if (result.workflowData !== undefined) started.push(result.workflowData[0] ?? []);
		} catch (error) {
			started.push([{ json: { thrown: String(error) } }]);
			if (!response.headersSent) response.writeHead(500).end(String(error));
		}
	};
	const server = createServer((message, response) => void answer(message, response));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook/sync-console`,
		started,
		get parameters() { return state.parameters; },
		set parameters(value) { state.parameters = value; },
		get credentials() { return state.credentials; },
		set credentials(value) { state.credentials = value; },
		async close() {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}
