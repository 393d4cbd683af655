import nock from 'nock';
import { fetchHttp, HttpTransportError } from '../../src/openproject';
import type { HttpPort, HttpRequest, HttpResponse, OpenProjectRemoteOptions } from '../../src/openproject';
import type { RemotePort, WriteAnswer } from '../../src/run/remotePort';
import { fakeClock } from './fakeClock';
import type { FakeClock } from './fakeClock';
import { openedRemote } from './remote';
import { apiError, collection, json, scriptedServer, START_MS, workPackageOf } from './scriptedServer';

const URN = 'urn:openproject-org:api:v3:errors:';
const stored = { id: 12, updatedUs: START_MS * 1000, lockVersion: 1, subject: 'Fix roof', projectId: 3, typeId: 1, key: 'k1' };
const everything = ['subject', 'description', 'status', 'priority', 'version', 'category', 'assignee', 'responsible', 'parent', 'startDate', 'dueDate', 'estimatedTime', 'percentageDone', 'customField8', 'customField9', 'customField10', 'customField11', 'customField12', 'customField13'];

interface Bench {
	readonly remote: RemotePort;
	readonly clock: FakeClock;
	/** Writes that reached the port. */
	readonly writes: HttpRequest[];
}

/** A remote whose writes are answered by the given answers one after the other, the last again and again; reads by the scripted server. */
async function bench(answers: ReadonlyArray<HttpResponse | HttpTransportError>, more: Partial<OpenProjectRemoteOptions> = {}): Promise<Bench> {
	const server = scriptedServer();
	server.rows.push({ ...stored });
	server.override = (request) => (request.path === '/api/v3/principals' ? json(collection([])) : undefined);
	const writes: HttpRequest[] = [];
	const clock = fakeClock();
	const http: HttpPort = {
		async send(request) {
			if (request.method === 'GET') return await server.send(request);
			writes.push(request);
			const answer = answers[Math.min(writes.length, answers.length) - 1] as HttpResponse | HttpTransportError;
			if (answer instanceof HttpTransportError) throw answer;
			return answer;
		},
	};
	return { remote: await openedRemote(http, { clock, properties: everything, ...more }), clock, writes };
}

const created = json(workPackageOf(stored), 201);
const updated = json(workPackageOf({ ...stored, lockVersion: 2 }));
const transport = (kind: HttpTransportError['kind'], sent: boolean): HttpTransportError => new HttpTransportError(`PATCH: ${kind}.`, { kind, sent });

describe('what is sent', () => {
	test('to create: project, type, provenance, and only the values given', async () => {
		const { remote, writes } = await bench([created]);
		expect(await remote.create({ subject: 'Fix roof', status: 'In progress' }, 'k1')).toMatchObject({ status: 'done', record: { id: '12', lockVersion: 1, provenance: 'k1', inScope: true } });
		expect(writes).toEqual([{
			method: 'POST', path: '/api/v3/work_packages', query: { notify: 'false' }, timeoutMs: 60_000,
			body: { subject: 'Fix roof', customField7: 'k1', _links: { project: { href: '/api/v3/projects/3' }, type: { href: '/api/v3/types/1' }, status: { href: '/api/v3/statuses/7' } } },
		}]);
	});

	test('to update: lockVersion and only the values given', async () => {
		const { remote, writes } = await bench([updated]);
		expect(await remote.update('12', 1, { subject: 'Fix the roof' })).toMatchObject({ status: 'done', record: { lockVersion: 2 } });
		expect(writes).toEqual([{ method: 'PATCH', path: '/api/v3/work_packages/12', query: { notify: 'false' }, timeoutMs: 60_000, body: { subject: 'Fix the roof', lockVersion: 1 } }]);
	});

	test('to rewrite a copied key: nothing but the key', async () => {
		const { remote, writes } = await bench([updated]);
		await remote.update('12', 1, {}, 'k9');
		expect(writes[0]?.body).toEqual({ customField7: 'k9', lockVersion: 1 });
	});

	test('with notifications where these are wanted', async () => {
		const { remote, writes } = await bench([updated], { notify: true });
		await remote.update('12', 1, { subject: 'x' });
		expect(writes[0]?.query).toEqual({});
	});

	test('without a provenance field: no key', async () => {
		const { remote, writes } = await bench([created], { scope: { project: 'flrts', type: 'Task', provenanceField: null } });
		await remote.create({ subject: 'x' }, 'k1');
		expect(JSON.stringify(writes[0]?.body)).not.toContain('k1');
	});

	test.each([
		[{ subject: '' }, { subject: '' }],
		[{ description: 'a\nb' }, { description: { raw: 'a\nb' } }],
		[{ description: null }, { description: { raw: '' } }],
		[{ dueDate: '2026-05-01', startDate: null }, { dueDate: '2026-05-01', startDate: null }],
		[{ percentageDone: 0, estimatedTime: 'PT2H' }, { percentageDone: 0, estimatedTime: 'PT2H' }],
		[{ status: 'Closed', priority: 'Low' }, { _links: { status: { href: '/api/v3/statuses/12' }, priority: { href: '/api/v3/priorities/7' } } }],
		[{ version: 'v1', category: 'Roof' }, { _links: { version: { href: '/api/v3/versions/11' }, category: { href: '/api/v3/categories/21' } } }],
		[{ version: null, assignee: null, parent: null }, { _links: { version: { href: null }, assignee: { href: null }, parent: { href: null } } }],
		[{ assignee: '14', responsible: '15', parent: '99' }, { _links: { assignee: { href: '/api/v3/users/14' }, responsible: { href: '/api/v3/users/15' }, parent: { href: '/api/v3/work_packages/99' } } }],
		[{ customField8: 'long' }, { customField8: { raw: 'long' } }],
		[{ customField9: 'Wet' }, { _links: { customField9: { href: '/api/v3/custom_options/92' } } }],
		[{ customField9: null }, { _links: { customField9: { href: null } } }],
		[{ customField10: ['South', 'North'] }, { _links: { customField10: [{ href: '/api/v3/custom_options/94' }, { href: '/api/v3/custom_options/93' }] } }],
		[{ customField10: null }, { _links: { customField10: [] } }],
		[{ customField11: '14' }, { _links: { customField11: { href: '/api/v3/users/14' } } }],
		[{ customField12: 0 }, { customField12: 0 }],
		[{ customField13: 'v1' }, { _links: { customField13: { href: '/api/v3/versions/11' } } }],
	])('%j becomes %j', async (values, body) => {
		const { remote, writes } = await bench([updated]);
		await remote.update('12', 1, values);
		expect(writes[0]?.body).toEqual({ ...body, lockVersion: 1 });
	});

	test.each([
		[{ status: 'In Progress', subject: 'x' }, ['status'], /'In Progress' is not among OpenProject's statuses\. Closest: In progress\./],
		[{ version: 'Twin' }, ['version'], /2 of OpenProject's versions are called 'Twin'/],
		[{ priority: 7 }, ['priority'], /7 is no name of a priority/],
		[{ assignee: 'bob' }, ['assignee'], /"bob" cannot be the assignee: the id of one/],
		[{ parent: '9007199254740993' }, ['parent'], /cannot be the parent/],
		[{ description: 5 }, ['description'], /5 cannot be the description/],
		[{ customField9: 'Foggy' }, ['customField9'], /'Foggy' is not among OpenProject's values of the custom field 'Weather'\. There are: Dry, Wet\./],
		[{ customField9: ['Dry'] }, ['customField9'], /holds one value, but a list was given/],
		[{ customField10: ['North', 'East'] }, ['customField10'], /'East' is not among/],
		[{ customField99: 1 }, ['customField99'], /customField99 is not enabled for this type/],
		[{ project: 'Other' }, ['project'], /not moved to another project/],
		[{ status: 'Nope', priority: 'Nope' }, ['status', 'priority'], /statuses.*priorities/],
	])('%j is refused before anything is sent', async (values, properties, message) => {
		const { remote, writes } = await bench([updated]);
		const answer = await remote.update('12', 1, values);
		expect(answer).toMatchObject({ status: 'refused', properties, httpStatus: 0 });
		expect((answer as { message: string }).message).toMatch(message);
		expect(writes).toEqual([]);
	});

	test('asks for each list once, however much is written', async () => {
		const server = scriptedServer();
		const remote = await openedRemote(server, { properties: everything });
		server.requests.length = 0;
		await Promise.all(['New', 'Closed', 'In progress'].map((status) => remote.update('12', 1, { status })));
		expect(server.requests.filter((request) => request.path === '/api/v3/statuses')).toHaveLength(1);
	});

	describe('for milestones', () => {
		const scope = { project: 'flrts', type: 'Milestone', provenanceField: null };

		test('is their one date', async () => {
			const { remote, writes } = await bench([updated], { scope, properties: ['subject', 'startDate', 'dueDate'] });
			await remote.update('12', 1, { dueDate: '2026-05-01' });
			await remote.update('12', 1, { startDate: '2026-05-02', dueDate: '2026-05-02' });
			expect(writes.map((write) => write.body)).toEqual([{ date: '2026-05-01', lockVersion: 1 }, { date: '2026-05-02', lockVersion: 1 }]);
		});

		test('is refused where both dates differ', async () => {
			const { remote, writes } = await bench([updated], { scope, properties: ['startDate', 'dueDate'] });
			expect(await remote.update('12', 1, { startDate: '2026-05-01', dueDate: '2026-05-02' })).toMatchObject({ status: 'refused', properties: ['startDate', 'dueDate'] });
			expect(writes).toEqual([]);
		});

		test('is found out by a look at the work package where the pair covers every type', async () => {
			const all = { ...scope, type: null };
			const task = await bench([updated], { scope: all, properties: ['dueDate'] });
			await task.remote.update('12', 1, { dueDate: '2026-05-01' });
			expect(task.writes[0]?.body).toEqual({ dueDate: '2026-05-01', lockVersion: 1 });
			expect(await task.remote.update('13', 1, { dueDate: '2026-05-01' })).toEqual({ status: 'missing' });
		});

		test('follows the type given in the values', async () => {
			const { remote, writes } = await bench([created], { scope: { ...scope, type: null }, properties: ['type', 'subject', 'dueDate'] });
			await remote.create({ subject: 'x', type: 'Milestone', dueDate: '2026-05-01' }, null);
			expect(writes[0]?.body).toEqual({ subject: 'x', date: '2026-05-01', _links: { project: { href: '/api/v3/projects/3' }, type: { href: '/api/v3/types/2' } } });
		});
	});
});

describe('what comes back', () => {
	const multiple = (...errors: ReadonlyArray<readonly [string, string]>): HttpResponse =>
		apiError(422, 'MultipleErrors', 'Multiple field constraints have been violated.', {
			_embedded: { errors: errors.map(([attribute, message]) => ({ _type: 'Error', errorIdentifier: `${URN}PropertyConstraintViolation`, message, _embedded: { details: { attribute } } })) },
		});
	const single = (identifier: string, attribute: string, message: string): HttpResponse => apiError(422, identifier, message, { _embedded: { details: { attribute } } });
	const html = (status: number): HttpResponse => ({ status, headers: { 'content-type': 'text/html' }, body: '<html></html>' });
	const text = (status: number, body: string): HttpResponse => ({ status, headers: { 'content-type': 'text/plain' }, body });

	type Row = readonly [name: string, answer: HttpResponse | HttpTransportError, status: WriteAnswer['status'], more?: Partial<Extract<WriteAnswer, { status: 'refused' }>>];
	const rows = (...given: readonly Row[]) => given.map(([name, answer, status, more = {}]) => [name, { answer, status, more }] as const);
	const common: readonly Row[] = [
		['a constraint', single('PropertyConstraintViolation', 'subject', "Subject can't be blank."), 'refused', { properties: ['subject'], httpStatus: 422, message: "OpenProject refused it (422): Subject can't be blank." }],
		['a read-only property', single('PropertyIsReadOnly', 'dueDate', 'Finish date was attempted to be written but is not writable.'), 'refused', { properties: ['dueDate'] }],
		['a wrong format', single('PropertyFormatError', 'startDate', 'Invalid format.'), 'refused', { properties: ['startDate'] }],
		['a wrong resource', single('ResourceTypeMismatch', 'assignee', 'Wrong link.'), 'refused', { properties: ['assignee'] }],
		['several errors', multiple(['due_date', 'Too early.'], ['assigned_to', 'Not a member.'], ['due_date', 'Twice.'], ['base', 'And more.']), 'refused', { properties: ['assignee', 'dueDate'], message: 'OpenProject refused it (422): Too early. Not a member. Twice. And more.' }],
		['an error of a property that is not tracked', single('PropertyConstraintViolation', 'remainingTime', 'No.'), 'refused', { properties: [] }],
		['an error without details', apiError(422, 'PropertyConstraintViolation', 'No.'), 'refused', { properties: [] }],
		['a missing permission', apiError(403, 'MissingPermission', 'You are not authorized.'), 'refused', { properties: [], httpStatus: 403 }],
		['a body it cannot parse', apiError(400, 'InvalidRequestBody', 'Invalid.', { _embedded: { details: { parseError: 'unexpected token' } } }), 'refused', { message: 'OpenProject refused it (400): Invalid. unexpected token' }],
		['a missing content type', text(406, 'Missing content-type header'), 'refused', { httpStatus: 406, message: 'OpenProject refused it (406): Missing content-type header' }],
		['a type it does not support', apiError(415, 'TypeNotSupported', 'Expected CONTENT-TYPE'), 'refused', { httpStatus: 415 }],
		['nothing of that id', apiError(404, 'NotFound'), 'missing'],
		['a revoked key', apiError(401, 'Unauthenticated'), 'unavailable'],
		['a redirect', { status: 302, headers: { location: 'https://sso.example.com' }, body: '' }, 'unavailable'],
		['a 404 of somebody else', html(404), 'unavailable'],
		['an error of its own', apiError(500, 'InternalServerError'), 'unknown'],
		['a proxy that gave up', html(502), 'unknown'],
		['maintenance', html(503), 'unknown'],
		['a proxy that waited too long', html(504), 'unknown'],
		['a request timeout', text(408, ''), 'unknown'],
		['a timeout', transport('timeout', true), 'unknown'],
		['a reset', transport('reset', true), 'unknown'],
		['a certificate', transport('tls', false), 'unavailable'],
		['success with a page', html(200), 'unknown'],
		['success cut short', { status: 200, headers: {}, body: '{"_type":"WorkPackage","id":1' }, 'unknown'],
		['success of another API', json({ ok: true }), 'unknown'],
	];

	test.each(rows(['a conflict', apiError(409, 'UpdateConflict', 'Could not update.'), 'conflict'], ...common))('of an update: %s', async (_name, { answer, status, more }) => {
		const { remote, writes } = await bench([answer]);
		expect(await remote.update('12', 1, { subject: 'x' })).toMatchObject({ status, ...more });
		expect(writes).toHaveLength(1);
	});

	test.each(rows(['a conflict', apiError(409, 'UpdateConflict', 'Could not.'), 'refused', { httpStatus: 409 }], ...common))('of a creation: %s', async (_name, { answer, status, more }) => {
		const { remote, writes } = await bench([answer]);
		expect(await remote.create({ subject: 'x' }, 'k1')).toMatchObject({ status, ...more });
		expect(writes).toHaveLength(1);
	});

	test.each(rows(['success', { status: 204, headers: {}, body: '' }, 'done'], ['a conflict', apiError(409, 'UpdateConflict'), 'conflict'], ...common.filter(([name]) => !name.startsWith('success'))))('of a deletion: %s', async (_name, { answer, status, more }) => {
		const { remote, writes } = await bench([answer]);
		expect(await remote.delete('12')).toMatchObject({ status, ...more });
		expect(writes).toEqual([{ method: 'DELETE', path: '/api/v3/work_packages/12', query: {}, timeoutMs: 60_000 }]);
	});

	test('is told by identifier, whatever the language and the status', async () => {
		const { remote } = await bench([apiError(422, 'UpdateConflict', 'Die Ressource wurde zwischenzeitlich geändert.')]);
		expect(await remote.update('12', 1, { subject: 'x' })).toEqual({ status: 'conflict' });
	});

	test('names the missing transition of a status', async () => {
		const { remote } = await bench([single('PropertyConstraintViolation', 'status', 'Status is invalid.')]);
		expect(await remote.update('12', 1, { status: 'Closed' })).toEqual({
			status: 'refused', httpStatus: 422, properties: ['status'],
			message: "The status cannot go from 'New' to 'Closed': add that transition to OpenProject's workflow for the API user's role, or use other steps. OpenProject refused it (422): Status is invalid.",
		});
	});

	test('stops creations once an answer shows that the provenance field is gone; updates go on', async () => {
		const { customField7: _gone, ...without } = workPackageOf(stored) as Record<string, unknown>;
		const { remote, writes } = await bench([json(without, 201)]);
		expect(await remote.create({ subject: 'x' }, 'k1')).toMatchObject({ status: 'done', record: { provenance: null } });
		const second = await remote.create({ subject: 'y' }, 'k2');
		expect(second).toMatchObject({ status: 'refused', message: expect.stringContaining('has disappeared') as string });
		expect(writes).toHaveLength(1);
		expect(await remote.update('12', 1, { subject: 'z' })).toMatchObject({ status: 'done' });
	});
});

describe('what is sent again', () => {
	const limited: HttpResponse = { status: 429, headers: { 'retry-after': '3' }, body: '' };

	test.each([
		['a rate limit', limited],
		['a refused connection', transport('refused', false)],
		['an unknown host', transport('dns', false)],
		['a reset before anything was sent', transport('reset', false)],
	] as const)('after %s: everything, since nothing happened', async (_name, answer) => {
		for (const write of [
			(remote: RemotePort) => remote.create({ subject: 'x' }, 'k1'),
			(remote: RemotePort) => remote.update('12', 1, { subject: 'x' }),
			(remote: RemotePort) => remote.delete('12'),
		]) {
			const { remote, writes } = await bench([answer, answer, updated]);
			expect(await write(remote)).toMatchObject({ status: 'done' });
			expect(writes).toHaveLength(3);
			expect(remote.stats()).toMatchObject({ retries: 2, writes: 1 });
		}
	});

	test('is given up after five attempts as unavailable', async () => {
		const { remote, writes, clock } = await bench([limited]);
		expect(await remote.update('12', 1, { subject: 'x' })).toMatchObject({ status: 'unavailable' });
		expect(writes).toHaveLength(5);
		expect(clock.sleeps).toEqual([3000, 3000, 4000, 8000]);
	});

	test('fits with all its attempts into the deadline of the request', async () => {
		const { remote, writes, clock } = await bench([limited], { requestDeadlineMs: 8000 });
		const startedAt = clock.monotonic();
		expect(await remote.create({ subject: 'x' }, 'k1')).toMatchObject({ status: 'unavailable' });
		expect(writes.map((write) => write.timeoutMs)).toEqual([8000, 5000, 2000]);
		expect(clock.monotonic() - startedAt).toBeLessThanOrEqual(8000);
	});

	test('is nothing where the server asks for longer than the deadline', async () => {
		const { remote, writes, clock } = await bench([{ ...limited, headers: { 'retry-after': '59.5' } }]);
		expect(await remote.create({ subject: 'x' }, 'k1')).toMatchObject({ status: 'unavailable' });
		expect(writes).toHaveLength(1);
		expect(clock.sleeps).toEqual([]);
	});

	test('is no creation after a rate limit that was followed by a lost answer', async () => {
		const { remote, writes } = await bench([limited, transport('timeout', true)]);
		expect(await remote.create({ subject: 'x' }, 'k1')).toMatchObject({ status: 'unknown' });
		expect(writes).toHaveLength(2);
	});

	test('treats a port that throws anything else as one that may have sent', async () => {
		const { remote } = await bench([updated]);
		const broken = await openedRemote({ send: async (request) => (request.method === 'GET' ? await scriptedServer().send(request) : await Promise.reject(new TypeError('undefined is not a function'))) });
		expect(await broken.create({ subject: 'x' }, 'k1')).toMatchObject({ status: 'unknown', message: expect.stringContaining('undefined is not a function') as string });
		expect(remote.stats().slowestMs).toBe(0);
	});
});

describe('over HTTP', () => {
	afterEach(() => nock.cleanAll());
	// Node's http module outlives the test file: what runs next in this process is not to find it patched.
	afterAll(() => nock.restore());

	test('a whole exchange goes through nock as it does through the port', async () => {
		const http = fetchHttp({ baseUrl: 'https://op.example.com', apiKey: 'k' });
		const server = scriptedServer();
		const remote = await openedRemote({ send: async (request) => await (request.method === 'GET' ? server.send(request) : http.send(request)) });
		const scope = nock('https://op.example.com').patch('/api/v3/work_packages/12', { subject: 'x', lockVersion: 1 }).query({ notify: 'false' }).reply(409, JSON.stringify({ _type: 'Error', errorIdentifier: `${URN}UpdateConflict`, message: 'No.' }));
		expect(await remote.update('12', 1, { subject: 'x' })).toEqual({ status: 'conflict' });
		scope.done();
	});
});
