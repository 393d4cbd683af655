import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { joinRemembered, type Remembered } from '../../src/openproject/webhooks';
import { valuesOf } from '../n8n/values';

/** Where the trigger keeps what it has taken, in the workflow's static data. */
const KEPT_AS = 'seen';

/**
 * What the triggers of this process have taken. n8n reads a workflow's static data before it hands a request to the node and
 * writes it afterwards, so of two requests at once neither would find the other's mark there.
 */
const takenHere = new Map<string, Remembered>();

/** What this trigger has taken, in this process and in others that have written it down since. Nothing in the editor's test mode. */
export function recall(context: IWebhookFunctions): Remembered {
	if (context.getMode() === 'manual') return {};
	const kept = Object.entries(valuesOf(context.getWorkflowStaticData('node')[KEPT_AS])).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
	return joinRemembered(Object.fromEntries(kept), takenHere.get(triggerOf(context)) ?? {});
}

/** Keeps what `recall` gives, with one event more, for the requests to come. */
export function remember(context: IWebhookFunctions, remembered: Remembered): void {
	if (context.getMode() === 'manual') return;
	takenHere.set(triggerOf(context), remembered);
	context.getWorkflowStaticData('node')[KEPT_AS] = remembered as IDataObject;
}

function triggerOf(context: IWebhookFunctions): string {
	return `${String(context.getWorkflow().id)} ${context.getNode().id}`;
}
