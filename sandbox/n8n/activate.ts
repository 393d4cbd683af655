import type { N8nRest } from './rest';

/** Turns the workflow's schedule on, as the switch in the editor does. */
export async function activateWorkflow(rest: N8nRest, workflowId: string): Promise<void> {
	const { versionId } = await rest.send<{ versionId: string }>('GET', `/rest/workflows/${workflowId}`);
	await rest.send('POST', `/rest/workflows/${workflowId}/activate`, { versionId });
}

/** Whether the schedule is on. */
export async function isWorkflowActive(rest: N8nRest, workflowId: string): Promise<boolean> {
	const { active } = await rest.send<{ active: boolean }>('GET', `/rest/workflows/${workflowId}`);
	return active;
}
