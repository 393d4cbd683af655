import { createServer, request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Exchanged {
	readonly method: string;
	/** Path and query. */
	readonly path: string;
}

export interface TamperedAnswer {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly body: string | Buffer;
}

/** Changes an honest answer. A text stands for bytes written to the socket as they are; undefined leaves the answer. */
export type Tamper = (request: Exchanged, honest: { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string }) => TamperedAnswer | string | undefined;

export interface TamperingProxy {
	readonly url: string;
	readonly requests: readonly Exchanged[];
	close(): Promise<void>;
}

/** An HTTP server that asks the honest one and gives its answers as `tamper` leaves them; what `keep` answers itself, the honest one never sees. */
export async function startTamperingProxy(target: string, tamper: Tamper, keep: (request: Exchanged) => TamperedAnswer | undefined = () => undefined): Promise<TamperingProxy> {
	const requests: Exchanged[] = [];
	const server = createServer((incoming, outgoing) => {
		const exchanged = { method: incoming.method ?? '', path: incoming.url ?? '' };
		requests.push(exchanged);
		outgoing.on('error', () => undefined);
		const kept = keep(exchanged);
		if (kept !== undefined) {
			incoming.resume();
			return void outgoing.writeHead(kept.status, kept.headers).end(kept.body);
		}
		const asked = httpRequest(`${target}${exchanged.path}`, { method: exchanged.method, headers: { ...incoming.headers, 'accept-encoding': 'identity', host: new URL(target).host } }, (answer) => {
			void textOf(answer).then((body) => {
				const { 'content-length': _length, 'transfer-encoding': _encoding, connection: _connection, ...headers } = answer.headers;
				const honest = { status: answer.statusCode ?? 0, headers, body };
				const given = tamper(exchanged, honest) ?? honest;
				if (typeof given === 'string') return void incoming.socket.end(given);
				const bytes = Buffer.from(given.body as string);
				outgoing.writeHead(given.status, { ...given.headers, 'content-length': bytes.length });
				outgoing.end(bytes);
			});
		});
		incoming.pipe(asked);
	});
	server.on('connection', (socket) => socket.on('error', () => undefined));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests,
		close: async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}

async function textOf(message: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
	return Buffer.concat(chunks).toString('utf8');
}

/** Tampering with the JSON of lists of work packages alone. */
export function onLists(change: (list: Record<string, unknown>, request: Exchanged) => unknown): Tamper {
	return (request, honest) => (isList(request) ? { ...honest, body: JSON.stringify(change(JSON.parse(honest.body) as Record<string, unknown>, request)) } : undefined);
}

/** Tampering with each work package in lists of them. */
export function onElements(change: (element: Record<string, unknown>) => unknown): Tamper {
	return onLists((list) => ({ ...list, _embedded: { elements: elementsOf(list).map(change) } }));
}

export function elementsOf(list: Record<string, unknown>): ReadonlyArray<Record<string, unknown>> {
	return (list['_embedded'] as { readonly elements: ReadonlyArray<Record<string, unknown>> } | undefined)?.elements ?? [];
}

export function isList({ method, path }: Exchanged): boolean {
	return method === 'GET' && /^\/api\/v3\/(projects\/\d+\/)?work_packages\?/.test(path);
}
