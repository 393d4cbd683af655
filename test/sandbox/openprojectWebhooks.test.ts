import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startOpenProject, type OpenProjectServer } from '../../sandbox/openproject';
import { clientOf, filter, idsOf, type Json } from './openprojectClient';

let server: OpenProjectServer;
let receiver: Server;
let url: string;
let received: Array<{ readonly headers: Record<string, unknown>; readonly body: string; readonly json: Json }>;
let answerWith: { status: number; afterMs: number };

beforeEach(async () => {
	server = await startOpenProject();
	received = [];
	answerWith = { status: 200, afterMs: 0 };
	receiver = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			received.push({ headers: request.headers, body, json: JSON.parse(body) });
			void sleep(answerWith.afterMs).then(() => response.writeHead(answerWith.status).end());
		});
	});
	await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterEach(async () => {
	receiver.closeAllConnections();
	await new Promise((resolve) => receiver.close(resolve));
	await server.close();
});

const actions = (): string[] => received.map(({ json }) => json.action);

it('tells of a work package with the signature of the very bytes', async () => {
	server.webhooks.add({ url, secret: 's' });
	server.store.create({ subject: 'Größe' });
	await server.webhooks.flush();
	const [event] = received;
	expect(event?.headers['x-op-signature']).toBe(`sha1=${createHmac('sha1', 's').update(event?.body ?? '').digest('hex')}`);
	expect(event?.headers['content-type']).toBe('application/json');
	expect(event?.json).toMatchObject({ action: 'work_package:created', work_package: { id: 1, subject: 'Größe', lockVersion: 0, _embedded: { project: { identifier: 'flrts-field-work' } }, _links: { status: { title: 'New' } } } });
	expect(event?.json).not.toHaveProperty('actor');
});

it('signs nothing without a secret, and names the actor where it does', async () => {
	server.webhooks.add({ url, namesActor: true });
	server.store.create({ subject: 'S' }, { as: 7 });
	await server.webhooks.flush();
	expect(received[0]?.headers['x-op-signature']).toBeUndefined();
	expect(received[0]?.json.actor).toMatchObject({ id: 7, name: 'Devon Clark' });
});

it('joins edits of one person, tells each other person’s apart, and shows the state at sending', async () => {
	server.webhooks.add({ url });
	const { id } = server.store.create({ subject: 'One' });
	server.store.update(id, { subject: 'Two' });
	server.store.update(id, { subject: 'Three' }, { as: 7 });
	server.store.update(id, { subject: 'Four' });
	expect(received).toEqual([]);
	await server.webhooks.flush();
	expect(actions().sort()).toEqual(['work_package:created', 'work_package:updated', 'work_package:updated']);
	expect(received.map(({ json }) => json.work_package.subject)).toEqual(['Four', 'Four', 'Four']);
});

it('tells once the time for joining has passed since the last edit, at once where there is none', async () => {
	for (const journalAggregationMs of [60, 0]) {
		const quick = await startOpenProject({ journalAggregationMs });
		quick.webhooks.add({ url });
		const before = received.length;
		const startedAt = performance.now();
		quick.store.create({ subject: 'S' });
		expect(received.length).toBe(before);
		for (let tries = 0; tries < 100 && received.length === before; tries += 1) await sleep(10);
		expect(received.length).toBe(before + 1);
		// A timer may be early by less than a millisecond.
		expect(performance.now() - startedAt).toBeGreaterThan(journalAggregationMs - 2);
		await quick.close();
	}
});

it('tells of comments, as an update and as a comment', async () => {
	const { id } = server.store.create({ subject: 'S' });
	server.webhooks.add({ url });
	server.store.comment(id, 'Hello', { as: 7 });
	await server.webhooks.flush();
	expect(actions().sort()).toEqual(['work_package:updated', 'work_package_comment:comment']);
	expect(received.find(({ json }) => json.activity)?.json.activity).toMatchObject({ comment: { raw: 'Hello' }, _links: { workPackage: { href: `/api/v3/work_packages/${id}` } } });
});

it('tells only chosen events and projects, nothing of deletions, and nothing once it is taken away', async () => {
	const remove = server.webhooks.add({ url, events: ['work_package:created'], projectIds: [2] });
	server.store.create({ subject: 'Elsewhere' });
	const { id } = server.store.create({ subject: 'Here', project: 'head-office' });
	await server.webhooks.flush();
	server.store.update(id, { subject: 'Edited' });
	server.store.delete(id);
	await server.webhooks.flush();
	remove();
	server.store.create({ subject: 'Later', project: 'head-office' });
	await server.webhooks.flush();
	expect(received.map(({ json }) => json.work_package.subject)).toEqual(['Here']);
});

it('tries again after timeouts only, three times in all', async () => {
	server.webhooks.add({ url, timeoutMs: 50 });
	answerWith = { status: 500, afterMs: 0 };
	server.store.create({ subject: 'A' });
	await server.webhooks.flush();
	answerWith = { status: 200, afterMs: 300 };
	server.store.create({ subject: 'B' });
	await server.webhooks.flush();
	expect(server.webhooks.deliveries.map(({ status, attempts }) => [status, attempts])).toEqual([[500, 1], [null, 3]]);
});

it('sends nothing to private addresses where those are blocked', async () => {
	server.webhooks.blocksPrivateAddresses = true;
	server.webhooks.add({ url });
	server.store.create({ subject: 'S' });
	await server.webhooks.flush();
	expect([received.length, server.webhooks.deliveries[0]?.status]).toEqual([0, null]);
});

it('finds words in subject, description and comments, all in one of them', async () => {
	const client = clientOf(server);
	server.store.create({ subject: 'Fix the Roof', description: 'ladder' });
	const { id } = server.store.create({ subject: 'Other' });
	server.store.comment(id, 'the roof again');
	const found = async (words: string) => idsOf(await client.list({ filters: [filter('search', '**', [words])] }));
	expect([await found('roof'), await found('ROOF fix'), await found('roof ladder')]).toEqual([[1, 2], [1], []]);
});

it('lists time entries of work packages that can be seen', async () => {
	const client = clientOf(server);
	const { id } = server.store.create({ subject: 'S' });
	const other = server.store.create({ subject: 'T' });
	server.store.logTime(id, 2);
	server.store.logTime(other.id, 1);
	const list = async (filters: unknown[]) => (await client.list({ filters }, '/api/v3/time_entries')).json.total as number;
	expect([await list([]), await list([filter('work_package', '=', [String(id)])])]).toEqual([2, 1]);
	server.store.hide(id);
	expect(await list([])).toBe(1);
});
