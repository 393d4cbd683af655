import 'reflect-metadata';
import { ExecutionLifecycleHooks, LoadOptionsContext, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IConnections,
	type IHttpRequestOptions,
	type INode,
	type ILoadOptionsFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IWorkflowExecuteAdditionalData,
	type IWorkflowSettings,
	type ITaskData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A workflow as n8n exports it. */
export interface WorkflowJson {
	readonly name: string;
	readonly nodes: INode[];
	readonly connections: IConnections;
	readonly settings?: IWorkflowSettings;
}

export interface RunOptions {
	readonly workflow: WorkflowJson;
	/** Node types by full name, e.g. 'n8n-nodes-base.noOp'. */
	readonly nodeTypes: Readonly<Record<string, INodeType>>;
	/** Decrypted credentials by type. */
	readonly credentials?: Readonly<Record<string, ICredentialDataDecryptedObject>>;
	/** Name of the trigger to start from. */
	readonly startAt: string;
	readonly items?: INodeExecutionData[];
	readonly mode?: WorkflowExecuteMode;
	/** Called once the execution can be cancelled. */
	readonly onStarted?: (cancel: () => void) => void;
}

export interface RunOutcome {
	readonly status: IRun['status'];
	/** Nodes in the order they finished. */
	readonly order: readonly string[];
	/** Task data of a node's one execution; undefined where it did not run. */
	taskOf(node: string): ITaskData | undefined;
	/** Items a node sent to one of its outputs. */
	itemsOf(node: string, output?: number): readonly INodeExecutionData[];
	readonly error: string | undefined;
}

/**
 * Runs a workflow in n8n's own execution engine (n8n-core), in this process: no server, no database of n8n's.
 * Expressions, resource locators, item pairing, error outputs and the HTTP helper are n8n's; only credentials
 * come from the caller.
 */
export async function runWorkflow(options: RunOptions): Promise<RunOutcome> {
	keepN8nToItself();
	const { workflow: json, mode = 'manual' } = options;
	const workflow = workflowOf(json, options.nodeTypes);
	const start = nodeNamed(workflow, options.startAt);
	const { hooks, order, finished } = hooksFor(json, mode);
	const execution = new WorkflowExecute(
		additionalDataFor(hooks, options.credentials ?? {}),
		mode,
		createRunExecutionData({
			executionData: {
				contextData: {},
				metadata: {},
				waitingExecution: {},
				waitingExecutionSource: null,
				nodeExecutionStack: [{ node: start, data: { main: [options.items ?? [{ json: {} }]] }, source: null }],
			},
		}),
	);
	const running = execution.processRunExecutionData(workflow);
	options.onStarted?.(() => running.cancel());
	await running;
	return outcomeOf(await finished, order);
}

/** What a node's drop-down lists are called with, for a node of a workflow. */
export function loadOptionsContext(options: Pick<RunOptions, 'workflow' | 'nodeTypes' | 'credentials'> & { readonly node: string }): ILoadOptionsFunctions {
	keepN8nToItself();
	const workflow = workflowOf(options.workflow, options.nodeTypes);
	const { hooks } = hooksFor(options.workflow, 'internal');
	return new LoadOptionsContext(workflow, nodeNamed(workflow, options.node), additionalDataFor(hooks, options.credentials ?? {}), '');
}

function workflowOf(json: WorkflowJson, nodeTypes: RunOptions['nodeTypes']): Workflow {
	return new Workflow({
		id: 'test',
		name: json.name,
		nodes: structuredClone(json.nodes),
		connections: structuredClone(json.connections),
		nodeTypes: nodeTypesOf(nodeTypes),
		settings: json.settings ?? {},
		active: false,
	});
}

function nodeNamed(workflow: Workflow, name: string): INode {
	const node = workflow.getNode(name);
	if (node === null) throw new Error(`The workflow has no node '${name}'.`);
	return node;
}

function keepN8nToItself(): void {
	process.env['N8N_USER_FOLDER'] ??= mkdtempSync(join(tmpdir(), 'n8n-engine-'));
	process.env['N8N_ENCRYPTION_KEY'] ??= 'only-for-tests';
	process.env['N8N_LOG_LEVEL'] ??= 'silent';
}

function nodeTypesOf(types: RunOptions['nodeTypes']): INodeTypes {
	const byName = new Map(Object.entries(types));
	const find = (name: string, version?: number) => {
		const type = byName.get(name);
		if (type === undefined) throw new Error(`This test has no node type '${name}'.`);
		return NodeHelpers.getVersionedNodeType(type, version);
	};
	return { getByName: (name) => find(name), getByNameAndVersion: find, getKnownTypes: () => ({}) };
}

function hooksFor(json: WorkflowJson, mode: WorkflowExecuteMode) {
	const hooks = new ExecutionLifecycleHooks(mode, '1', { id: 'test', name: json.name, nodes: json.nodes, connections: json.connections, active: false, isArchived: false, activeVersionId: null, createdAt: new Date(), updatedAt: new Date() });
	const order: string[] = [];
	hooks.addHandler('nodeExecuteAfter', (name) => void order.push(name));
	const finished = new Promise<IRun>((resolve) => hooks.addHandler('workflowExecuteAfter', (run) => resolve(run)));
	return { hooks, order, finished };
}

/** What n8n's server would hand to its engine, as far as these workflows ask for it. */
function additionalDataFor(hooks: ExecutionLifecycleHooks, credentials: NonNullable<RunOptions['credentials']>): IWorkflowExecuteAdditionalData {
	const ofType = (type: string) => ({ ...credentials[type] });
	const partial = {
		hooks,
		executionId: '1',
		userId: 'test',
		variables: {},
		restApiUrl: '',
		instanceBaseUrl: 'http://127.0.0.1/',
		webhookBaseUrl: '',
		webhookTestBaseUrl: '',
		webhookWaitingBaseUrl: 'http://127.0.0.1/webhook-waiting',
		formWaitingBaseUrl: 'http://127.0.0.1/form-waiting',
		externalSecretsProxy: {},
		setExecutionStatus: () => undefined,
		sendDataToUI: () => undefined,
		logAiEvent: () => undefined,
		executeWorkflow: async () => await Promise.reject(new Error('These workflows call no other workflow.')),
		credentialsHelper: {
			isCredentialUsableByNode: () => true,
			getParentTypes: (type: string) => (type.includes('OAuth2') ? ['oAuth2Api'] : []),
			getCredentialsProperties: () => [],
			getDecrypted: async (_data: unknown, _credential: unknown, type: string) => await Promise.resolve(ofType(type)),
			updateCredentialsOauthTokenData: async () => await Promise.resolve(),
			preAuthentication: async () => await Promise.resolve(undefined),
			runPreAuthentication: async () => await Promise.resolve(undefined),
			authenticate: async (data: ICredentialDataDecryptedObject, _type: string, request: IHttpRequestOptions) =>
				await Promise.resolve({ ...request, auth: { username: 'apikey', password: String(data['apiKey']) } }),
		},
	};
	return partial as unknown as IWorkflowExecuteAdditionalData;
}

function outcomeOf(run: IRun, order: readonly string[]): RunOutcome {
	const tasks = run.data.resultData.runData;
	const taskOf = (node: string) => tasks[node]?.[0];
	return {
		status: run.status,
		order,
		taskOf,
		itemsOf: (node, output = 0) => taskOf(node)?.data?.['main']?.[output] ?? [],
		error: run.data.resultData.error?.message,
	};
}
