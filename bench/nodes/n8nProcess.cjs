/**
 * A process of n8n's own Node in which n8n's execution engine runs single nodes: n8n's own, and this package's as built. It is
 * given measurements as messages and answers how long the node took by n8n's own count, and how many items came out of it.
 *
 * HOST: folder with n8n's packages. PACKAGE: folder of this package.
 */
const { createRequire } = require('node:module');
const { join } = require('node:path');

const fromHost = createRequire(join(process.env.HOST, 'node_modules', 'n8n', 'package.json'));
fromHost('reflect-metadata');
const core = fromHost('n8n-core');
const { Workflow, NodeHelpers, createRunExecutionData } = fromHost('n8n-workflow');

/** Node types by name, loaded when first asked for. */
const TYPES = {
	'n8n-nodes-base.postgres': () => new (fromHost('n8n-nodes-base/dist/nodes/Postgres/Postgres.node.js').Postgres)(),
	'n8n-nodes-base.compareDatasets': () => new (fromHost('n8n-nodes-base/dist/nodes/CompareDatasets/CompareDatasets.node.js').CompareDatasets)(),
	'n8n-nodes-batch-sync.stagedUpsert': () => new (require(join(process.env.PACKAGE, 'dist/nodes/StagedUpsert/StagedUpsert.node.js')).StagedUpsert)(),
	'n8n-nodes-batch-sync.detectConflicts': () => new (require(join(process.env.PACKAGE, 'dist/nodes/DetectConflicts/DetectConflicts.node.js')).DetectConflicts)(),
};
const loaded = new Map();
let inputs = [];

/** Hands on the items the parent sent, one list for each of its outputs. */
const source = {
	description: { displayName: 'Source', name: 'source', group: ['trigger'], version: 1, description: '', defaults: {}, inputs: [], outputs: ['main', 'main', 'main'], properties: [] },
	execute: async () => inputs,
};

function typeOf(name, version) {
	if (name === 'bench.source') return source;
	if (!loaded.has(name)) loaded.set(name, TYPES[name]());
	return NodeHelpers.getVersionedNodeType(loaded.get(name), version);
}

const nodeTypes = { getByName: (name) => typeOf(name), getByNameAndVersion: typeOf, getKnownTypes: () => ({}) };

/** What n8n's server would hand to its engine, as far as these nodes ask for it. */
function additionalData(hooks, credential) {
	return {
		hooks, executionId: '1', userId: 'bench', variables: {}, restApiUrl: '', instanceBaseUrl: 'http://127.0.0.1/', webhookBaseUrl: '', webhookTestBaseUrl: '',
		webhookWaitingBaseUrl: 'http://127.0.0.1/webhook-waiting', formWaitingBaseUrl: 'http://127.0.0.1/form-waiting', externalSecretsProxy: {},
		setExecutionStatus: () => undefined, sendDataToUI: () => undefined, logAiEvent: () => undefined,
		credentialsHelper: { isCredentialUsableByNode: () => true, getParentTypes: () => [], getCredentialsProperties: () => [], getDecrypted: async () => ({ ...credential }) },
	};
}

async function run({ node, inputCount, credential, isClean }) {
	const nodes = [
		{ id: '1', name: 'Source', type: 'bench.source', typeVersion: 1, position: [0, 0], parameters: {} },
		{ id: '2', name: 'Node', position: [200, 0], credentials: { postgres: { id: 'c', name: 'c' } }, ...node },
	];
	const connections = { Source: { main: Array.from({ length: inputCount }, (_, index) => [{ node: 'Node', type: 'main', index }]) } };
	const workflow = new Workflow({ id: 'bench', name: 'Bench', nodes, connections, nodeTypes, settings: { executionOrder: 'v1' }, active: false });
	const hooks = new core.ExecutionLifecycleHooks('manual', '1', { id: 'bench', name: 'Bench', nodes, connections, active: false, createdAt: new Date(), updatedAt: new Date() });
	const finished = new Promise((resolve) => hooks.addHandler('workflowExecuteAfter', resolve));
	const data = createRunExecutionData({ executionData: { contextData: {}, metadata: {}, waitingExecution: {}, waitingExecutionSource: null, nodeExecutionStack: [{ node: workflow.getNode('Source'), data: { main: [[{ json: {} }]] }, source: null }] } });
	if (isClean) global.gc();
	const idle = process.memoryUsage.rss();
	let peak = idle;
	const watch = setInterval(() => { peak = Math.max(peak, process.memoryUsage.rss()); }, 20);
	await new core.WorkflowExecute(additionalData(hooks, credential), 'manual', data).processRunExecutionData(workflow);
	const { data: outcome } = await finished;
	clearInterval(watch);
	const task = outcome.resultData.runData.Node?.[0];
	if (outcome.resultData.error !== undefined || task === undefined) throw outcome.resultData.error ?? new Error('The node did not run.');
	const outputs = (task.data?.main ?? []).map((items) => items?.length ?? 0);
	return { tookMs: task.executionTime, outputs, first: task.data?.main?.[0]?.[0]?.json ?? null, idleBytes: idle, peakBytes: Math.max(peak, process.memoryUsage.rss()) };
}

process.on('message', (message) => {
	const answer = async () => {
		if (message.kind === 'inputs') {
			inputs = message.lists.map((list) => list.map((json, item) => ({ json, pairedItem: { item } })));
			return {};
		}
		if (message.kind === 'more') {
			for (const json of message.list) inputs[0].push({ json, pairedItem: { item: inputs[0].length } });
			return {};
		}
		if (message.kind === 'memory') {
			global.gc();
			return process.memoryUsage.rss();
		}
		return await run(message);
	};
	answer().then((value) => process.send({ value }), (error) => process.send({ error: error?.message ?? String(error) }));
});
process.send({ value: 'ready' });
