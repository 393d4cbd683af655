import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import { BatchSync } from '../../nodes/BatchSync/BatchSync.node';
import { compileMapping } from '../../src/mapping';
import { connectionFromUrl, openDatabase } from '../../src/postgres';
import { runSync } from '../../src/run';
import { fetchHttp, openProjectRemote, systemClock } from '../../src/openproject';
import type { RemotePort, RunRequest } from '../../src/run';
import { addTask, editTask, useWorld } from '../run/flrtsTasks';
import { runWorkflow } from '../support/n8nEngine';
import { credentialOf, oneNodeWorkflow, RUN_SYNC } from '../support/oneNodeWorkflow';
import { plainNodes } from '../support/plainNodes';
import { createTestDatabase } from '../support/postgres';
import type { TestDatabase } from '../support/postgres';
import { fastClock } from '../support/syncWorld';
import { everyRow } from './everyRow';
import { findSecrets, textOfEverything } from './findSecrets';
import { startTamperingProxy } from './tamperingProxy';
import type { TamperedAnswer } from './tamperingProxy';

const world = useWorld();

/** With characters that look different in every encoding. */
const PASSWORD = `Pw"${randomBytes(9).toString('hex')}\\/?&=%ä+`;
const ROLE = `writer_${randomBytes(4).toString('hex')}`;

let collected: unknown[];
let console_: jest.SpyInstance[];
let output: jest.SpyInstance[];

beforeEach(() => {
	collected = [];
	const keep = (...values: readonly unknown[]): void => void collected.push(values);
	console_ = (['log', 'info', 'warn', 'error', 'debug', 'trace'] as const).map((name) => jest.spyOn(console, name).mockImplementation(keep));
	output = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockImplementation((chunk) => (keep(String(chunk)), true)));
});
afterEach(() => {
	for (const spy of [...console_, ...output]) spy.mockRestore();
});

/** Roles belong to the whole server, so they outlive a test's database. */
let administration: TestDatabase;
beforeAll(async () => {
	administration = await createTestDatabase();
	await administer(`create role ${ROLE} superuser login password '${PASSWORD}'`);
});
afterAll(async () => {
	await administer(`drop role ${ROLE}`);
	await administration.drop();
});

async function administer(statement: string): Promise<void> {
	const client = new Client({ connectionString: administration.url });
	await client.connect();
	try {
		await client.query(statement);
	} finally {
		await client.end();
	}
}

const secrets = (): readonly string[] => [world().server.apiKey, PASSWORD];

function databaseUrl(change: Partial<Record<'host' | 'password' | 'sslmode', string>> = {}): string {
	const url = new URL(world().databaseUrl);
	url.username = ROLE;
	url.password = encodeURIComponent(change.password ?? PASSWORD);
	url.host = change.host ?? url.host;
	if (change.sslmode !== undefined) url.searchParams.set('sslmode', change.sslmode);
	return url.href;
}

interface Circumstances { readonly request?: Partial<RunRequest>; readonly url?: string; readonly openProject?: string; readonly apiKey?: string }

function remoteOver(baseUrl: string, apiKey: string): RemotePort {
	const { configuration } = world();
	const properties = compileMapping(configuration.fields, { policies: configuration.policies }).remoteProperties;
	return openProjectRemote({ http: fetchHttp({ baseUrl, apiKey }), clock: fastClock(), baseUrl, scope: configuration.remote, properties, requestDeadlineMs: 1000, readTimeoutMs: 300, retries: 2 });
}

/** A run with the secrets; whatever comes of it is kept to be searched. */
async function run({ request = {}, url = databaseUrl(), openProject = world().server.url, apiKey = world().server.apiKey }: Circumstances = {}): Promise<string | undefined> {
	try {
		const database = await openDatabase(connectionFromUrl(url));
		try {
			const result = await runSync(
				{ database, remote: remoteOver(openProject, apiKey), clock: systemClock(), schema: 'batch_sync' },
				world().configuration, world().settings,
				{ mode: 'full_sync', trigger: 'test', startedBy: 'test', ...request }, { allowSetUp: true },
			);
			collected.push(result);
			return result.run;
		} finally {
			await database.close();
		}
	} catch (error) {
		collected.push(error);
		return undefined;
	}
}

async function runNode(parameters: object, openProject = world().server.url, url = databaseUrl()): Promise<string | undefined> {
	const outcome = await runWorkflow({
		workflow: oneNodeWorkflow({ ...RUN_SYNC, project: { __rl: true, mode: 'id', value: world().server.projectIdentifier }, options: { tries: 1, allowSetUp: true }, ...parameters }),
		nodeTypes: { ...plainNodes, 'n8n-nodes-batch-sync.batchSync': new BatchSync() },
		credentials: { postgres: credentialOf(url), batchSyncOpenProjectApi: { baseUrl: openProject, apiKey: world().server.apiKey } },
		startAt: 'Start',
	});
	collected.push(outcome.taskOf('Batch Sync'), outcome.error);
	return outcome.error;
}

async function expectNoSecrets(): Promise<void> {
	const rows = await everyRow(world().databaseUrl);
	expect(rows.length).toBeGreaterThan(0);
	expect(collected.length).toBeGreaterThan(0);
	expect(findSecrets([...rows, textOfEverything(collected)], secrets())).toEqual([]);
}

async function seed(): Promise<string> {
	const id = await addTask(world(), 'One');
	await run();
	await editTask(world(), id, { task_title: 'One, edited' });
	return id;
}

const FAILURES: ReadonlyArray<readonly [string, () => TamperedAnswer | string | undefined]> = [
	['401', () => ({ status: 401, headers: { 'www-authenticate': 'Basic' }, body: '{"errorIdentifier":"urn:openproject-org:api:v3:errors:Unauthenticated","message":"No."}' })],
	['500', () => ({ status: 500, headers: {}, body: '<html>trouble</html>' })],
	['503 and a wait', () => ({ status: 503, headers: { 'retry-after': '1' }, body: '' })],
	['a redirect', () => ({ status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' })],
	['a broken answer', () => ({ status: 200, headers: {}, body: '{"total":' })],
	['a lost connection', () => ''],
];

describe('API key and password are found nowhere', () => {
	it('after full syncs, a preview, and an undo by the engine', async () => {
		await seed();
		await run({ request: { preview: true } });
		const last = await run();
		await run({ request: { mode: 'incremental', task: { kind: 'undo', run: last ?? '' } } });
		await expectNoSecrets();
		expect(collected.filter((one) => one instanceof Error)).toEqual([]);
	});

	it('after the same by the node', async () => {
		await addTask(world(), 'One');
		for (const parameters of [{ operation: 'setUp' }, { mode: 'full_sync' }, { operation: 'previewPlan' }, {}, { operation: 'undoRun', run: '1', how: 'now' }, { operation: 'getRun', run: '1' }]) expect(await runNode(parameters)).toBeUndefined();
		expect(world().server.store.count).toBe(1);
		await expectNoSecrets();
	});

	it.each(FAILURES)('after OpenProject answered with %s, to reads and to writes', async (_what, answer) => {
		await seed();
		for (const matches of [() => true, (method: string) => method !== 'GET']) {
			const proxy = await startTamperingProxy(world().server.url, ({ method }) => (matches(method) ? answer() : undefined));
			await run({ openProject: proxy.url });
			await runNode({}, proxy.url);
			await proxy.close();
		}
		await expectNoSecrets();
	});

	it('after TLS where there is none, a silent host, a closed port, a wrong database password and a wrong key', async () => {
		await seed();
		const silent = createServer((socket) => void socket.on('error', () => undefined));
		await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', () => resolve()));
		const address = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
		await run({ openProject: world().server.url.replace('http:', 'https:') });
		await run({ openProject: `http://${address}` });
		await run({ openProject: 'http://127.0.0.1:1' });
		await run({ url: databaseUrl({ sslmode: 'require' }) });
		await run({ url: databaseUrl({ host: '127.0.0.1:1' }) });
		await run({ url: databaseUrl({ password: `${PASSWORD}x` }) });
		await run({ apiKey: `${world().server.apiKey}x` });
		expect(await runNode({}, world().server.url, databaseUrl({ password: `${PASSWORD}x` }))).toMatch(/refused the password/);
		silent.close();
		expect(collected.filter((one) => one instanceof Error).length).toBeGreaterThanOrEqual(6);
		await expectNoSecrets();
	});

	it('and one that is planted is found, in every form, in an error, a row and the output', async () => {
		await seed();
		const forms = [PASSWORD, Buffer.from(`apikey:${PASSWORD}`).toString('base64'), Buffer.from(`a${PASSWORD}`).toString('base64url'), encodeURIComponent(PASSWORD), JSON.stringify(JSON.stringify(PASSWORD)), Buffer.from(PASSWORD).toString('hex')];
		for (const form of forms) expect(findSecrets([textOfEverything([new Error('a', { cause: { deep: [{ form }] } })])], [PASSWORD])).not.toEqual([]);
		console.log(new Map([['key', new Set([PASSWORD])]]));
		expect(findSecrets([textOfEverything(collected)], [PASSWORD])).not.toEqual([]);
		await addTask(world(), `T ${Buffer.from(PASSWORD).toString('base64')}`.slice(0, 50), { task_description_detailed: PASSWORD });
		expect(findSecrets(await everyRow(world().databaseUrl), [PASSWORD])).not.toEqual([]);
		expect(findSecrets(['nothing here'], [PASSWORD])).toEqual([]);
	});
});
