import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readWebhookEvent } from '../../../src/openproject/webhooks';
import { startOpenProject, type OpenProjectServer } from '../../../sandbox/openproject';
import { locator, runNode } from './runNode';

let server: OpenProjectServer;
let gate: Server;
let old: OpenProjectServer;
/** What the gate says of the version; null: nothing, as to users who are no administrators. */
let coreVersion: string | null;
let passed: string[];

/** The stand-in behind a gate that makes an older one of it: another version by name, or work packages without their total of % complete. */
beforeEach(async () => {
	server = await startOpenProject();
	server.store.create({ subject: 'Here' });
	passed = [];
	gate = createServer((request, response) => {
		passed.push(`${request.method} ${new URL(request.url ?? '', 'http://x').pathname}`);
		void fetch(`${server.url}${request.url}`, { headers: { authorization: request.headers.authorization ?? '' } }).then(async (answer) => {
			const text = await answer.text();
			const shown = request.url === '/api/v3' && coreVersion !== null ? JSON.stringify({ ...(JSON.parse(text) as object), coreVersion }) : text;
			response.writeHead(answer.status, { 'content-type': 'application/hal+json' }).end(coreVersion === null ? shown.replaceAll('"derivedPercentageDone"', '"somethingElse"') : shown);
		});
	});
	await new Promise<void>((resolve) => void gate.listen(0, '127.0.0.1', resolve));
	old = Object.create(server, { url: { value: `http://127.0.0.1:${(gate.address() as AddressInfo).port}` } }) as OpenProjectServer;
});
afterEach(async () => {
	await new Promise((resolve) => gate.close(resolve));
	await server.close();
});

const project = locator('id', 'flrts-field-work');
const operations: ReadonlyArray<readonly [string, object]> = [
	['Get Many', { operation: 'getAll', returnAll: true, simplify: true }],
	['Get', { operation: 'get', workPackage: locator('id', '1'), simplify: true }],
	['Create', { operation: 'create', project, subject: 'x', simplify: true }],
	['Update', { operation: 'update', workPackage: locator('id', '1'), simplify: true }],
	['Create or Update Many', { operation: 'upsert', project, matchBy: 'customField', keyField: locator('name', 'FLRTS ID'), keyValue: 'k' }],
];

it.each(operations)('%s is refused at once where OpenProject is too old, with the version found', async (_name, parameters) => {
	coreVersion = '13.4.1';
	const { outcome } = await runNode(old, parameters as never, { items: [{ subject: 'x' }] });
	expect(outcome.error).toContain(`OpenProject at ${old.url} is version 13.4.1. This package works with 14 and later`);
	expect(passed).toEqual(['GET /api/v3']);
});

it.each(operations)('%s is refused before anything is written where the API user is not told the version', async (_name, parameters) => {
	coreVersion = null;
	const { outcome } = await runNode(old, parameters as never, { items: [{ subject: 'x' }] });
	expect(outcome.error).toContain('is of version 13 or older');
	expect(passed.filter((one) => !one.startsWith('GET '))).toEqual([]);
});

it.each(['14.0.0', '17.6.0', '100.1'])('%s is not too old', async (version) => {
	coreVersion = version;
	expect((await runNode(old, { operation: 'getAll', returnAll: true, simplify: true } as never)).json).toMatchObject([{ subject: 'Here' }]);
});

it('an event of one that is too old starts nothing, and the answer says why', async () => {
	const response = await fetch(`${server.url}/api/v3/work_packages/1`, { headers: { authorization: `Basic ${Buffer.from(`apikey:${server.apiKey}`).toString('base64')}` } });
	const { derivedPercentageDone: _, ...workPackage } = (await response.json()) as Record<string, unknown>;
	expect(readWebhookEvent(JSON.stringify({ action: 'work_package:updated', work_package: { ...workPackage, derivedPercentageDone: null } }))).toMatchObject({ status: 'event' });
	expect(readWebhookEvent(JSON.stringify({ action: 'work_package:updated', work_package: workPackage }))).toEqual({ status: 'malformed', message: expect.stringMatching(/^OpenProject is of version 13 or older .*: update OpenProject\.$/) as string });
});
