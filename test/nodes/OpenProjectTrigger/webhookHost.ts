import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebhookContext } from 'n8n-core';
import { NodeHelpers, Workflow, type IDataObject, type INode, type INodeExecutionData, type INodeParameters, type INodeTypes, type IWebhookData, type IWorkflowExecuteAdditionalData, type WorkflowExecuteMode } from 'n8n-workflow';
import { OpenProjectTrigger } from '../../../nodes/OpenProjectTrigger/OpenProjectTrigger.node';

export const TRIGGER = 'n8n-nodes-batch-sync.openProjectTrigger';
export const SECRET = 'a-secret-of-twenty-six-letters';

export interface WebhookHost {
	readonly url: string;
	/** What started an execution, one entry for each. */
	readonly started: ReadonlyArray<readonly INodeExecutionData[]>;
	/** The workflow's static data as n8n's database holds it between requests. */
	readonly staticData: IDataObject;
	parameters: INodeParameters;
	/** n8n's execution mode: 'webhook' for the production URL, 'manual' for the test URL. */
	mode: WorkflowExecuteMode;
	/** Lets the next requests go on together, once so many have come and n8n has read the static data for each. */
	gather(count: number): void;
	close(): Promise<void>;
}

/**
 * An HTTP server that hands requests to the trigger as n8n's does: the body read to its end and kept as `rawBody`, then
 * parsed by content type; static data read from the database before and written after each request; the trigger's context is
 * n8n's own. Whoever lets n8n answer gets what 2.41 does: the execution is made first, which marks the static data as unchanged.
 */
export async function startWebhookHost({ secret = SECRET, parameters = {}, staticData = {} }: { readonly secret?: string; readonly parameters?: INodeParameters; readonly staticData?: IDataObject } = {}): Promise<WebhookHost> {
	const started: INodeExecutionData[][] = [];
	const state = { staticData, parameters, mode: 'webhook' as WorkflowExecuteMode, waiting: [] as Array<() => void>, toGather: 1 };
	const id = randomUUID();
	const gathered = async (): Promise<void> => {
		await new Promise<void>((resolve) => {
			state.waiting.push(resolve);
			if (state.waiting.length < state.toGather) return;
			state.toGather = 1;
			for (const goOn of state.waiting.splice(0)) goOn();
		});
	};
	const type = new OpenProjectTrigger();
	const nodeTypes = { getByName: () => type, getByNameAndVersion: () => NodeHelpers.getVersionedNodeType(type), getKnownTypes: () => ({}) } as unknown as INodeTypes;

	const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
		const node: INode = { id: '1', name: 'Trigger', type: TRIGGER, typeVersion: 1, position: [0, 0], parameters: state.parameters, credentials: { batchSyncOpenProjectWebhookApi: { id: '1', name: 'Secret' } } };
		const described = { id, name: 'w', nodes: [node], connections: {}, nodeTypes, active: true, staticData: structuredClone(state.staticData) };
		const workflow = new Workflow(described);
		await gathered();
		const request = await requestOf(message);
		if (request === null) return void response.writeHead(422).end('{"message":"Failed to parse request body"}');
		const additionalData = {
			httpRequest: request, httpResponse: expressLike(response), webhookBaseUrl: '', webhookTestBaseUrl: '',
			credentialsHelper: { isCredentialUsableByNode: () => true, getParentTypes: () => [], getCredentialsProperties: () => [], getDecrypted: async () => await Promise.resolve({ secret }) },
		} as unknown as IWorkflowExecuteAdditionalData;
		const webhookData = { node: 'Trigger', workflowId: id, httpMethod: 'POST', path: 'openproject', webhookDescription: type.description.webhooks?.[0] } as unknown as IWebhookData;
		const context = new WebhookContext(workflow, workflow.getNode('Trigger') as INode, additionalData, state.mode, webhookData, [], null);
		const result = await type.webhook.call(context);
		if (result.noWebhookResponse !== true) new Workflow(described);
		if (result.noWebhookResponse !== true) response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"message":"Answered by n8n"}');
		if (result.workflowData !== undefined) started.push(result.workflowData[0] ?? []);
		if (workflow.staticData['__dataChanged'] === true) state.staticData = JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
	};
	const server = createServer((message, response) => {
		answer(message, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook/openproject`,
		started,
		get staticData() { return state.staticData; },
		get parameters() { return state.parameters; },
		set parameters(value) { state.parameters = value; },
		get mode() { return state.mode; },
		set mode(value) { state.mode = value; },
		gather(count) { state.toGather = count; },
		async close() {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}

/** n8n leaves multipart bodies to a parser of files, and answers JSON that is none itself: then null. */
async function requestOf(message: IncomingMessage): Promise<object | null> {
	const chunks: Buffer[] = [];
	for await (const chunk of message) chunks.push(chunk as Buffer);
	const rawBody = Buffer.concat(chunks);
	const contentType = (message.headers['content-type'] ?? '').split(';')[0];
	const common = { method: message.method, headers: message.headers, params: {}, query: {}, contentType };
	if (contentType?.startsWith('multipart/') === true) return { ...common, body: {} };
	if (contentType !== 'application/json') return { ...common, rawBody, body: { form: 'parsed' } };
	try {
		return { ...common, rawBody, body: rawBody.length === 0 ? {} : (JSON.parse(rawBody.toString('utf8')) as object) };
	} catch {
		return null;
	}
}

function expressLike(response: ServerResponse): object {
	const express = {
		status(code: number) {
			response.statusCode = code;
			return express;
		},
		json(body: unknown) {
			response.setHeader('Content-Type', 'application/json');
			response.end(JSON.stringify(body));
			return express;
		},
	};
	return express;
}
