import { NodeConnectionTypes, type IDataObject, type IExecuteFunctions, type INode, type INodeExecutionData, type INodeParameters, type INodeType } from 'n8n-workflow';
import { ThreeWayMerge } from '../../../nodes/ThreeWayMerge/ThreeWayMerge.node';
import { runWorkflow, type RunOutcome, type WorkflowJson } from '../../support/n8nEngine';
import { plainNodes } from '../../support/plainNodes';

/** What comes to each input; an input that is not named is not connected. */
export interface Given {
	readonly inputs: ReadonlyArray<readonly IDataObject[] | undefined>;
	readonly parameters?: INodeParameters;
	readonly node?: Partial<INode>;
}

/** Runs the node in n8n's engine: a trigger, a source of items for each input, the node, and a NoOp behind each output. */
export async function runMerge({ inputs, parameters = {}, node = {} }: Given): Promise<RunOutcome> {
	const sources = new Map(inputs.flatMap((items, input) => (items === undefined ? [] : [[`Input ${input}`, items] as const])));
	return await runWorkflow({
		workflow: workflowOf([...sources.keys()], { source: 'inputs', keyFields: 'id', base: 'input', useAuthority: false, ...parameters }, node),
		nodeTypes: { ...plainNodes, 'test.items': sourceOf(sources), 'n8n-nodes-batch-sync.threeWayMerge': new ThreeWayMerge() },
		startAt: 'Start',
	});
}

function workflowOf(sources: readonly string[], parameters: INodeParameters, node: Partial<INode>): WorkflowJson {
	const ends = ['Merged', 'Unresolved', 'Errors'];
	const to = (name: string, index = 0) => ({ node: name, type: NodeConnectionTypes.Main, index });
	return {
		name: 'Test',
		nodes: [
			plain('Start', 'n8n-nodes-base.manualTrigger', {}),
			...sources.map((name) => plain(name, 'test.items', {})),
			{ ...plain('Three-Way Merge', 'n8n-nodes-batch-sync.threeWayMerge', parameters), ...node },
			...ends.map((name) => plain(name, 'n8n-nodes-base.noOp', {})),
		],
		connections: {
			Start: { main: [sources.map((name) => to(name))] },
			...Object.fromEntries(sources.map((name) => [name, { main: [[to('Three-Way Merge', Number(name.slice(-1)))]] }])),
			'Three-Way Merge': { main: ends.map((name) => [to(name)]) },
		},
		settings: { executionOrder: 'v1' },
	};
}

function plain(name: string, type: string, parameters: INodeParameters): INode {
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters };
}

/** A node that gives the items of its name. */
function sourceOf(items: ReadonlyMap<string, readonly IDataObject[]>): INodeType {
	return {
		description: { ...(plainNodes['n8n-nodes-base.noOp'] as INodeType).description },
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			return await Promise.resolve([(items.get(this.getNode().name) ?? []).map((json) => ({ json }))]);
		},
	};
}

/** The JSON of what the node sent to an output. */
export function jsonOf(outcome: RunOutcome, output = 0): IDataObject[] {
	return outcome.itemsOf('Three-Way Merge', output).map(({ json }) => json);
}
