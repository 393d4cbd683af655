import { ConfigurationError, RemoteAnswerError } from '../../src/errors';
import { findUserByName, OpenProjectApi } from '../../src/openproject';
import type { HttpRequest } from '../../src/openproject';
import { fakeClock } from './fakeClock';
import { openedRemote } from './remote';
import { apiError, collection, json, scriptedServer, START_MS, workPackageOf } from './scriptedServer';

function filterNames(request: HttpRequest): string[] {
	return (JSON.parse(request.query?.['filters'] ?? '[]') as object[]).flatMap((filter) => Object.keys(filter));
}

const row = { id: 1, updatedUs: START_MS * 1000, lockVersion: 0, subject: 'x', projectId: 3, typeId: 1, key: null };

describe('reading one work package', () => {
	test('gives it whatever its project', async () => {
		const server = scriptedServer();
		server.add({ id: 8, projectId: 5 });
		expect(await (await openedRemote(server)).read('8')).toMatchObject({ status: 'found', record: { id: '8', inScope: false } });
	});

	test('is missing only where OpenProject says so', async () => {
		const server = scriptedServer();
		const remote = await openedRemote(server);
		expect(await remote.read('8')).toEqual({ status: 'missing' });
		server.override = () => ({ status: 404, headers: { 'content-type': 'text/html' }, body: '<html>not found</html>' });
		await expect(remote.read('8')).rejects.toThrow(RemoteAnswerError);
		server.override = () => apiError(404, 'SomethingElse');
		await expect(remote.read('8')).rejects.toThrow(RemoteAnswerError);
		server.override = () => json({ _type: 'Project', id: 8 });
		await expect(remote.read('8')).rejects.toThrow(RemoteAnswerError);
	});
});

describe('finding by provenance', () => {
	test('asks in the project and everywhere, and checks the key again', async () => {
		const server = scriptedServer();
		const remote = await openedRemote(server);
		server.requests.length = 0;
		server.add({ id: 1, key: 'k1' });
		server.add({ id: 2, key: 'k1', projectId: 5 });
		server.override = (request) => (request.path === '/api/v3/projects/3/work_packages' ? undefined : json(collection([workPackageOf({ ...row, id: 2, key: 'k1', projectId: 5 }), workPackageOf({ ...row, id: 3, key: 'K1', projectId: 5 })])));
		expect((await remote.findByProvenance('k1')).map((record) => [record.id, record.inScope])).toEqual([['2', false], ['1', true]]);
		expect(server.requests.map(filterNames)).toEqual([['customField7', 'status'], ['customField7', 'status']]);
	});

	test('makes do with the project where OpenProject refuses to look elsewhere', async () => {
		const server = scriptedServer();
		const remote = await openedRemote(server);
		server.add({ id: 1, key: 'k1' });
		server.override = (request) => (request.path === '/api/v3/projects/3/work_packages' ? undefined : apiError(400, 'InvalidQuery'));
		expect(await remote.findByProvenance('k1')).toHaveLength(1);
	});

	test('does not take a failure for an absence', async () => {
		const server = scriptedServer();
		const remote = await openedRemote(server);
		server.override = () => apiError(400, 'InvalidQuery');
		await expect(remote.findByProvenance('k1')).rejects.toThrow(RemoteAnswerError);
	});

	test('finds nothing where there is no such field', async () => {
		const server = scriptedServer();
		const remote = await openedRemote(server, { scope: { project: 'flrts', type: 'Task', provenanceField: null } });
		server.requests.length = 0;
		expect(await remote.findByProvenance('k1')).toEqual([]);
		expect(server.requests).toEqual([]);
	});
});

describe('finding what was just created', () => {
	const query = { authorId: '4', sinceMs: START_MS, subject: 'Inspect site' };
	const answerOf = (...rows: ReadonlyArray<readonly [number, string, string, string]>) =>
		json(collection(rows.map(([id, subject, createdAt, author]) => workPackageOf({ ...row, id, subject }, { createdAt, _links: { project: { href: '/api/v3/projects/3' }, type: { href: '/api/v3/types/1' }, status: { href: '/api/v3/statuses/1' }, priority: { href: '/api/v3/priorities/8' }, author: { href: `/api/v3/users/${author}` } } }))));
	const late = '2026-03-01T08:00:00.000Z';

	test('compares subject, author and time itself', async () => {
		const server = scriptedServer();
		const remote = await openedRemote(server);
		server.requests.length = 0;
		server.override = () => answerOf([1, 'Inspect site', late, '4'], [2, 'inspect site', late, '4'], [3, 'Inspect site', '2026-03-01T07:59:59.999Z', '4'], [4, 'Inspect site', late, '5']);
		expect((await remote.findCreated(query)).map((record) => record.id)).toEqual(['1']);
		expect(filterNames(server.requests[0] as HttpRequest)).toEqual(['author', 'createdAt', 'status']);
		expect(JSON.parse(server.requests[0]?.query?.['filters'] as string)).toContainEqual({ createdAt: { operator: '<>d', values: ['2026-03-01T08:00:00.000Z', ''] } });
	});

	test('does so also where the author may not be filtered by any more', async () => {
		const server = scriptedServer();
		const remote = await openedRemote(server);
		server.override = (request) => (filterNames(request).includes('author') ? apiError(400, 'InvalidQuery') : answerOf([1, 'Inspect site', late, '4'], [4, 'Inspect site', late, '5']));
		expect((await remote.findCreated(query)).map((record) => record.id)).toEqual(['1']);
	});

	test('reads every page', async () => {
		const server = scriptedServer();
		for (let id = 1; id <= 25; id += 1) server.add({ id, subject: 'Inspect site' });
		const remote = await openedRemote(server, { pageSize: 10 });
		expect(await remote.findCreated({ ...query, sinceMs: 0 })).toHaveLength(25);
	});

	test('gives up on a list without end', async () => {
		const server = scriptedServer();
		const remote = await openedRemote(server, { pageSize: 10 });
		let id = 0;
		server.override = () => json({ total: 1000 * ++id, pageSize: 10, _embedded: { elements: [workPackageOf({ ...row, id })] } });
		await expect(remote.findCreated(query)).rejects.toThrow(/does not end/);
	});
});

describe('descendants', () => {
	const family = (children: Readonly<Record<number, readonly number[]>>) => {
		const server = scriptedServer();
		server.override = (request) => {
			const id = Number(/^\/api\/v3\/work_packages\/(\d+)$/.exec(request.path)?.[1] ?? 0);
			if (children[id] === undefined) return undefined;
			const base = workPackageOf({ ...row, id, projectId: id }) as { _links: object };
			return json({ ...base, _links: { ...base._links, children: children[id].map((child) => ({ href: `/api/v3/work_packages/${child}` })) } });
		};
		return server;
	};

	test('are found at every depth and in every project, without those that vanish meanwhile', async () => {
		const remote = await openedRemote(family({ 10: [11, 12, 99], 11: [13], 12: [], 13: [] }));
		expect((await remote.descendants('10')).map((record) => record.id)).toEqual(['11', '12', '13']);
	});

	test('end where links go in a circle', async () => {
		const remote = await openedRemote(family({ 10: [11], 11: [12], 12: [10, 11] }));
		expect((await remote.descendants('10')).map((record) => record.id)).toEqual(['11', '12']);
	});

	test('of what is gone are none', async () => {
		expect(await (await openedRemote(scriptedServer())).descendants('10')).toEqual([]);
	});
});

describe('the last edit', () => {
	const activities = (...elements: readonly object[]) => {
		const server = scriptedServer();
		server.override = (request) => (request.path.endsWith('/activities') ? json(collection(elements)) : undefined);
		return server;
	};
	const details = [{ raw: 'Subject changed' }];

	test.each([
		['an edit', [{ details, createdAt: '2026-03-01T08:00:00Z', updatedAt: '2026-03-01T08:00:00Z' }], '2026-03-01T08:00:00.000Z'],
		['an edit that later ones of the same person joined', [{ details, comment: { raw: '' }, createdAt: '2026-03-01T08:00:00Z', updatedAt: '2026-03-01T08:04:00Z' }], '2026-03-01T08:04:00.000Z'],
		['an edit with a comment that was reworded later', [{ details, comment: { raw: 'hi' }, createdAt: '2026-03-01T08:00:00Z', updatedAt: '2026-03-02T08:00:00Z' }], '2026-03-01T08:00:00.000Z'],
		['an edit before a comment', [{ details, createdAt: '2026-03-01T08:00:00Z' }, { details: [], comment: { raw: 'hi' }, createdAt: '2026-03-01T09:00:00Z' }], '2026-03-01T08:00:00.000Z'],
		['edits in any order', [{ details, createdAt: '2026-03-01T09:00:00+02:00' }, { details, createdAt: '2026-03-01T08:00:00Z' }], '2026-03-01T08:00:00.000Z'],
		['comments only', [{ details: [], createdAt: '2026-03-01T08:00:00Z' }], null],
		['nothing', [], null],
	])('is told from %s', async (_name, elements, expected) => {
		expect(await (await openedRemote(activities(...elements))).lastEdit('1')).toBe(expected);
	});

	test('cannot be told where activities may not be read', async () => {
		const server = scriptedServer();
		const remote = await openedRemote(server);
		server.override = () => apiError(403, 'MissingPermission');
		expect(await remote.lastEdit('1')).toBeNull();
	});
});

describe('people by name', () => {
	const api = (people: readonly object[]): OpenProjectApi => {
		const server = scriptedServer();
		server.override = () => json(collection(people));
		return new OpenProjectApi({ http: server, clock: fakeClock(), baseUrl: 'https://op.example.com' });
	};
	const ann = { id: 4, name: 'Ann Lee', login: 'ann', email: 'ann@example.com' };

	test.each(['Ann Lee', 'ann', 'ANN@example.com', ' ann lee '])('are found by %p', async (name) => {
		expect(await findUserByName(api([ann, { id: 5, name: 'Ann Leery' }]), name)).toEqual({ id: '4', name: 'Ann Lee' });
	});

	test('are refused where several go by it, or nobody does', async () => {
		await expect(findUserByName(api([ann, { id: 5, name: 'Ann Lee' }]), 'Ann Lee')).rejects.toThrow("2 people in OpenProject go by 'Ann Lee'. Give the user's id instead.");
		await expect(findUserByName(api([ann]), 'Ann Le')).rejects.toThrow(/Nobody .* goes by 'Ann Le'\. Closest: Ann Lee\./);
		await expect(findUserByName(api([]), 'Bob')).rejects.toThrow(ConfigurationError);
	});
});
