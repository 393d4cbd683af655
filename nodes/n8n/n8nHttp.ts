import type { IAllExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { HttpTransportError, requestAddress, type HttpPort, type HttpRequest, type HttpResponse } from '../../src/openproject';
import type { OpenProjectAddress } from './openProjectCredential';
import { answerInside, transportErrorOf } from './transportError';

/** What n8n's request helper gives back with `returnFullResponse`. */
interface FullResponse {
	readonly statusCode: number;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: unknown;
}

/**
 * The way out to OpenProject through n8n's request helper, so that n8n's proxy, its outbound rules, the credential
 * and the refreshing of OAuth2 tokens apply. Follows no redirect. Throws only HttpTransportError.
 */
export function n8nHttp(context: IAllExecuteFunctions, address: OpenProjectAddress): HttpPort {
	return {
		async send(request) {
			const url = requestAddress(address.baseUrl, request);
			try {
				const sent = context.helpers.httpRequestWithAuthentication.call(context, address.credentialType, { ...optionsOf(request, address), url });
				return responseOf(await withinDeadline(sent, request.timeoutMs));
			} catch (thrown) {
				return answerInside(thrown) ?? refuse(thrown, request, address);
			}
		},
	};
}

function optionsOf(request: HttpRequest, { credentialType }: OpenProjectAddress): Omit<IHttpRequestOptions, 'url'> {
	const hasBody = request.body !== undefined;
	return {
		method: request.method,
		headers: { Accept: 'application/hal+json, application/json', ...(hasBody ? { 'Content-Type': 'application/json' } : {}) },
		...(hasBody ? { body: JSON.stringify(request.body) } : {}),
		timeout: Math.max(1, Math.ceil(request.timeoutMs)),
		encoding: 'text',
		json: false,
		returnFullResponse: true,
		disableFollowRedirect: true,
		// n8n refreshes an OAuth2 token only where a 401 is thrown, and its older versions know no exceptions to ignoring.
		ignoreHttpStatusErrors: credentialType !== 'batchSyncOpenProjectOAuth2Api',
	};
}

/** n8n's own timeout counts silence; this one counts time, so an answer that trickles in ends too. */
async function withinDeadline(sent: Promise<FullResponse>, timeoutMs: number): Promise<FullResponse> {
	let timer: NodeJS.Timeout | undefined;
	const deadline = new Promise<never>((_resolve, reject) => {
		const late = new HttpTransportError(`No complete answer within ${Math.ceil(timeoutMs)} ms.`, { kind: 'timeout', sent: true });
		timer = setTimeout(() => reject(late), timeoutMs);
	});
	try {
		return await Promise.race([sent, deadline]);
	} finally {
		clearTimeout(timer);
	}
}

function responseOf(response: FullResponse): HttpResponse {
	const headers = Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value.join(', ') : String(value)] as const);
	return { status: response.statusCode, headers: Object.fromEntries(headers), body: textOf(response.body) };
}

function textOf(body: unknown): string {
	if (typeof body === 'string') return body;
	return body === undefined || body === null ? '' : JSON.stringify(body);
}

function refuse(thrown: unknown, request: HttpRequest, address: OpenProjectAddress): never {
	throw transportErrorOf(thrown, `${request.method} ${request.path} at ${new URL(address.baseUrl).origin}`);
}
