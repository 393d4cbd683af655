import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeProperties, type INodeType } from 'n8n-workflow';

/**
 * The few nodes of n8n's own that the shipped workflow uses, reduced to what it uses of them. n8n's package of
 * base nodes is too large to install for tests; conditions and expressions are still evaluated by n8n.
 */
export const plainNodes: Readonly<Record<string, INodeType>> = {
	'n8n-nodes-base.scheduleTrigger': passing([], ['main']),
	'n8n-nodes-base.manualTrigger': passing([], ['main']),
	'n8n-nodes-base.noOp': passing(['main'], ['main']),
	'n8n-nodes-base.stickyNote': passing([], []),
	'n8n-nodes-base.set': node(['main'], 1, [{ displayName: 'Assignments', name: 'assignments', type: 'assignmentCollection', default: {} }], setFields),
	'n8n-nodes-base.if': node(['main'], 2, [{ displayName: 'Conditions', name: 'conditions', type: 'filter', default: {}, typeOptions: { filter: { version: 2 } } }], splitByCondition),
};

type Execute = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

function passing(inputs: readonly 'main'[], outputs: readonly 'main'[]): INodeType {
	return node(inputs, outputs.length, [], async function () {
		return await Promise.resolve([this.getInputData()]);
	});
}

function node(inputs: readonly 'main'[], outputCount: number, properties: INodeProperties[], execute: Execute): INodeType {
	return {
		description: {
			displayName: 'Plain',
			name: 'plain',
			group: ['transform'],
			version: [1, 1.2, 2.2, 3.4],
			description: '',
			defaults: {},
			inputs: inputs.map(() => NodeConnectionTypes.Main),
			outputs: Array.from({ length: outputCount }, () => NodeConnectionTypes.Main),
			properties,
		},
		execute,
	};
}

async function setFields(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = this.getInputData().map((_item, item) => {
		const assignments = this.getNodeParameter('assignments.assignments', item) as Array<{ name: string; value: string }>;
		return { json: Object.fromEntries(assignments.map(({ name, value }) => [name, value])), pairedItem: { item } };
	});
	return await Promise.resolve([items]);
}

async function splitByCondition(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const yes: INodeExecutionData[] = [];
	const no: INodeExecutionData[] = [];
	this.getInputData().forEach((item, index) => {
		const holds = this.getNodeParameter('conditions', index, false, { extractValue: true }) as boolean;
		(holds ? yes : no).push({ ...item, pairedItem: { item: index } });
	});
	return await Promise.resolve([yes, no]);
}
