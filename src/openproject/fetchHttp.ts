import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { createGunzip } from 'node:zlib';
import { normaliseBaseUrl } from './baseUrl';
import { HttpTransportError } from './httpTransportError';
import type { TransportFailureKind } from './httpTransportError';
import { requestAddress } from './requestAddress';
import type { HttpPort, HttpRequest, HttpResponse } from './types';

const DEFAULT_MAX_RESPONSE_BYTES = 64 * 1024 * 1024;

export interface FetchHttpOptions {
	/** With or without a sub-path, a slash at the end, /api/v3. */
	readonly baseUrl: string;
	/** Sent as Basic authentication of the user `apikey`. */
	readonly apiKey: string;
	/** Larger answers are broken off; in bytes after unpacking, default 64 MiB. */
	readonly maxResponseBytes?: number;
}

/**
 * A way out to OpenProject over node's own HTTP client with kept-alive connections, for use outside n8n.
 * Follows no redirect, so the key never goes to another host. `close` ends idle connections.
 */
export function fetchHttp(options: FetchHttpOptions): HttpPort & { close(): void } {
	const baseUrl = normaliseBaseUrl(options.baseUrl);
	const isHttps = baseUrl.startsWith('https:');
	const agent = isHttps ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
	const authorization = `Basic ${Buffer.from(`apikey:${options.apiKey}`).toString('base64')}`;
	const maxBytes = options.maxResponseBytes ?? DEFAULT_MAX_RESPONSE_BYTES;
	return {
		async send(request) {
			const address = requestAddress(baseUrl, request);
			const body = request.body === undefined ? undefined : Buffer.from(JSON.stringify(request.body));
			const requestOptions: RequestOptions = {
				method: request.method,
				agent,
				headers: {
					accept: 'application/hal+json, application/json',
					'accept-encoding': 'gzip',
					authorization,
					...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(body.length) }),
				},
			};
			const start = (): ClientRequest => (isHttps ? httpsRequest : httpRequest)(address, requestOptions);
			return await exchange(start, { request, body, maxBytes, origin: new URL(baseUrl).origin });
		},
		close: () => agent.destroy(),
	};
}

interface Exchange {
	readonly request: HttpRequest;
	readonly body: Buffer | undefined;
	readonly maxBytes: number;
	readonly origin: string;
}

function exchange(start: () => ClientRequest, details: Exchange): Promise<HttpResponse> {
	return new Promise((resolve, reject) => {
		const outgoing = start();
		const connection = watchConnection(outgoing);
		const deadline = AbortSignal.timeout(Math.max(1, Math.ceil(details.request.timeoutMs)));
		const fail = (error: unknown): void => {
			outgoing.destroy();
			reject(transportErrorOf(error, { details, mayBeSent: connection.mayBeSent(), isTimedOut: deadline.aborted }));
		};
		const onDeadline = (): void => fail(deadline.reason);
		deadline.addEventListener('abort', onDeadline, { once: true });
		outgoing.on('error', fail);
		outgoing.on('close', () => deadline.removeEventListener('abort', onDeadline));
		outgoing.on('response', (response) => {
			readBody(response, details.maxBytes).then(
				(body) => resolve({ status: response.statusCode ?? 0, headers: headersOf(response), body }),
				(error: unknown) => fail(error),
			);
		});
		outgoing.end(details.body);
	});
}

/** Nothing is sent before a connection stands, so a failure before that had no effect. */
function watchConnection(outgoing: ClientRequest): { mayBeSent(): boolean } {
	let isConnected = true;
	outgoing.on('socket', (socket) => {
		if (!socket.connecting) return;
		isConnected = false;
		socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => void (isConnected = true));
	});
	return { mayBeSent: () => isConnected };
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<string> {
	const stream = response.headers['content-encoding'] === 'gzip' ? response.pipe(createGunzip()) : response;
	if (stream !== response) response.on('error', (error) => stream.destroy(error));
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of stream as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > maxBytes) throw new Error(`the answer is larger than ${maxBytes} bytes`);
		chunks.push(chunk);
	}
	if (!response.complete) throw Object.assign(new Error('the answer broke off'), { code: 'ECONNRESET' });
	return Buffer.concat(chunks).toString('utf8');
}

function headersOf(response: IncomingMessage): Record<string, string> {
	return Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]));
}

function transportErrorOf(error: unknown, facts: { readonly details: Exchange; readonly mayBeSent: boolean; readonly isTimedOut: boolean }): HttpTransportError {
	const code = codeOf(error);
	const kind = facts.isTimedOut ? 'timeout' : kindOf(code);
	const { method, path, timeoutMs } = facts.details.request;
	const reason = kind === 'timeout' ? `no complete answer within ${Math.ceil(timeoutMs)} ms` : error instanceof Error && error.message !== '' ? error.message : (code ?? 'unknown reason');
	const sent = facts.mayBeSent && !isBeforeSending(code);
	return new HttpTransportError(`${method} ${path} at ${facts.details.origin}: ${reason}.`, { kind, sent, cause: error });
}

function codeOf(error: unknown): string | null {
	return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** Codes that only ever come before a connection stands; others, like EHOSTUNREACH, can also break one. */
function isBeforeSending(code: string | null): boolean {
	return code !== null && /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$|CERT|^UNABLE_TO_/.test(code);
}

function kindOf(code: string | null): TransportFailureKind {
	if (code === null) return 'other';
	if (/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN)$/.test(code)) return 'refused';
	if (/^(ENOTFOUND|EAI_AGAIN)$/.test(code)) return 'dns';
	if (/^(ETIMEDOUT|ESOCKETTIMEDOUT)$/.test(code)) return 'timeout';
	if (/^(ECONNRESET|EPIPE|ECONNABORTED|ERR_STREAM_PREMATURE_CLOSE)$/.test(code)) return 'reset';
	if (/CERT|^ERR_TLS|^ERR_SSL|^EPROTO$|^UNABLE_TO_/.test(code)) return 'tls';
	return 'other';
}
