import nock from 'nock';
import { fetchHttp } from '../../src/openproject';
import type { HttpResponse, HttpTransportError } from '../../src/openproject';
import type { RemotePort, WriteAnswer } from '../../src/run/remotePort';
import { fakeClock } from './fakeClock';
import { openedRemote } from './remote';
import { apiError, json, scriptedServer, workPackageOf } from './scriptedServer';
import { bench, everything, stored, transport, updated } from './writeBench';

const URN = 'urn:openproject-org:api:v3:errors:';

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
		expect(writes).toEqual([{ method: 'DELETE', path: '/api/v3/work_packages/12', timeoutMs: 60_000 }]);
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

	test('is nothing at all where the lists needed could not be read before the deadline', async () => {
		const server = scriptedServer();
		const clock = fakeClock();
		const remote = await openedRemote(server, { clock, properties: everything });
		server.requests.length = 0;
		let isSlow = true;
		server.override = (request) => {
			if (request.method === 'GET' && isSlow) clock.pass(60_000);
			return undefined;
		};
		expect(await remote.create({ subject: 'x', customField13: 'v1' }, 'k1')).toEqual({ status: 'unavailable', message: 'POST /api/v3/work_packages: the deadline passed before it could be sent.' });
		expect(server.requests.map((request) => request.method)).toEqual(['GET']);
		isSlow = false;
		await remote.create({ subject: 'x', customField13: 'v1' }, 'k1');
		expect(server.requests.map((request) => request.method)).toEqual(['GET', 'POST']);
	});

	test('is nothing where a list needed cannot be read at all', async () => {
		const server = scriptedServer();
		const remote = await openedRemote(server, { properties: ['subject', 'customField13'] });
		server.override = (request) => (request.path.endsWith('/versions') ? { status: 503, headers: {}, body: '' } : undefined);
		expect(await remote.update('12', 1, { customField13: 'v1' })).toMatchObject({ status: 'unavailable' });
		server.override = () => undefined;
		server.requests.length = 0;
		server.rows.push({ ...stored });
		await remote.update('12', 1, { customField13: 'v1' });
		expect(server.requests.map((request) => request.method)).toEqual(['GET', 'PATCH']);
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
