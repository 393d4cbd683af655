import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowJson } from '../support/n8nEngine';

/** A workflow as published, with credentials picked as a user would. Nothing else is changed. */
export function shippedWorkflow(file = 'flrts-openproject-sync.json'): WorkflowJson {
	const workflow = JSON.parse(readFileSync(join(__dirname, '../../workflows', file), 'utf8')) as WorkflowJson;
	return {
		...workflow,
		nodes: workflow.nodes.map((node) => ({
			...node,
			...(node.credentials === undefined ? {} : { credentials: Object.fromEntries(Object.entries(node.credentials).map(([type, { name }], index) => [type, { id: String(index + 1), name }])) }),
		})),
	};
}
