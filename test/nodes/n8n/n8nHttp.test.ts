import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NodeConnectionTypes, type ICredentialDataDecryptedObject, type IExecuteFunctions, type INodeType } from 'n8n-workflow';
import { n8nHttp } from '../../../nodes/n8n/n8nHttp';
import { HttpTransportError, type HttpRequest, type HttpResponse } from '../../../src/openproject';
import { runWorkflow } from '../../support/n8nEngine';
import { oneNodeWorkflow } from '../../support/oneNodeWorkflow';
import { plainNodes } from '../../support/plainNodes';

const servers: Server[] = [];

async function listen(handler: RequestListener): Promise<string> {
	const server = createServer(handler);
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
	for (const server of servers.splice(0)) {
		server.closeAllConnections();
		server.close();
	}
});

/** Sends one request through the port, from inside a node that runs in n8n's engine. */
async function send(baseUrl: string, request: Partial<HttpRequest>, credentialType: 'batchSyncOpenProjectApi' | 'batchSyncOpenProjectOAuth2Api' = 'batchSyncOpenProjectApi'): Promise<HttpResponse | HttpTransportError> {
	let outcome: HttpResponse | HttpTransportError | undefined;
	const sender: INodeType = {
		description: {
			displayName: 'Sender', name: 'batchSync', group: ['transform'], version: 1, description: '', defaults: {}, properties: [],
			inputs: [NodeConnectionTypes.Main], outputs: [NodeConnectionTypes.Main],
			credentials: [{ name: 'batchSyncOpenProjectApi' }, { name: 'batchSyncOpenProjectOAuth2Api' }],
		},
		async execute(this: IExecuteFunctions) {
			try {
				outcome = await n8nHttp(this, { credentialType, baseUrl }).send({ method: 'GET', path: '/api/v3/users/me', timeoutMs: 1000, ...request });
			} catch (error) {
				outcome = error as HttpTransportError;
			}
			return [this.getInputData()];
		},
	};
	const credentials = { batchSyncOpenProjectApi: { id: '1', name: 'Key' }, batchSyncOpenProjectOAuth2Api: { id: '2', name: 'OAuth2' } };
	await runWorkflow({ workflow: oneNodeWorkflow({}, { credentials }), nodeTypes: { ...plainNodes, 'n8n-nodes-batch-sync.batchSync': sender }, credentials: { batchSyncOpenProjectApi: { apiKey: 'the-key' }, batchSyncOpenProjectOAuth2Api: oAuth2Of(baseUrl) }, startAt: 'Start' });
	if (outcome === undefined) throw new Error('The node did not run.');
	return outcome;
}

/** A connected OAuth2 credential whose access token has run out. */
function oAuth2Of(baseUrl: string): ICredentialDataDecryptedObject {
	return {
		grantType: 'authorizationCode', clientId: 'client', clientSecret: 'secret', authentication: 'body', scope: 'api_v3',
		authUrl: `${baseUrl}/oauth/authorize`, accessTokenUrl: `${baseUrl}/oauth/token`,
		oauthTokenData: { access_token: 'old', refresh_token: 'refresh', token_type: 'bearer' },
	};
}

it('sends method, query, JSON body and the API key, and gives back status, headers and text', async () => {
	const seen: Record<string, unknown> = {};
	const url = await listen((request, response) => {
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			Object.assign(seen, { method: request.method, url: request.url, authorization: request.headers.authorization, type: request.headers['content-type'], body });
			response.writeHead(201, { 'Content-Type': 'application/hal+json', 'X-Many': ['a', 'b'] });
			response.end('{ "id" : 7 }');
		});
	});
	const answer = await send(url, { method: 'POST', path: '/api/v3/work_packages', query: { filters: '[{"a":{"operator":"="}}]', notify: 'false' }, body: { subject: 'Grüße' } });

	expect(answer).toMatchObject({ status: 201, body: '{ "id" : 7 }', headers: { 'content-type': 'application/hal+json', 'x-many': 'a, b' } });
	expect(seen).toEqual({
		method: 'POST',
		url: `/api/v3/work_packages?${new URLSearchParams({ filters: '[{"a":{"operator":"="}}]', notify: 'false' }).toString()}`,
		authorization: `Basic ${Buffer.from('apikey:the-key').toString('base64')}`,
		type: 'application/json',
		body: '{"subject":"Grüße"}',
	});
});

it('keeps the sub-path of the base URL', async () => {
	const url = await listen((request, response) => response.end(request.url));
	expect(await send(`${url}/openproject`, {})).toMatchObject({ status: 200, body: '/openproject/api/v3/users/me' });
});

it.each([401, 404, 409, 422, 429, 500, 503])('gives back HTTP %s as an answer', async (status) => {
	const url = await listen((_request, response) => response.writeHead(status, { 'Retry-After': '3' }).end('{"_type":"Error"}'));
	expect(await send(url, {})).toMatchObject({ status, body: '{"_type":"Error"}', headers: { 'retry-after': '3' } });
});

it('gives back an empty 204 as an empty text', async () => {
	const url = await listen((_request, response) => response.writeHead(204).end());
	expect(await send(url, { method: 'DELETE' })).toMatchObject({ status: 204, body: '' });
});

it('follows no redirect, so the key never goes to another host', async () => {
	let hits = 0;
	const other = await listen((_request, response) => {
		hits += 1;
		response.end('{}');
	});
	const url = await listen((_request, response) => response.writeHead(302, { Location: other }).end());
	expect(await send(url, {})).toMatchObject({ status: 302, headers: { location: other } });
	expect(hits).toBe(0);
});

describe('with OAuth2', () => {
	it('has n8n refresh a token that has run out, and sends the request again', async () => {
		const tokens: Array<string | undefined> = [];
		const url = await listen((request, response) => {
			if (request.url === '/oauth/token') {
				response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"access_token":"new","refresh_token":"refresh","token_type":"bearer"}');
				return;
			}
			tokens.push(request.headers.authorization);
			response.writeHead(request.headers.authorization === 'Bearer new' ? 200 : 401).end('{"_type":"User"}');
		});
		expect(await send(url, {}, 'batchSyncOpenProjectOAuth2Api')).toMatchObject({ status: 200, body: '{"_type":"User"}' });
		expect(tokens).toEqual(['Bearer old', 'Bearer new']);
	});

	it('gives back a 401 that stays one as an answer', async () => {
		const url = await listen((request, response) => {
			if (request.url === '/oauth/token') response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"access_token":"new","token_type":"bearer"}');
			else response.writeHead(401).end('{"_type":"Error"}');
		});
		expect(await send(url, {}, 'batchSyncOpenProjectOAuth2Api')).toMatchObject({ status: 401, body: '{"_type":"Error"}' });
	});

	it.each([403, 404, 409, 422, 429, 503])('gives back HTTP %s as an answer', async (status) => {
		const url = await listen((_request, response) => response.writeHead(status, { 'Retry-After': '3' }).end('{"_type":"Error"}'));
		expect(await send(url, { method: 'PATCH', body: {} }, 'batchSyncOpenProjectOAuth2Api')).toMatchObject({ status, body: '{"_type":"Error"}', headers: { 'retry-after': '3' } });
	});

	it('still tells what never got an answer', async () => {
		expect(await send('http://127.0.0.1:1', {}, 'batchSyncOpenProjectOAuth2Api')).toMatchObject({ kind: 'refused', sent: false });
	});
});

describe('without a complete answer', () => {
	it('knows that a refused connection had no effect', async () => {
		const answer = await send('http://127.0.0.1:1', {});
		expect(answer).toBeInstanceOf(HttpTransportError);
		expect(answer).toMatchObject({ kind: 'refused', sent: false, message: expect.stringContaining('GET /api/v3/users/me at http://127.0.0.1:1: connect ECONNREFUSED') });
	});

	it('knows that an unknown host had no effect', async () => {
		expect(await send('http://nowhere.invalid', {})).toMatchObject({ kind: 'dns', sent: false });
	});

	it('knows that failed encryption had no effect', async () => {
		const url = await listen((_request, response) => response.end());
		expect(await send(url.replace('http:', 'https:'), {})).toMatchObject({ kind: 'tls', sent: false });
	});

	it('takes a reset for something that may have had an effect', async () => {
		const url = await listen((request) => request.socket.destroy());
		expect(await send(url, { method: 'PATCH', body: { a: 1 } })).toMatchObject({ kind: 'reset', sent: true });
	});

	it('takes an answer that breaks off for one that may have had an effect', async () => {
		const url = await listen((_request, response) => {
			response.writeHead(200, { 'Content-Length': '1000' }).write('{');
			setTimeout(() => response.destroy(), 20);
		});
		expect(await send(url, {})).toMatchObject({ kind: 'reset', sent: true });
	});

	it('ends a silent request at its deadline', async () => {
		const url = await listen(() => undefined);
		expect(await send(url, { timeoutMs: 200 })).toMatchObject({ kind: 'timeout', sent: true });
	});

	it('ends an answer that trickles in at its deadline', async () => {
		const url = await listen((_request, response) => {
			const drip = setInterval(() => response.write(' '), 50);
			response.on('close', () => clearInterval(drip));
		});
		expect(await send(url, { timeoutMs: 300 })).toMatchObject({ kind: 'timeout', sent: true });
	});
});
