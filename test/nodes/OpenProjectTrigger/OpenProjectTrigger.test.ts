import { createHmac } from 'node:crypto';
import type { IHookFunctions } from 'n8n-workflow';
import { OpenProjectTrigger } from '../../../nodes/OpenProjectTrigger/OpenProjectTrigger.node';
import { startOpenProject, type OpenProjectServer } from '../../../sandbox/openproject';
import { nodeWith, recordingEngine, result } from '../BatchSync/scriptedEngine';
import { runWorkflow } from '../../support/n8nEngine';
import { CREDENTIALS, oneNodeWorkflow, RUN_SYNC } from '../../support/oneNodeWorkflow';
import { plainNodes } from '../../support/plainNodes';
import { SECRET, startWebhookHost, type WebhookHost } from './webhookHost';

const DEFAULTS = { events: ['created', 'updated'], simplify: true, options: {} };

let server: OpenProjectServer;
let host: WebhookHost;

beforeEach(async () => {
	server = await startOpenProject();
	host = await startWebhookHost({ parameters: DEFAULTS });
	server.webhooks.add({ url: host.url, secret: SECRET });
});
afterEach(async () => {
	await host.close();
	await server.close();
});

const sign = (body: string, secret = SECRET): string => `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`;

async function post(body: string, headers: Record<string, string> = {}, method = 'POST'): Promise<{ readonly status: number; readonly message: string }> {
	const response = await fetch(host.url, { method, ...(method === 'GET' ? {} : { body }), headers: { 'content-type': 'application/json', ...headers } });
	return { status: response.status, message: ((await response.json()) as { message: string }).message };
}

/** The body of a real event of the stand-in, which nobody has received. */
async function eventBody(): Promise<string> {
	const catcher = server.webhooks.add({ url: 'http://127.0.0.1:1/', secret: SECRET });
	server.store.create({ subject: 'Größe ✓ “quoted”', description: 'a\nb', assigneeId: 6 });
	await server.webhooks.flush();
	catcher();
	return server.webhooks.deliveries.at(-1)?.body ?? '';
}

const jsonOf = (index: number): Record<string, unknown> => host.started[index]?.[0]?.json ?? {};

describe('an event', () => {
	it('starts an execution with what changed, simplified, and the ids for a delta sync', async () => {
		const { id } = server.store.create({ subject: 'Größe ✓', status: 'In progress', customFields: { 'Crew size': 3 } });
		await server.webhooks.flush();
		server.store.update(id, { subject: 'Edited' });
		await server.webhooks.flush();
		expect(host.started).toHaveLength(2);
		expect(jsonOf(0)).toMatchObject({ action: 'work_package:created', ids: ['1'], actor: null, workPackage: { id: 1, subject: 'Größe ✓', status: 'In progress', statusId: 7, lockVersion: 0, customField4: 3 } });
		expect(jsonOf(1)).toMatchObject({ action: 'work_package:updated', ids: ['1'], workPackage: { subject: 'Edited', lockVersion: 1 } });
		expect(server.webhooks.deliveries.map(({ status }) => status)).toEqual([200, 200]);
	});

	it('is given as OpenProject sent it where it is not simplified, with the ids', async () => {
		host.parameters = { ...DEFAULTS, simplify: false };
		server.store.create({ subject: 'Here' });
		await server.webhooks.flush();
		expect(jsonOf(0)).toMatchObject({ action: 'work_package:created', ids: ['1'], work_package: { _type: 'WorkPackage', _links: { project: { title: 'FLRTS Field Work' } } } });
	});

	it('is taken under whatever content type older versions send it', async () => {
		server.webhooks.stop();
		server.webhooks.add({ url: host.url, secret: SECRET, contentType: 'application/x-www-form-urlencoded' });
		server.store.create({ subject: 'Here & there = everywhere' });
		await server.webhooks.flush();
		expect(jsonOf(0)).toMatchObject({ workPackage: { subject: 'Here & there = everywhere' } });
	});

	it('hands its ids to a delta sync of Batch Sync', async () => {
		server.store.create({ subject: 'Here' });
		await server.webhooks.flush();
		const { engine, calls } = recordingEngine(result());
		await runWorkflow({
			workflow: oneNodeWorkflow({ ...RUN_SYNC, mode: 'delta_sync', ids: '={{ $json.ids }}' }),
			nodeTypes: { ...plainNodes, 'n8n-nodes-batch-sync.batchSync': nodeWith(engine) },
			credentials: CREDENTIALS,
			startAt: 'Start',
			items: [...(host.started[0] ?? [])],
		});
		expect(calls.map(({ request }) => [request.mode, request.ids])).toEqual([['delta_sync', ['1']]]);
	});
});

describe('a signature', () => {
	it.each([
		['missing', () => ({})],
		['of another secret', (body: string) => ({ 'x-op-signature': sign(body, 'another') })],
		['of another body', (body: string) => ({ 'x-op-signature': sign(`${body} `) })],
		['of another kind', (body: string) => ({ 'x-op-signature': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}` })],
		['cut short', (body: string) => ({ 'x-op-signature': sign(body).slice(0, -1) })],
		['empty', () => ({ 'x-op-signature': 'sha1=' })],
		['given twice', (body: string) => ({ 'x-op-signature': `${sign(body)}, ${sign(body)}` })],
	])('that is %s is refused, and starts nothing', async (_what, headersFor: (body: string) => Record<string, string>) => {
		const body = await eventBody();
		const before = host.started.length;
		expect(await post(body, headersFor(body))).toEqual({ status: 401, message: 'The signature is missing or wrong. The secret of the webhook in OpenProject has to be the one of the credential in n8n.' });
		expect(host.started).toHaveLength(before);
	});

	it('is that of the bytes sent, not of what they mean', async () => {
		const body = await eventBody();
		const signature = sign(body);
		const parsed = JSON.parse(body) as Record<string, unknown>;
		const reordered = JSON.stringify(Object.fromEntries(Object.entries(parsed).reverse()));
		const escaped = body.replace('ö', '\\u00f6');
		const changed = body.replace('Größe', 'Grösse');
		for (const other of [reordered, escaped, changed, `${body}\n`, JSON.stringify(parsed, null, 1)]) {
			expect(other).not.toBe(body);
			expect((await post(other, { 'x-op-signature': signature })).status).toBe(401);
		}
	});

	it('is refused where the credential has no secret, even one made with the empty secret', async () => {
		const open = await startWebhookHost({ secret: '', parameters: DEFAULTS });
		const body = await eventBody();
		const response = await fetch(open.url, { method: 'POST', body, headers: { 'content-type': 'application/json', 'x-op-signature': sign(body, '') } });
		expect([response.status, open.started.length]).toEqual([401, 0]);
		await open.close();
	});

	it('cannot be told of a body that did not come whole', async () => {
		const body = await eventBody();
		const before = host.started.length;
		expect((await post(body, { 'x-op-signature': sign(body), 'content-type': 'multipart/form-data; boundary=x' })).status).toBe(401);
		expect((await post('', {}, 'GET')).status).toBe(405);
		expect((await post('', { 'x-op-signature': sign('') })).status).toBe(400);
		expect(host.started).toHaveLength(before);
	});
});

describe('a repetition', () => {
	it('of the same bytes is ignored, however often it comes', async () => {
		const body = await eventBody();
		const before = host.started.length;
		for (let count = 0; count < 3; count += 1) expect(await post(body, { 'x-op-signature': sign(body) })).toEqual({ status: 200, message: 'Ignored: This very event has been seen before.' });
		expect(host.started).toHaveLength(before);
	});

	it('is ignored though it comes at the same time, before n8n has written down the first', async () => {
		server.webhooks.stop();
		const body = await eventBody();
		host.gather(8);
		const answers = await Promise.all(Array.from({ length: 8 }, async () => await post(body, { 'x-op-signature': sign(body) })));
		expect(answers.map(({ message }) => message).sort()).toEqual([...Array.from({ length: 7 }, () => 'Ignored: This very event has been seen before.'), 'Taken: the workflow starts.']);
		expect(host.started).toHaveLength(1);
	});

	it('of an earlier state is ignored after a later one', async () => {
		const { id } = server.store.create({ subject: 'First' });
		await server.webhooks.flush();
		const [first] = server.webhooks.deliveries;
		await new Promise((resolve) => setTimeout(resolve, 5));
		server.store.update(id, { subject: 'Second' });
		await server.webhooks.flush();
		expect(await post(first?.body ?? '', { 'x-op-signature': sign(first?.body ?? '') })).toMatchObject({ status: 200, message: expect.stringMatching(/^Ignored: A later state, of .*, has been seen before\.$/) as string });
		expect(host.started).toHaveLength(2);
	});

	it('of something last changed long ago is ignored, unless any age is taken', async () => {
		server.webhooks.stop();
		server.webhooks.add({ url: 'http://127.0.0.1:1/', secret: SECRET });
		server.faults.shiftClock(-73 * 3_600_000);
		server.store.create({ subject: 'Old' });
		await server.webhooks.flush();
		const body = server.webhooks.deliveries.at(-1)?.body ?? '';
		expect((await post(body, { 'x-op-signature': sign(body) })).message).toContain('longer ago than events are taken');
		host.parameters = { ...DEFAULTS, options: { oldestHours: 0 } };
		expect((await post(body, { 'x-op-signature': sign(body) })).message).toBe('Taken: the workflow starts.');
	});

	it('is told from an event that was refused before: only what started an execution counts', async () => {
		host.parameters = { ...DEFAULTS, options: { projects: 'Head Office' } };
		const body = await eventBody();
		expect((await post(body, { 'x-op-signature': sign(body) })).message).toContain("it is not in one of the trigger's projects.");
		host.parameters = DEFAULTS;
		expect((await post(body, { 'x-op-signature': sign(body) })).message).toBe('Taken: the workflow starts.');
	});
});

describe('what is wanted', () => {
	const startedBy = async (parameters: object, act: () => void): Promise<number> => {
		host.parameters = { ...DEFAULTS, ...(parameters as typeof DEFAULTS) };
		const before = host.started.length;
		act();
		await server.webhooks.flush();
		return host.started.length - before;
	};

	it('is chosen by event, project and type, by name, identifier or id', async () => {
		const create = (more: object = {}) => () => void server.store.create({ subject: 'S', ...more });
		expect(await startedBy({ events: ['updated'] }, create())).toBe(0);
		expect(await startedBy({ options: { projects: 'flrts-field-work, Other', types: 'task' } }, create())).toBe(1);
		expect(await startedBy({ options: { projects: '1', types: '1' } }, create())).toBe(1);
		expect(await startedBy({ options: { projects: 'FLRTS field work', types: 'Milestone' } }, create())).toBe(0);
		expect(await startedBy({ options: { projects: '2' } }, create({ project: 'head-office' }))).toBe(1);
	});

	it('may be comments, which say what they belong to', async () => {
		const { id } = server.store.create({ subject: 'S' });
		await server.webhooks.flush();
		expect(await startedBy({ events: ['comment'] }, () => void server.store.comment(id, 'Hello ✓'))).toBe(1);
		expect(jsonOf(host.started.length - 1)).toMatchObject({ action: 'work_package_comment:comment', ids: [String(id)], workPackageId: id, comment: 'Hello ✓' });
	});

	it('may leave out what somebody changed, where OpenProject says who it was', async () => {
		server.webhooks.stop();
		server.webhooks.add({ url: host.url, secret: SECRET, namesActor: true });
		const options = { options: { skipActors: 'FLRTS Sync, 7' } };
		expect(await startedBy(options, () => void server.store.create({ subject: 'Ours' }, { as: server.apiUserId }))).toBe(0);
		expect(await startedBy(options, () => void server.store.create({ subject: 'Devon’s' }, { as: 7 }))).toBe(0);
		expect(await startedBy(options, () => void server.store.create({ subject: 'Maria’s' }, { as: 6 }))).toBe(1);
		expect(jsonOf(0)).toMatchObject({ actor: 'Maria Alvarez', actorId: 6 });
	});

	it.each([
		['{"action":"project:updated","project":{}}', 200, "Ignored: 'project:updated' is not about a work package."],
		['{"action":"work_package:updated","work_package":{"id":1}}', 400, 'OpenProject gave work package 1 without a lockVersion; the API user may not be allowed to see all of it.'],
		['{"action":"work_package_comment:comment","activity":{}}', 400, 'The comment does not say which work package it belongs to.'],
		['[]', 400, 'The body is not a JSON object.'],
		['{}', 400, "The body has no 'action', so it is no event of OpenProject."],
	])('is told from other signed bodies: %s', async (body, status, message) => {
		expect(await post(body, { 'x-op-signature': sign(body) })).toEqual({ status, message });
		expect(host.started).toHaveLength(0);
	});
});

describe('what is remembered', () => {
	const taken = (): string[] => Object.keys((host.staticData['node:Trigger'] as { readonly seen: object } | undefined)?.seen ?? {});

	it('is written down with the workflow for every event, those that come at once too', async () => {
		server.webhooks.stop();
		const bodies: string[] = [];
		for (let count = 0; count < 4; count += 1) bodies.push(await eventBody());
		for (const body of bodies.slice(0, 2)) await post(body, { 'x-op-signature': sign(body) });
		expect(taken()).toHaveLength(2);
		host.gather(2);
		await Promise.all(bodies.slice(2).map(async (body) => await post(body, { 'x-op-signature': sign(body) })));
		expect(taken()).toHaveLength(4);
	});

	it('is found again after a restart, by what is written down alone', async () => {
		const body = await eventBody();
		const other = await startWebhookHost({ parameters: DEFAULTS, staticData: host.staticData });
		const response = await fetch(other.url, { method: 'POST', body, headers: { 'content-type': 'application/json', 'x-op-signature': sign(body) } });
		const answered = await response.json();
		await other.close();
		expect(answered).toEqual({ message: 'Ignored: This very event has been seen before.' });
	});

	it('is nothing of the test URL, where an event may be sent again and again', async () => {
		host.mode = 'manual';
		server.webhooks.stop();
		const body = await eventBody();
		for (let count = 0; count < 2; count += 1) expect((await post(body, { 'x-op-signature': sign(body) })).message).toBe('Taken: the workflow starts.');
		expect(taken()).toEqual([]);
		host.mode = 'webhook';
		expect((await post(body, { 'x-op-signature': sign(body) })).message).toBe('Taken: the workflow starts.');
	});

	it('stays small, whatever comes', async () => {
		for (let index = 0; index < 1100; index += 1) server.store.create({ subject: `Task ${index}` });
		server.webhooks.stop();
		for (const row of server.store.list()) {
			const json = { action: 'work_package:updated', work_package: { id: row.id, lockVersion: 0, subject: row.subject, description: { raw: '' }, createdAt: row.createdAt, updatedAt: row.updatedAt, _links: { project: { href: '/api/v3/projects/1' }, type: { href: '/api/v3/types/1' }, status: {}, priority: {} } } };
			const body = JSON.stringify(json);
			expect((await post(body, { 'x-op-signature': sign(body) })).message).toBe('Taken: the workflow starts.');
		}
		const kept = JSON.stringify(host.staticData);
		expect(Object.keys((host.staticData['node:Trigger'] as { seen: object }).seen)).toHaveLength(1000);
		expect(kept.length).toBeLessThan(100_000);
		expect(kept).not.toContain(SECRET);
	});
});

describe('the node', () => {
	const node = new OpenProjectTrigger();

	it('is switched on and off without asking OpenProject, which has no API for webhooks', async () => {
		const context = {} as IHookFunctions;
		for (const method of ['checkExists', 'create', 'delete'] as const) expect(await node.webhookMethods.default[method].call(context)).toBe(true);
	});

	it('explains how the webhook is entered', () => {
		const notice = node.description.properties.find(({ type }) => type === 'notice')?.displayName ?? '';
		for (const words of ['no API to register webhooks', 'Administration > API and webhooks > Webhooks', 'signature secret', 'five minutes']) expect(notice).toContain(words);
		expect(node.description.credentials).toEqual([{ name: 'batchSyncOpenProjectWebhookApi', displayName: 'Webhook Secret', required: true, testedBy: 'checkSecret' }]);
	});

	it.each([
		['', 'Error'], [' a-secret-of-twenty-six-letters', 'Error'], ['short', 'Error'], [SECRET, 'OK'],
	])('says of the secret %j: %s', async (secret, status) => {
		expect((await node.methods.credentialTest.checkSecret.call({} as never, { id: '1', name: 'S', type: 'batchSyncOpenProjectWebhookApi', data: { secret } })).status).toBe(status);
	});
});
