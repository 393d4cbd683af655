import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { isSignedBy, judgeEvent, readWebhookEvent, type WebhookEvent } from '../../src/openproject/webhooks';
import { booleanOf, numberOf, valuesOf } from '../n8n/values';
import { eventItem } from './eventItem';
import { recall, remember } from './memory';
import { isWanted, readWishes } from './wishes';

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
	const isSimple = booleanOf(context.getNodeParameter('simplify', true), 'Simplify', true);
	const json = eventItem(event, isSimple) as IDataObject;
	// From here to the mark nothing is waited for: a second request at the same time finds it.
	const verdict = judgeEvent(event, body, recall(context), oldestHours === 0 ? null : Date.now() - oldestHours * 3_600_000);
	if (verdict.status === 'replay') return answer(context, 200, `Ignored: ${verdict.reason}`);
	remember(context, verdict.remembered);
	// n8n writes the static data when a request is answered, and 2.41 answers only after the execution has taken it over: too late.
	return { ...answer(context, 200, 'Taken: the workflow starts.'), workflowData: [[{ json }]] };
}

function answer(context: IWebhookFunctions, status: number, message: string): IWebhookResponseData {
	context.getResponseObject().status(status).json({ message });
	return { noWebhookResponse: true };
}
