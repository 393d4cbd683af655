import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BatchSync } from '../../nodes/BatchSync/BatchSync.node';
import { remoteAt, runWith } from '../run/anyRun';
import { addTask, editTask, readTask, useWorld } from '../run/flrtsTasks';
import { differencesBetween } from '../support/compareFlrts';
import { runWorkflow } from '../support/n8nEngine';
import { credentialOf, oneNodeWorkflow, RUN_SYNC } from '../support/oneNodeWorkflow';
import { plainNodes } from '../support/plainNodes';
import { startTamperingProxy } from './tamperingProxy';
import type { Exchanged, Tamper, TamperingProxy } from './tamperingProxy';

const world = useWorld();

let elsewhere: Server;
let seen: IncomingHttpHeaders[] = [];
let proxy: TamperingProxy | undefined;

beforeEach(async () => {
	seen = [];
	elsewhere = createServer((request, response) => {
		seen.push(request.headers);
		response.writeHead(200, { 'content-type': 'application/hal+json' }).end('{"_type":"Collection","total":0,"count":0,"_embedded":{"elements":[]}}');
	});
	await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', () => resolve()));
});
afterEach(async () => {
	await proxy?.close();
	proxy = undefined;
	elsewhere.closeAllConnections();
	await new Promise<void>((resolve) => elsewhere.close(() => resolve()));
});

const hostElsewhere = (): string => `127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;

/** One task in step and edited since, and one that OpenProject does not have yet. */
async function seed(): Promise<string> {
	const id = await addTask(world(), 'Kept');
	expect(await world().run('full_sync')).toMatchObject({ status: 'done' });
	await editTask(world(), id, { task_title: 'Kept, edited' });
	await addTask(world(), 'New');
	return id;
}

async function expectNothingLost(id: string): Promise<void> {
	expect(seen).toEqual([]);
	expect(await readTask(world(), id)).toMatchObject({ task_title: 'Kept, edited' });
	expect(await world().run('full_sync')).toMatchObject({ status: 'done', failures: [], conflicts: [] });
	expect(await differencesBetween(world())).toEqual([]);
	expect(world().server.store.count).toBe(2);
}

type Tampering = [Tamper, Parameters<typeof startTamperingProxy>[2]?];

/** What a run by way of the proxy ended with, as text. */
async function runThrough(...tampering: Tampering): Promise<string> {
	proxy = await startTamperingProxy(world().server.url, ...tampering);
	return await runWith(world(), { remote: remoteAt(world(), proxy.url, world().server.apiKey) }).then(
		({ status, message, failures }) => JSON.stringify({ status, message, failures }),
		(error: unknown) => (error as Error).message,
	);
}

const isWrite = ({ method }: Exchanged): boolean => method !== 'GET';
const isRead = ({ method }: Exchanged): boolean => method === 'GET';

describe('a redirect to another host', () => {
	const redirected = (status: number, matches: (request: Exchanged) => boolean) => (request: Exchanged) => (matches(request) ? { status, headers: { location: `http://${hostElsewhere()}${request.path}` }, body: '' } : undefined);

	it.each([301, 302, 303, 307, 308])('with %d in answer to reads is told, not followed, and the key stays', async (status) => {
		const id = await seed();
		const told = await runThrough(() => undefined, redirected(status, isRead));
		expect(told).toMatch(/redirects to/);
		expect(told).not.toContain(world().server.apiKey);
		expect(proxy?.requests.length).toBeLessThan(20);
		await expectNothingLost(id);
	});

	it.each([301, 302, 303, 307, 308])('with %d in answer to writes is not followed, the key stays, and the writes come later', async (status) => {
		const id = await seed();
		const told = await runThrough(() => undefined, redirected(status, isWrite));
		expect(told).not.toContain(world().server.apiKey);
		expect(proxy?.requests.length).toBeLessThan(60);
		await expectNothingLost(id);
	});

	it('in answer to every write is told', async () => {
		await seed();
		expect(await runThrough(() => undefined, redirected(307, isWrite))).toMatch(/redirects to/);
	});

	it('in answer to every write is not told as being in step', async () => {
		await seed();
		const told = await runThrough(() => undefined, redirected(307, isWrite));
		expect(told).not.toMatch(/In step/);
		expect(told).toMatch(/"status":"partial","message":"Done in part, .*could not be made/);
	});

	it.each([
		['without a scheme', () => `//${hostElsewhere()}/`],
		['with user and password', () => `http://a:b@${hostElsewhere()}/`],
		['to a file', () => 'file:///etc/passwd'],
		['to a script', () => 'javascript:alert(1)'],
		['to data', () => 'data:application/json,{}'],
		['that is no address', () => 'http://[::bad/'],
		['that is empty', () => ''],
	])('%s is told in a sentence, not followed', async (_what, location) => {
		const id = await seed();
		const told = await runThrough((request) => (isRead(request) ? { status: 302, headers: { location: location() }, body: '' } : undefined));
		expect(told).toMatch(/redirect|another address|sends requests on/i);
		expect(told.length).toBeLessThan(2000);
		await expectNothingLost(id);
	});

	it('of 10,000 characters is told in a sentence of reasonable length', async () => {
		await seed();
		expect((await runThrough((request) => (isRead(request) ? { status: 302, headers: { location: `/${'a'.repeat(10_000)}` }, body: '' } : undefined))).length).toBeLessThan(2000);
	});

	it('with line breaks in its location is told, not followed, and adds no header to what is sent next', async () => {
		const id = await seed();
		const told = await runThrough((request) => (isRead(request) ? `HTTP/1.1 302 Found\r\nLocation: http://${hostElsewhere()}/a\r\nX-Added: b\r\n c\r\nContent-Length: 0\r\n\r\n` : undefined));
		expect(told).toMatch(/redirect|another address|sends requests on|could not be reached/i);
		await expectNothingLost(id);
	});

	it.each([302, 307])('with %d is not followed by the node either', async (status) => {
		const id = await seed();
		proxy = await startTamperingProxy(world().server.url, (request) => ({ status, headers: { location: `http://${hostElsewhere()}${request.path}` }, body: '' }));
		const outcome = await runWorkflow({
			workflow: oneNodeWorkflow({ ...RUN_SYNC, project: { __rl: true, mode: 'id', value: world().server.projectIdentifier } }),
			nodeTypes: { ...plainNodes, 'n8n-nodes-batch-sync.batchSync': new BatchSync() },
			credentials: { postgres: credentialOf(world().databaseUrl), batchSyncOpenProjectApi: { baseUrl: proxy.url, apiKey: world().server.apiKey } },
			startAt: 'Start',
		});
		expect(outcome.error).toMatch(/redirect|another address|sends requests on/i);
		expect(proxy.requests.length).toBeGreaterThan(0);
		await expectNothingLost(id);
	});
});
