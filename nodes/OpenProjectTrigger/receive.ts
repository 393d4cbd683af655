import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { isSignedBy, judgeEvent, readWebhookEvent, type Remembered, type WebhookEvent } from '../../src/openproject/webhooks';
import { booleanOf, numberOf, valuesOf } from '../n8n/values';
import { eventItem } from './eventItem';
import { isWanted, readWishes } from './wishes';

/** Where the trigger keeps what it has seen, in the workflow's static data. */
const REMEMBERED = 'seen';

/**
 * One request to the webhook's address. Nothing in it is looked at before its signature is right; a request that is
 * refused or ignored starts no execution.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request = context.getRequestObject() as { readonly rawBody?: unknown; readonly headers: Readonly<Record<string, unknown>>; readonly method?: string };
	if (request.method !== 'POST') return answer(context, 405, 'Webhooks are sent by POST.');
	const { secret } = valuesOf(await context.getCredentials('batchSyncOpenProjectWebhookApi'));
	// The bytes as they were sent: whatever was parsed and written again would have another signature.
	const body = Buffer.isBuffer(request.rawBody) ? request.rawBody : null;
	if (body === null || !isSignedBy(typeof secret === 'string' ? secret : '', body, request.headers['x-op-signature'])) {
		return answer(context, 401, 'The signature is missing or wrong. The secret of the webhook in OpenProject has to be the one of the credential in n8n.');
	}
	const read = readWebhookEvent(body.toString('utf8'));
	if (read.status === 'malformed') return answer(context, 400, read.message);
	if (read.status === 'other') return answer(context, 200, `Ignored: '${read.action}' is not about a work package.`);
	return take(context, read.event, body);
}

function take(context: IWebhookFunctions, event: WebhookEvent, body: Buffer): IWebhookResponseData {
	const options = valuesOf(context.getNodeParameter('options', {}));
	const wanted = isWanted(event, readWishes(context.getNodeParameter('events'), options));
	if (!wanted.isWanted) return answer(context, 200, `Ignored: ${wanted.reason}`);
	const oldestHours = numberOf(options['oldestHours'], 'Ignore Older Than (Hours)', { min: 0, max: 1_000_000, fallback: 72 });
	const kept = context.getWorkflowStaticData('node');
	const verdict = judgeEvent(event, body, valuesOf(kept[REMEMBERED]) as Remembered, oldestHours === 0 ? null : Date.now() - oldestHours * 3_600_000);
	if (verdict.status === 'replay') return answer(context, 200, `Ignored: ${verdict.reason}`);
	kept[REMEMBERED] = verdict.remembered as IDataObject;
	const isSimple = booleanOf(context.getNodeParameter('simplify', true), 'Simplify', true);
	return { workflowData: [[{ json: eventItem(event, isSimple) as IDataObject }]] };
}

function answer(context: IWebhookFunctions, status: number, message: string): IWebhookResponseData {
	context.getResponseObject().status(status).json({ message });
	return { noWebhookResponse: true };
}
