import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { startOpenProject, type OpenProjectServer } from '../../sandbox/openproject';
import { clientOf, errorOf, filter, idsOf, link, PATH } from './openprojectClient';

const START = Date.parse('2026-03-18T12:00:00.000Z');
let server: OpenProjectServer;
let client: ReturnType<typeof clientOf>;

beforeEach(async () => {
	server = await startOpenProject();
	client = clientOf(server);
});
afterEach(() => server.close());

const create = () => client.create({ subject: 'Once' });

describe('lost connections', () => {
	it('before the effect leave nothing behind', async () => {
		server.faults.next({ kind: 'resetBeforeEffect' });
		await expect(create()).rejects.toThrow('fetch failed');
		expect(server.store.count).toBe(0);
	});

	it('after the effect lose only the answer', async () => {
		server.faults.next({ kind: 'resetAfterEffect' });
		await expect(create()).rejects.toThrow('fetch failed');
		expect(server.store.count).toBe(1);
	});

	it('can come long before the effect', async () => {
		server.faults.next({ kind: 'resetThenEffect', ms: 80 });
		await expect(create()).rejects.toThrow('fetch failed');
		expect(server.store.count).toBe(0);
		await sleep(160);
		expect(server.store.count).toBe(1);
	});

	it('in the middle of an answer leave half a body', async () => {
		server.faults.next({ kind: 'resetMidAnswer' });
		await expect(create()).rejects.toThrow();
		expect(server.store.count).toBe(1);
	});

	it('are logged without a status', async () => {
		server.faults.next({ kind: 'resetBeforeEffect' });
		await expect(create()).rejects.toThrow();
		expect(server.requests.entries.at(-1)).toMatchObject({ method: 'POST', path: PATH, status: null, fault: 'resetBeforeEffect' });
	});
});

describe('slow answers', () => {
	it('come late after a late effect, or after an effect at once', async () => {
		server.faults.next({ kind: 'latency', ms: 120 });
		const late = create();
		await sleep(40);
		expect(server.store.count).toBe(0);
		expect((await late).status).toBe(201);
		server.faults.next({ kind: 'delayAnswer', ms: 120 });
		const lateAnswer = create();
		await sleep(60);
		expect(server.store.count).toBe(2);
		expect((await lateAnswer).status).toBe(201);
	});

	it('take effect though the client has given up', async () => {
		server.faults.next({ kind: 'latency', ms: 60 });
		const given = fetch(server.url + PATH, {
			method: 'POST',
			headers: { authorization: `Basic ${Buffer.from(`apikey:${server.apiKey}`).toString('base64')}`, 'content-type': 'application/json' },
			body: JSON.stringify({ subject: 'Given up', _links: { project: link('projects', 1), type: link('types', 1) } }),
			signal: AbortSignal.timeout(20),
		});
		await expect(given).rejects.toThrow();
		await sleep(120);
		expect(server.store.count).toBe(1);
	});

	it('can be the rule', async () => {
		server.latencyMs = 50;
		const started = performance.now();
		await client.get('/api/v3');
		expect(performance.now() - started).toBeGreaterThanOrEqual(45);
	});
});

describe('refusals', () => {
	it.each([
		[{}, null, null],
		[{ retryAfterSeconds: 2 }, '2', null],
		[{ rateLimitResetSeconds: 3 }, null, String(START / 1000 + 3)],
	])('429 with %j', async (hints, retryAfter, reset) => {
		const frozen = await startOpenProject({ now: () => START });
		frozen.faults.next({ kind: 'tooManyRequests', ...hints });
		const reply = await clientOf(frozen).create({ subject: 'x' });
		expect([reply.status, errorOf(reply), reply.headers.get('retry-after'), reply.headers.get('ratelimit-reset')]).toEqual([429, 'TooManyRequests', retryAfter, reset]);
		expect(frozen.store.count).toBe(0);
		await frozen.close();
	});

	it('500 speaks the language of the API, 502 to 504 that of a proxy', async () => {
		server.faults.next({ kind: 'serverError', status: 500 });
		expect(errorOf(await create())).toBe('InternalServerError');
		for (const status of [502, 503, 504] as const) {
			server.faults.next({ kind: 'serverError', status, retryAfterSeconds: 1 });
			const reply = await create();
			expect([reply.status, reply.headers.get('content-type'), reply.headers.get('retry-after')]).toEqual([status, 'text/html; charset=utf-8', '1']);
		}
		expect(server.store.count).toBe(0);
	});

	it('502 may come though the request was carried out', async () => {
		server.faults.next({ kind: 'serverError', status: 502, hasEffect: true });
		expect((await create()).status).toBe(502);
		expect(server.store.count).toBe(1);
	});
});

describe('answers that make no sense', () => {
	it('end in the middle of the JSON, as if that were all', async () => {
		server.faults.next({ kind: 'truncatedJson' });
		await expect(create()).rejects.toThrow(SyntaxError);
		expect(server.store.count).toBe(1);
	});

	it('are a login page, or another product', async () => {
		server.faults.next({ kind: 'loginPage' });
		const page = await client.read(1);
		expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
		expect(page.text).toMatch(/^<!DOCTYPE html>/);
		server.faults.next({ kind: 'wrongApi' });
		const other = await client.get('/api/v3');
		expect(other.status).toBe(200);
		expect(other.json).not.toHaveProperty('_type');
	});
});

describe('switches', () => {
	it('strike only what they are meant for, after those they let pass, as often as they say', async () => {
		server.faults.add({ fault: { kind: 'serverError', status: 503 }, method: 'POST', path: /work_packages$/, skip: 1, times: 2 });
		const statuses = [];
		for (let count = 0; count < 4; count += 1) {
			expect((await client.get('/api/v3')).status).toBe(200);
			statuses.push((await create()).status);
		}
		expect(statuses).toEqual([201, 503, 503, 201]);
		expect(server.faults.count('serverError')).toBe(2);
	});

	it('strike by a chance that repeats with the seed', async () => {
		const strike = async (randomSeed: number): Promise<string> => {
			const seeded = await startOpenProject({ randomSeed });
			seeded.faults.add({ fault: { kind: 'serverError', status: 503 }, probability: 0.5 });
			const statuses = [];
			for (let count = 0; count < 24; count += 1) statuses.push((await clientOf(seeded).get('/api/v3')).status);
			await seeded.close();
			return statuses.join(' ');
		};
		const first = await strike(7);
		expect(await strike(7)).toBe(first);
		expect(await strike(8)).not.toBe(first);
		expect(new Set(first.split(' '))).toEqual(new Set(['200', '503']));
	});

	it('can be taken back, one or all', async () => {
		const disarm = server.faults.add({ fault: { kind: 'serverError', status: 503 } });
		disarm();
		expect((await client.get('/api/v3')).status).toBe(200);
		server.faults.add({ fault: { kind: 'loginPage' } });
		server.faults.clear();
		expect((await client.get('/api/v3')).json._type).toBe('Root');
	});
});

describe('the clock', () => {
	it('dates answers and changes alike, and can be set back', async () => {
		const frozen = await startOpenProject({ now: () => START + 123 });
		const other = clientOf(frozen);
		const first = await other.create({ subject: 'First' });
		expect([first.headers.get('date'), first.json.updatedAt]).toEqual(['Wed, 18 Mar 2026 12:00:00 GMT', '2026-03-18T12:00:00.123Z']);
		frozen.faults.shiftClock(-3_600_000);
		const second = await other.create({ subject: 'Second' });
		expect([second.headers.get('date'), second.json.updatedAt]).toEqual(['Wed, 18 Mar 2026 11:00:00 GMT', '2026-03-18T11:00:00.123Z']);
		expect(idsOf(await other.list({ filters: [], sortBy: [['updatedAt', 'asc'], ['id', 'asc']] }))).toEqual([2, 1]);
		frozen.faults.resetClock();
		expect((await other.read(1)).headers.get('date')).toBe('Wed, 18 Mar 2026 12:00:00 GMT');
		await frozen.close();
	});
});

describe('hooks', () => {
	it('let others edit between two pages, and between effect and answer', async () => {
		for (const subject of ['A', 'B', 'C', 'D']) server.store.create({ subject });
		let reads = 0;
		const stop = server.onRequest({
			before: (request) => {
				if (request.path === PATH && (reads += 1) === 2) server.store.touch(1);
			},
			after: (request) => {
				if (request.method === 'PATCH') server.store.update(2, { subject: 'Theirs' });
			},
		});
		const page = (offset: string) => client.list({ filters: [filter('status', '*')], sortBy: [['updatedAt', 'asc'], ['id', 'asc']], pageSize: '2', offset });
		expect([...idsOf(await page('1')), ...idsOf(await page('2'))]).toEqual([1, 2, 4, 1]);
		expect((await client.patch(2, { lockVersion: 0, subject: 'Mine' })).json.subject).toBe('Mine');
		expect(server.store.get(2)).toMatchObject({ subject: 'Theirs', lockVersion: 2 });
		stop();
		expect(idsOf(await page('1'))).toEqual([3, 4]);
	});

	it('hold a request as long as they like', async () => {
		let release = (): void => undefined;
		const gate = new Promise<void>((resolve) => (release = resolve));
		server.onRequest({ after: () => gate });
		let isAnswered = false;
		const pending = create().then((reply) => {
			isAnswered = true;
			return reply;
		});
		await sleep(50);
		expect([server.store.count, isAnswered]).toEqual([1, false]);
		release();
		expect((await pending).status).toBe(201);
	});

	it('that fail break the request and are told when the server closes', async () => {
		const failing = await startOpenProject();
		failing.onRequest({ before: () => Promise.reject(new Error('not what the test expected')) });
		await expect(clientOf(failing).get('/api/v3')).rejects.toThrow('fetch failed');
		await expect(failing.close()).rejects.toMatchObject({ errors: [new Error('not what the test expected')] });
	});
});

describe('connections', () => {
	it('are kept and used again', async () => {
		const agent = new Agent({ keepAlive: true, maxSockets: 1 });
		const headers = { authorization: `Basic ${Buffer.from(`apikey:${server.apiKey}`).toString('base64')}` };
		const portUsed = () =>
			new Promise<number | undefined>((resolve, reject) => {
				const sent = httpRequest(`${server.url}/api/v3`, { agent, headers }, (response) => {
					const port = response.socket.localPort;
					response.resume().on('end', () => resolve(port));
				});
				sent.on('error', reject).end();
			});
		expect(await portUsed()).toBe(await portUsed());
		agent.destroy();
	});

	it('are refused once the server is closed, and its port can be taken again', async () => {
		const first = await startOpenProject();
		await first.close();
		await expect(clientOf(first).get('/api/v3')).rejects.toThrow('fetch failed');
		const second = await startOpenProject({ port: first.port });
		expect(second.url).toBe(first.url);
		await expect(startOpenProject({ port: first.port })).rejects.toThrow('EADDRINUSE');
		await second.close();
	});
});
