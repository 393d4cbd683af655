import { Client } from 'pg';
import { NodeConnectionTypes, type ICredentialDataDecryptedObject, type IDataObject, type IExecuteFunctions, type INodeExecutionData, type INodeProperties, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

type Execute = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

const parameter = (name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({ displayName: name, name, type: 'string', default: '', ...more });

/**
 * More of n8n's own nodes than plainNodes has, reduced to what the step-by-step workflow uses of them. Queries run on the database
 * of the credential; expressions and the pairing of items are n8n's.
 */
export const composableNodes: Readonly<Record<string, INodeType>> = {
	'n8n-nodes-base.postgres': node({ version: 2.5, credentials: [{ name: 'postgres', required: true }], properties: [parameter('query')] }, runQuery),
	'n8n-nodes-base.set': node({ version: 3.4, properties: [parameter('mode', { default: 'manual' }), parameter('jsonOutput'), parameter('assignments', { type: 'assignmentCollection', default: {} })] }, editFields),
	'n8n-nodes-base.merge': node({ version: 3, inputs: '={{ Array.from({ length: $parameter["numberInputs"] }, () => ({ type: "main" })) }}', requiredInputs: 1, properties: [parameter('numberInputs', { type: 'number', default: 2 })] }, append),
	'n8n-nodes-base.code': node({ version: 2, properties: [parameter('jsCode')] }, runCode),
};

function node(description: Pick<INodeTypeDescription, 'version' | 'properties'> & Partial<INodeTypeDescription>, execute: Execute): INodeType {
	return {
		description: { displayName: 'Plain', name: 'plain', group: ['transform'], description: '', defaults: {}, inputs: [NodeConnectionTypes.Main], outputs: [NodeConnectionTypes.Main], ...description },
		execute,
	};
}

/** Execute Query: the rows of a select, as JSON; `{ success: true }` where the statement gives none. */
async function runQuery(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const { host, port, database, user, password } = await this.getCredentials<ICredentialDataDecryptedObject & { host: string; port: number; database: string; user: string; password: string }>('postgres');
	const client = new Client({ host, port, database, user, password });
	await client.connect();
	try {
		const query = this.getNodeParameter('query', 0) as string;
		const { rows } = await client.query<IDataObject>(query);
		if (rows.length === 0 && !/^\s*select\b/i.test(query)) return [[{ json: { success: true }, pairedItem: { item: 0 } }]];
		return [rows.map((json) => ({ json, pairedItem: { item: 0 } }))];
	} finally {
		await client.end();
	}
}

/** Edit Fields, without other input fields: fields of their own, or one expression that gives the whole item. */
async function editFields(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const isRaw = this.getNodeParameter('mode', 0) === 'raw';
	const items = this.getInputData().map((_item, item) => ({ json: isRaw ? plain(this.getNodeParameter('jsonOutput', item) as IDataObject) : assigned(this, item), pairedItem: { item } }));
	return await Promise.resolve([items]);
}

function assigned(context: IExecuteFunctions, item: number): IDataObject {
	const assignments = context.getNodeParameter('assignments.assignments', item) as Array<{ name: string; value: unknown; type: string }>;
	return Object.fromEntries(assignments.map(({ name, value, type }) => [name, asType(value, type)]));
}

function asType(value: unknown, type: string): string | number | null {
	if (value === undefined || value === null) return null;
	return type === 'number' ? Number(value) : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** What an expression gives may still be n8n's view of other items' data. */
function plain<T>(value: T): T {
	return JSON.parse(JSON.stringify(value)) as T;
}

/** Merge, mode Append. */
async function append(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const count = this.getNodeParameter('numberInputs', 0) as number;
	return await Promise.resolve([Array.from({ length: count }, (_, index) => this.getInputData(index) ?? []).flat()]);
}

/** Code, JavaScript, once for all items. */
async function runCode(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const data = this.getWorkflowDataProxy(0);
	// Running code is what the node does; this is the shipped workflow's.
	const code = new Function('$input', '$', this.getNodeParameter('jsCode', 0) as string) as (input: unknown, nodes: unknown) => Array<{ json: IDataObject; pairedItem: number }>;
	return await Promise.resolve([plain(code(data.$input, data['$'])).map(({ json, pairedItem }) => ({ json, pairedItem: { item: pairedItem } }))]);
}
