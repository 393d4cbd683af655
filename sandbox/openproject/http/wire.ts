import type { IncomingMessage, ServerResponse } from 'node:http';
import { HAL_JSON, type Answer, type IncomingRequest } from './exchange';

/** Reads a request to its end. */
export async function readRequest(message: IncomingMessage): Promise<IncomingRequest> {
	const chunks: Buffer[] = [];
	for await (const chunk of message) chunks.push(chunk as Buffer);
	const [path = '', search = ''] = splitOnce(message.url ?? '/', '?');
	const headers = Object.entries(message.headers).map(([name, value]): [string, string] => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]);
	return {
		method: message.method ?? 'GET',
		path: path.length > 1 ? path.replace(/\/+$/, '') : path,
		query: new URLSearchParams(search),
		headers: Object.fromEntries(headers),
		body: Buffer.concat(chunks).toString('utf8'),
	};
}

/** Body and headers of an answer as they go over the wire. */
export function serialise(answer: Answer, nowMs: number): { readonly status: number; readonly headers: Record<string, string>; readonly body: Buffer } {
	const body = Buffer.from(answer.text ?? (answer.json === undefined ? '' : JSON.stringify(answer.json)), 'utf8');
	const isEmpty = answer.text === undefined && answer.json === undefined;
	return {
		status: answer.status,
		headers: {
			Date: new Date(nowMs).toUTCString(),
			...(isEmpty ? {} : { 'Content-Type': HAL_JSON }),
			'Cache-Control': 'max-age=0, private, must-revalidate',
			...(answer.status === 204 || answer.status === 304 ? {} : { 'Content-Length': String(body.length) }),
			...answer.headers,
		},
		body,
	};
}

export interface SendOptions {
	readonly nowMs: number;
	/** Send only the first half of the body, as if that were all. */
	readonly isTruncated?: boolean;
	/** Reset the connection after half of the body. */
	readonly isCutOff?: boolean;
}

/** Sends an answer. */
export function send(response: ServerResponse, answer: Answer, options: SendOptions): void {
	const { status, headers, body } = serialise(answer, options.nowMs);
	const half = body.subarray(0, Math.floor(body.length / 2));
	response.sendDate = false;
	if (options.isCutOff === true) {
		response.writeHead(status, headers);
		response.write(half, () => response.socket?.resetAndDestroy());
		return;
	}
	const sent = options.isTruncated === true ? half : body;
	const length = 'Content-Length' in headers ? { 'Content-Length': String(sent.length) } : {};
	response.writeHead(status, { ...headers, ...length });
	response.end(sent);
}

function splitOnce(text: string, separator: string): readonly [string, string] {
	const at = text.indexOf(separator);
	return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
