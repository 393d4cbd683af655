import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BatchSync } from '../../nodes/BatchSync/BatchSync.node';
import { fetchHttp, openProjectRemote, systemClock } from '../../src/openproject';
import { connectionFromUrl, openDatabase } from '../../src/postgres';
import { runWorkflow } from '../support/n8nEngine';
import { credentialOf, oneNodeWorkflow, RUN_SYNC } from '../support/oneNodeWorkflow';
import { plainNodes } from '../support/plainNodes';
import { createTestDatabase } from '../support/postgres';
import type { TestDatabase } from '../support/postgres';
import { flrtsTables } from '../support/syncWorld';

const SECRET = 'pw-7Qx9';

let database: TestDatabase;
let server: Server;
let seen: Array<{ readonly method: string | undefined; readonly url: string | undefined; readonly headers: IncomingHttpHeaders }> = [];

beforeAll(async () => {
	database = await createTestDatabase();
	const tables = await openDatabase(connectionFromUrl(database.url));
	await tables.transaction((tx) => tx.execute({ text: flrtsTables }), { rolePath: true });
	await tables.close();
	server = createServer((request, response) => {
		seen.push({ method: request.method, url: request.url, headers: request.headers });
		response.writeHead(401, { 'content-type': 'application/hal+json' }).end('{"_type":"Error","errorIdentifier":"urn:openproject-org:api:v3:errors:Unauthenticated","message":"No."}');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
});
afterAll(async () => {
	server.closeAllConnections();
	await new Promise<void>((resolve) => server.close(() => resolve()));
	await database.drop();
});
beforeEach(() => {
	seen = [];
});

/** `HOST` stands for the server that listens. */
const addressed = (text: string): string => text.replaceAll('HOST', `127.0.0.1:${(server.address() as AddressInfo).port}`);

/** What the engine outside n8n says to an address; '' where it says nothing. */
async function saidByEngine(baseUrl: string): Promise<string> {
	try {
		const http = fetchHttp({ baseUrl, apiKey: 'key-4Zt2' });
		await openProjectRemote({ http, clock: systemClock(), baseUrl, scope: { project: 'flrts', type: 'Task', provenanceField: null }, properties: ['subject'], retries: 1 }).open();
		return '';
	} catch (error) {
		return (error as Error).message;
	}
}

async function saidByNode(baseUrl: string): Promise<string> {
	const outcome = await runWorkflow({
		workflow: oneNodeWorkflow(RUN_SYNC),
		nodeTypes: { ...plainNodes, 'n8n-nodes-batch-sync.batchSync': new BatchSync() },
		credentials: { postgres: credentialOf(database.url), batchSyncOpenProjectApi: { baseUrl, apiKey: 'key-4Zt2' } },
		startAt: 'Start',
	});
	return outcome.error ?? '';
}

const WAYS = [['the engine', saidByEngine], ['the node', saidByNode]] as const;

const REFUSED = [
	'file:///etc/passwd', 'file://HOST/', 'ftp://HOST/', `ftp://user:${SECRET}@HOST/`, 'javascript:alert(1)', 'data:application/json,{}', 'gopher://HOST/_GET', 'ws://HOST', 'wss://HOST', 'blob:http://HOST/a', 'about:blank', 'unix:/var/run/a.sock',
	'//HOST', '/api/v3', 'HOST', 'localhost', 'http://', 'http:', 'https://?', '://HOST', 'http://[::1', 'http://HOST:99999', 'http://HOST:a', 'http://a b', 'http://%00', 'http://a%2fb', `http://us er:${SECRET}@`, '\u0000http://', 'ħttp://HOST', '', ' ', '\r\n', '\t',
];

/** Taken as what people meant, without the parts that are no address. */
const TAKEN = [`http://user:${SECRET}@HOST`, `http://:${SECRET}@HOST/`, 'http://HOST/?a=b', `http://HOST/?key=${SECRET}`, 'http://HOST/#top', `http://HOST/#${SECRET}`, 'http://HOST/api/v3?pageSize=1#top', ' http://HOST/ ', 'HTTP://HOST//'];

const WITH_LINE_BREAKS = ['http://HOST\r\nX-Evil: 1', 'http://HOST/\r\nX-Evil: 1', 'http://HOST/ HTTP/1.1\r\nHost: evil\r\n\r\nGET /', 'http://127.0\n.0.1:1', 'htt\np://HOST', 'ftp://HOST/\r\nX-Evil: 1', 'http://HOST/\ta'];

/** Where the password of an address ends is not always where it seems to end. */
const WITH_ODD_PASSWORDS = [`ftp://user:a@${SECRET}@HOST/`, `ftp://user:a/${SECRET}@HOST/`, `http://user:a/${SECRET}@HOST`, `user:${SECRET}@HOST`, `https:user:${SECRET}@HOST:x`, `htp:/user:${SECRET}@HOST`, `ftp:\\\\user:${SECRET}@HOST`];

describe.each(WAYS)('the base URL of the OpenProject credential, for %s', (_who, said) => {
	it.each(REFUSED)('%j is refused in a sentence, and nothing is sent', async (text) => {
		const sentence = await said(addressed(text));
		expect(sentence).toMatch(/(is not the address of an OpenProject|has no base URL)\. Give the address you open in the browser, e\.g\. https:/);
		expect(sentence).not.toContain(SECRET);
		expect(seen).toEqual([]);
	});

	it.each(TAKEN)('%j is taken without user, password, query and fragment', async (text) => {
		const sentence = await said(addressed(text));
		expect(sentence).toMatch(/does not accept the credential/);
		expect(sentence).not.toContain(SECRET);
		expect(seen.length).toBeGreaterThan(0);
		for (const { url, headers } of seen) {
			expect(url).toMatch(/^\/api\/v3\/[\w/]+(\?filters=[\w%.-]+(&[\w=%-]+)*)?$/);
			expect(headers.authorization).toBe(`Basic ${Buffer.from('apikey:key-4Zt2').toString('base64')}`);
			expect(JSON.stringify([url, headers])).not.toContain(SECRET);
		}
	});

	it.each(WITH_LINE_BREAKS)('%j adds no header and no second request', async (text) => {
		await said(addressed(text));
		for (const { url, headers, method } of seen) {
			expect(method).toBe('GET');
			expect(headers).not.toHaveProperty('x-evil');
			expect(headers.host).toBe(addressed('HOST'));
			expect(url).not.toMatch(/\s/);
		}
	});

	it.each(WITH_LINE_BREAKS)('%j is refused in a sentence of one line, and nothing is sent', async (text) => {
		const sentence = await said(addressed(text));
		expect(seen).toEqual([]);
		expect(sentence).toMatch(/is not the address of an OpenProject/);
		expect(sentence).not.toMatch(/[\r\n]/);
	});

	it.each(WITH_ODD_PASSWORDS)('%j is refused without showing the password', async (text) => {
		const sentence = await said(addressed(text));
		expect(sentence).not.toBe('');
		expect(seen).toEqual([]);
		expect(sentence).not.toContain(SECRET);
	});
});
