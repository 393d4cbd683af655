import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A workflow as n8n exports it, as far as the sandbox touches it. */
export interface WorkflowJson {
	readonly id?: string;
	readonly name: string;
	readonly nodes: readonly WorkflowNode[];
	readonly [other: string]: unknown;
}

export interface WorkflowNode {
	readonly name: string;
	readonly type: string;
	readonly parameters: Readonly<Record<string, unknown>>;
	readonly credentials?: Readonly<Record<string, { readonly id: string; readonly name: string }>>;
	readonly [other: string]: unknown;
}

/** Id and name of a credential, by its type. */
export type CredentialsByType = Readonly<Record<string, { readonly id: string; readonly name: string }>>;

export const SYNC_NODE_TYPE = 'n8n-nodes-batch-sync.batchSync';
const TRIGGERS = { full: 'n8n-nodes-base.manualTrigger', incremental: 'n8n-nodes-base.scheduleTrigger' } as const;

/** Path of the workflow that the package ships. */
export function shippedWorkflow(checkout: string): string {
	return join(checkout, 'workflows', 'flrts-openproject-sync.json');
}

export async function readWorkflow(path: string): Promise<WorkflowJson> {
	return JSON.parse(await readFile(path, 'utf8')) as WorkflowJson;
}

/** The workflow with an id, its credentials filled in as a user would pick them, and the project where it is not the shipped one. */
export function prepareWorkflow(workflow: WorkflowJson, given: { readonly id: string; readonly credentials: CredentialsByType; readonly project?: string }): WorkflowJson {
	const nodes = workflow.nodes.map((node) => withProject(withCredentials(node, given.credentials), given.project));
	return { ...workflow, id: given.id, active: false, nodes };
}

/** What the sandbox needs to know of the workflow: the trigger for each kind of sync, the node that syncs, its time zone and its project. */
export interface SyncNodes {
	readonly full: string;
	readonly incremental: string;
	readonly sync: string;
	readonly timeZone: string;
	/** Identifier of the project in OpenProject. */
	readonly project: string;
}

/** Finds them by type. Throws where the workflow is not built as the shipped one. */
export function syncNodesOf(workflow: WorkflowJson): SyncNodes {
	const sync = onlyNode(workflow, SYNC_NODE_TYPE);
	const zone = (sync.parameters['options'] as { readonly timeZone?: unknown } | undefined)?.timeZone;
	if (typeof zone !== 'string') throw new Error(`The node '${sync.name}' of the workflow names no time zone.`);
	const project = (sync.parameters['project'] as { readonly value?: unknown } | undefined)?.value;
	if (typeof project !== 'string' || project === '') throw new Error(`The node '${sync.name}' of the workflow names no project.`);
	return { full: onlyNode(workflow, TRIGGERS.full).name, incremental: onlyNode(workflow, TRIGGERS.incremental).name, sync: sync.name, timeZone: zone, project };
}

function withCredentials(node: WorkflowNode, credentials: CredentialsByType): WorkflowNode {
	if (node.credentials === undefined) return node;
	const picked = Object.keys(node.credentials).map((type) => {
		const credential = credentials[type];
		if (credential === undefined) throw new Error(`The node '${node.name}' of the workflow wants a credential of type '${type}', which the sandbox does not have.`);
		return [type, credential] as const;
	});
	return { ...node, credentials: Object.fromEntries(picked) };
}

function withProject(node: WorkflowNode, project: string | undefined): WorkflowNode {
	if (project === undefined || node.type !== SYNC_NODE_TYPE) return node;
	return { ...node, parameters: { ...node.parameters, project: { __rl: true, mode: 'id', value: project } } };
}

function onlyNode(workflow: WorkflowJson, type: string): WorkflowNode {
	const found = workflow.nodes.filter((node) => node.type === type);
	if (found.length !== 1) throw new Error(`The workflow '${workflow.name}' has ${found.length} nodes of type ${type}; the sandbox expects one.`);
	return found[0]!;
}
