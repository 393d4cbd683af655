import { getGlobalState, type IExecuteFunctions } from 'n8n-workflow';

/** What n8n writes into a workflow's settings where the instance's time zone is meant. */
const OF_THE_INSTANCE = 'DEFAULT';

/** The time zone of the workflow, as an IANA name. */
export function workflowZone(context: Pick<IExecuteFunctions, 'getTimezone'>): string {
	const zone = context.getTimezone();
	return zone === OF_THE_INSTANCE || zone === '' ? getGlobalState().defaultTimezone : zone;
}
