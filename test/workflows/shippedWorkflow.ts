import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowJson } from '../support/n8nEngine';

/** The workflow as published, with credentials picked as a user would. Nothing else is changed. */
export function shippedWorkflow(): WorkflowJson {
	const workflow = JSON.parse(readFileSync(join(__dirname, '../../workflows/flrts-openproject-sync.json'), 'utf8')) as WorkflowJson;
	return {
		...workflow,
		nodes: workflow.nodes.map((node) => ({
			...node,
			...(node.credentials === undefined ? {} : { credentials: Object.fromEntries(Object.entries(node.credentials).map(([type, { name }], index) => [type, { id: String(index + 1), name }])) }),
		})),
	};
}
