import { startOpenProject, type OpenProjectServer, type OpenProjectVersion } from '../../sandbox/openproject';
import { clientOf, link, PATH, type Json } from './openprojectClient';

const MINUTE_MS = 60_000;

let nowMs: number;
let server: OpenProjectServer;
let client: ReturnType<typeof clientOf>;

async function start(version: OpenProjectVersion = '17'): Promise<void> {
	nowMs = Date.parse('2026-06-10T12:00:00Z');
	server = await startOpenProject({ version, now: () => nowMs });
	client = clientOf(server);
}

beforeEach(async () => await start());
afterEach(async () => await server.close());

const activities = async (): Promise<Json[]> => (await client.get(`${PATH}/1/activities`)).json._embedded.elements;
const rawsOf = (activity: Json): string[] => activity.details.map(({ raw }: Json) => raw);

// Seen on 15.4.0, 29 November 2026.
describe('activities', () => {
	it('of one person within five minutes are one, from the first edit to the last, and a comment joins it', async () => {
		server.store.create({ subject: 'A' }, { as: 7 });
		nowMs += 10 * MINUTE_MS;
		await client.patch(1, { lockVersion: 0, subject: 'B' });
		nowMs += MINUTE_MS;
		await client.patch(1, { lockVersion: 1, subject: 'C', _links: { status: link('statuses', 7) } });
		nowMs += MINUTE_MS;
		await client.post(`${PATH}/1/activities`, { comment: { raw: 'Done.' } });
		const [, joined, ...more] = await activities();
		expect(more).toEqual([]);
		expect(joined).toMatchObject({ _type: 'Activity::Comment', version: 2, comment: { raw: 'Done.' }, createdAt: expect.stringContaining('12:10'), updatedAt: expect.stringContaining('12:12') });
		expect(rawsOf(joined)).toEqual(['Subject changed from A to C', 'Status changed from New to In progress']);
	});

	it('stand alone after five minutes, for another person, and for a second comment', async () => {
		server.store.create({ subject: 'A' }, { as: 7 });
		await client.patch(1, { lockVersion: 0, subject: 'B' });
		nowMs += 5 * MINUTE_MS + 1000;
		await client.patch(1, { lockVersion: 1, subject: 'C' });
		server.store.update(1, { subject: 'D' }, { as: 7 });
		server.store.comment(1, 'one', { as: 7 });
		server.store.comment(1, 'two', { as: 7 });
		expect((await activities()).map(({ comment }) => comment.raw)).toEqual(['', '', '', 'one', 'two']);
	});

	it('stand alone once the five minutes are let pass', async () => {
		server.store.create({ subject: 'A' }, { as: 7 });
		server.store.closeActivities();
		server.store.update(1, { subject: 'B' }, { as: 7 });
		expect(await activities()).toHaveLength(2);
	});

	it('that take one another back say so', async () => {
		server.store.create({ subject: 'A' }, { as: 7 });
		await client.patch(1, { lockVersion: 0, subject: 'B' });
		await client.patch(1, { lockVersion: 1, subject: 'A' });
		expect((await activities()).at(-1)).toMatchObject({ comment: { raw: '_The changes were retracted._' }, details: [] });
		expect(server.store.get(1)!.lockVersion).toBe(2);
	});

	it('of nobody: a write without a change moves updatedAt only within one\'s own five minutes', async () => {
		server.store.create({ subject: 'A' }, { as: 5 });
		const first = server.store.get(1)!.updatedAtMicroseconds;
		nowMs += MINUTE_MS;
		await client.patch(1, { lockVersion: 0 });
		const second = server.store.get(1)!.updatedAtMicroseconds;
		expect(second).toBeGreaterThan(first);
		nowMs += 6 * MINUTE_MS;
		expect((await client.patch(1, { lockVersion: 0, subject: 'A' })).status).toBe(200);
		expect([server.store.get(1)!.updatedAtMicroseconds, server.store.get(1)!.lockVersion]).toEqual([second, 0]);
	});
});

it('an edit with an empty body is none, and no conflict', async () => {
	server.store.create({ subject: 'A' });
	expect((await client.call('PATCH', `${PATH}/1`, '', { 'content-type': 'application/json' })).status).toBe(200);
});

it.each<[OpenProjectVersion, number]>([['14.1', 1], ['15.4', 1], ['17', 0]])('a new work package of %s has the lock version %i', async (version, lockVersion) => {
	await server.close();
	await start(version);
	expect((await client.create({ subject: 'A' })).json.lockVersion).toBe(lockVersion);
});

it('single answers embed what is linked, lists do not', async () => {
	const created = await client.create({ subject: 'A', _links: { assignee: link('users', 6), version: link('versions', 1) } });
	expect(Object.keys(created.json._embedded)).toEqual(['type', 'priority', 'project', 'status', 'author', 'assignee', 'version']);
	expect((await client.read(1)).json._embedded.status).toMatchObject({ name: 'New', isClosed: false });
	expect((await client.list()).json._embedded.elements[0]).not.toHaveProperty('_embedded');
});

it('remaining work that is empty and read-only statuses that are not there are left out', async () => {
	expect(Object.keys((await client.create({ subject: 'A' })).json)).not.toEqual(expect.arrayContaining(['remainingTime']));
	expect((await client.read(1)).json).not.toHaveProperty('readonly');
	server.store.setStatusReadonly('Closed', true);
	expect((await client.read(1)).json.readonly).toBe(false);
});
