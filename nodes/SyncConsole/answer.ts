import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { pageHeaders } from '../../src/console/pageHeaders';
import type { Html } from '../../src/console/html';

/** What a request is answered with. `item`: the workflow is started with it. */
export interface Answer {
	readonly status: number;
	readonly contentType: string;
	readonly body: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly item?: IDataObject;
	/** Whether a page of another origin may read it; the sandboxed page's own script has none. */
	readonly isReadable?: boolean;
}

/** A page. */
export function page(content: Html, status = 200): Answer {
	return { status, contentType: 'text/html; charset=utf-8', body: content.text };
}

/** JSON for a program. */
export function json(content: object, status = 200): Answer {
	return { status, contentType: 'application/json; charset=utf-8', body: JSON.stringify(content) };
}

/** Another page, to be asked for by GET. */
export function redirect(link: string, item?: IDataObject): Answer {
	return { status: 303, contentType: 'text/plain; charset=utf-8', body: '', headers: { Location: link }, ...(item === undefined ? {} : { item }) };
}

/** What of Express's response is used. */
interface Response {
	statusCode: number;
	setHeader(name: string, value: string): unknown;
	removeHeader(name: string): void;
	end(body: string): unknown;
}

/** Sends an answer, and hands n8n the item where the workflow is to start. */
export function send(context: IWebhookFunctions, nonce: string, answer: Answer): IWebhookResponseData {
	const response = context.getResponseObject() as unknown as Response;
	response.statusCode = answer.status;
	for (const [name, value] of Object.entries({ ...pageHeaders(nonce), ...answer.headers, 'Content-Type': answer.contentType })) response.setHeader(name, value);
	// n8n lets any origin read what a webhook answers; these pages are for nobody else's scripts.
	if (answer.isReadable !== true) response.removeHeader('Access-Control-Allow-Origin');
	response.end(answer.body);
	return { noWebhookResponse: true, ...(answer.item === undefined ? {} : { workflowData: [[{ json: answer.item }]] }) };
}
