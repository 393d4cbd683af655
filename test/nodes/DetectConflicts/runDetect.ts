import { NodeConnectionTypes, type IConnections, type INode, type INodeExecutionData, type INodeParameters, type INodeType } from 'n8n-workflow';
import { DetectConflicts } from '../../../nodes/DetectConflicts/DetectConflicts.node';
import type { JsonObject } from '../../../src/record';
import { runWorkflow, type RunOptions, type RunOutcome } from '../../support/n8nEngine';
import { plainNodes } from '../../support/plainNodes';

export type InputName = 'Local' | 'Remote' | 'Base';

const INPUT_NAMES: readonly InputName[] = ['Local', 'Remote', 'Base'];
export const OUTPUTS = ['Local Changed', 'Remote Changed', 'Conflicts', 'Unchanged'] as const;

export interface DetectRun {
	/** Records by input. An input not named here has no connection; an empty list is a node that gives no items. */
	readonly inputs: Partial<Record<InputName, readonly JsonObject[]>>;
	readonly parameters?: INodeParameters;
	readonly node?: Partial<INode>;
	readonly credentials?: RunOptions['credentials'];
	readonly nodeType?: INodeType;
}

/** Runs the node in n8n's engine: a trigger, a node per input that gives the records, and a NoOp behind each output and the error output. */
export async function runDetect({ inputs, parameters = {}, node = {}, credentials, nodeType = new DetectConflicts() }: DetectRun): Promise<RunOutcome> {
	const connected = INPUT_NAMES.filter((name) => inputs[name] !== undefined);
	const items = new Map(connected.map((name) => [name as string, (inputs[name] ?? []).map((json) => ({ json }) as INodeExecutionData)]));
	const ends = [...OUTPUTS, 'Errors'];
	const connections: IConnections = {
		Start: { main: [connected.map((name) => ({ node: name, type: NodeConnectionTypes.Main, index: 0 }))] },
		...Object.fromEntries(connected.map((name) => [name, { main: [[{ node: 'Detect', type: NodeConnectionTypes.Main, index: INPUT_NAMES.indexOf(name) }]] }])),
		Detect: { main: ends.map((name) => [{ node: name, type: NodeConnectionTypes.Main, index: 0 }]) },
	};
	return await runWorkflow({
		workflow: {
			name: 'Test',
			nodes: [
				plain('Start', 'n8n-nodes-base.manualTrigger'),
				...connected.map((name) => plain(name, 'test.items')),
				{ ...plain('Detect', 'n8n-nodes-batch-sync.detectConflicts', parameters), credentials: { postgres: { id: '1', name: 'PostgreSQL' } }, ...node },
				...ends.map((name) => plain(name, 'n8n-nodes-base.noOp')),
			],
			connections,
			settings: { executionOrder: 'v1' },
		},
		nodeTypes: { ...plainNodes, 'test.items': giving(items), 'n8n-nodes-batch-sync.detectConflicts': nodeType },
		startAt: 'Start',
		...(credentials === undefined ? {} : { credentials }),
	});
}

function plain(name: string, type: string, parameters: INodeParameters = {}): INode {
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters };
}

/** A node that gives the items under its own name. */
function giving(items: ReadonlyMap<string, INodeExecutionData[]>): INodeType {
	return {
		description: { displayName: 'Items', name: 'items', group: ['input'], version: 1, description: '', defaults: {}, inputs: [NodeConnectionTypes.Main], outputs: [NodeConnectionTypes.Main], properties: [] },
		async execute() {
			return await Promise.resolve([items.get(this.getNode().name) ?? []]);
		},
	};
}

/** The json of the items on each output, by its name. */
export function outputsOf(outcome: RunOutcome): Record<(typeof OUTPUTS)[number], readonly JsonObject[]> {
	const of = (index: number) => outcome.itemsOf('Detect', index).map(({ json }) => json as JsonObject);
	return { 'Local Changed': of(0), 'Remote Changed': of(1), Conflicts: of(2), Unchanged: of(3) };
}

/** Kinds on each output, by the id in the key. */
export function kindsOf(outcome: RunOutcome): Record<string, string> {
	const items = OUTPUTS.flatMap((name, index) => outcome.itemsOf('Detect', index).map(({ json }) => [JSON.stringify((json['key'] as JsonObject)['id']), `${name}: ${String(json['kind'])}`] as const));
	return Object.fromEntries(items);
}
