import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { fetchHttp, HttpTransportError } from '../../src/openproject';
import type { HttpRequest } from '../../src/openproject';

const get: HttpRequest = { method: 'GET', path: '/api/v3/statuses', timeoutMs: 2000 };

async function failureOf(promise: Promise<unknown>): Promise<HttpTransportError> {
	const error: unknown = await promise.then(() => null, (reason: unknown) => reason);
	if (!(error instanceof HttpTransportError)) throw new Error(`expected an HttpTransportError, got ${String(error)}`);
	return error;
}

describe('over a real connection', () => {
	const servers: Array<{ close(done: () => void): unknown; closeAllConnections?: Server['closeAllConnections'] }> = [];
	const clients: Array<{ close(): void }> = [];

	afterEach(async () => {
		for (const client of clients.splice(0)) client.close();
		for (const server of servers.splice(0)) {
			server.closeAllConnections?.();
			await new Promise<void>((resolve) => void server.close(() => resolve()));
		}
	});

	async function clientOf(listener: RequestListener, more: { readonly maxResponseBytes?: number } = {}) {
		const server = createServer(listener);
		servers.push(server);
		await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
		const http = fetchHttp({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, apiKey: 'k', ...more });
		clients.push(http);
		return http;
	}

	test('connections are kept and used again', async () => {
		const ports = new Set<number | undefined>();
		const http = await clientOf((request, response) => {
			ports.add(request.socket.remotePort);
			response.end('{}');
		});
		for (let count = 0; count < 5; count += 1) await http.send(get);
		expect(ports.size).toBe(1);
	});

	test('packed answers are unpacked', async () => {
		const http = await clientOf((request, response) => {
			expect(request.headers['accept-encoding']).toBe('gzip');
			response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"größe":1}'));
		});
		expect((await http.send(get)).body).toBe('{"größe":1}');
	});

	test('an answer that does not come in time is a timeout of something sent', async () => {
		const http = await clientOf(() => undefined);
		const error = await failureOf(http.send({ ...get, timeoutMs: 50 }));
		expect(error).toMatchObject({ kind: 'timeout', sent: true });
		expect(error.message).toContain('no complete answer within 50 ms');
	});

	test('an answer that trickles past the deadline is a timeout too', async () => {
		const http = await clientOf((_request, response) => {
			response.writeHead(200);
			const timer = setInterval(() => response.write(' '), 10);
			response.on('close', () => clearInterval(timer));
		});
		expect(await failureOf(http.send({ ...get, timeoutMs: 100 }))).toMatchObject({ kind: 'timeout', sent: true });
	});

	test('an answer that breaks off is a reset', async () => {
		const http = await clientOf((_request, response) => {
			response.writeHead(200, { 'content-length': '1000' });
			response.write('{"total":', () => response.destroy());
		});
		expect(await failureOf(http.send(get))).toMatchObject({ kind: 'reset', sent: true });
	});

	test('a packed answer that breaks off fails as well', async () => {
		const http = await clientOf((_request, response) => {
			const packed = gzipSync('x'.repeat(100_000));
			response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': String(packed.length) });
			response.write(packed.subarray(0, 20), () => response.destroy());
		});
		expect((await failureOf(http.send(get))).sent).toBe(true);
	});

	test('an answer larger than allowed is broken off, packed or not', async () => {
		const http = await clientOf((_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(1_000_000))), { maxResponseBytes: 1000 });
		const error = await failureOf(http.send(get));
		expect(error).toMatchObject({ kind: 'other', sent: true });
		expect(error.message).toContain('larger than 1000 bytes');
	});

	test('a connection closed before any answer is a reset of something that may have been sent', async () => {
		const http = await clientOf((request) => request.socket.destroy());
		expect(await failureOf(http.send({ ...get, method: 'POST', body: {} }))).toMatchObject({ kind: 'reset', sent: true });
	});

	test('a port nobody listens on is refused, and nothing was sent', async () => {
		const http = await clientOf((_request, response) => void response.end());
		for (const server of servers.splice(0)) await new Promise<void>((resolve) => void server.close(() => resolve()));
		expect(await failureOf(http.send({ ...get, method: 'POST', body: {} }))).toMatchObject({ kind: 'refused', sent: false });
	});

	test('a server that does not speak TLS where it should gets nothing of the request', async () => {
		const received: Buffer[] = [];
		const server = createTcpServer((socket) => {
			socket.on('data', (data) => {
				received.push(data);
				socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
			});
			socket.on('error', () => undefined);
		});
		servers.push(server);
		await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
		const http = fetchHttp({ baseUrl: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, apiKey: 'k' });
		clients.push(http);
		expect((await failureOf(http.send({ ...get, method: 'POST', body: { subject: 'x' } }))).sent).toBe(false);
		expect(Buffer.concat(received).toString()).not.toContain('subject');
	});
});
