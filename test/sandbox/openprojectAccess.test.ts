import { startOpenProject, type OpenProjectServer } from '../../sandbox/openproject';
import { attributesOf, clientOf, errorOf, filter, PATH, type Json } from './openprojectClient';

let server: OpenProjectServer;
let client: ReturnType<typeof clientOf>;

beforeAll(async () => {
	server = await startOpenProject();
	client = clientOf(server);
	server.store.create({ subject: 'One' });
});
afterAll(() => server.close());

const names = (json: Json): string[] => json._embedded.elements.map((element: Json) => element.name);

describe('who is let in', () => {
	it.each([
		['no credentials', {}],
		['a wrong key', { authorization: `Basic ${Buffer.from('apikey:wrong').toString('base64')}` }],
		['user name and password', { authorization: `Basic ${Buffer.from('admin:admin').toString('base64')}` }],
		['an unknown bearer token', { authorization: 'Bearer nobody' }, 'Bearer realm="OpenProject API", error="invalid_token"'],
	])('%s gets 401 with a challenge', async (_, headers: Record<string, string>, challenge = 'Basic realm="OpenProject API"') => {
		const response = await fetch(`${server.url}/api/v3/users/me`, { headers });
		expect(response.status).toBe(401);
		expect(response.headers.get('www-authenticate')).toBe(challenge);
		expect(response.headers.get('content-type')).toBe('application/hal+json; charset=utf-8');
		expect(await response.json()).toMatchObject({ _type: 'Error', errorIdentifier: 'urn:openproject-org:api:v3:errors:Unauthenticated' });
	});

	it('answers the user of the key with their private properties', async () => {
		const { status, json } = await client.get('/api/v3/users/me');
		expect(status).toBe(200);
		expect(json).toMatchObject({ _type: 'User', id: server.apiUserId, name: 'FLRTS Sync', login: 'flrts-sync', admin: false });
	});

	it('shows of other users only the name, and of strangers nothing', async () => {
		const colleague = await client.get('/api/v3/users/6');
		expect(colleague.json).toMatchObject({ id: 6, name: 'Maria Alvarez' });
		expect(colleague.json).not.toHaveProperty('email');
		expect((await client.get('/api/v3/users/4')).status).toBe(404);
	});

	it('keeps the list of users for administrators', async () => {
		const reply = await client.get('/api/v3/users');
		expect([reply.status, errorOf(reply)]).toEqual([403, 'MissingPermission']);
	});

	it('accepts a bearer token that was issued, until it is revoked', async () => {
		server.tokens.addAccessToken('token-of-maria', 6);
		const headers = { authorization: 'Bearer token-of-maria' };
		expect((await client.get('/api/v3/users/me', headers)).json.id).toBe(6);
		server.tokens.revoke('token-of-maria');
		expect((await client.get('/api/v3/users/me', headers)).status).toBe(401);
	});

	it('forbids a reader to write what they can see, and hides what they cannot', async () => {
		server.tokens.addApiKey('reader', 9);
		server.store.setMembership({ userId: 9, project: 1, role: 'reader' });
		const reader = clientOf(server, 'reader');
		const seen = await reader.read(1);
		expect(Object.keys(seen.json._links)).not.toEqual(expect.arrayContaining(['updateImmediately', 'delete', 'changeParent']));
		expect((await reader.patch(1, { lockVersion: 0, subject: 'Mine' })).status).toBe(403);
		expect((await reader.remove(1)).status).toBe(403);
		expect((await reader.create({ subject: 'New' })).status).toBe(403);
		server.store.setMembership({ userId: 9, project: 1, role: null });
		expect((await reader.read(1)).status).toBe(404);
		expect((await reader.remove(1)).status).toBe(404);
		expect(server.store.get(1)?.subject).toBe('One');
	});
});

describe('what is sent', () => {
	it('refuses a write without a content type as plain text', async () => {
		const authorization = `Basic ${Buffer.from(`apikey:${server.apiKey}`).toString('base64')}`;
		const response = await fetch(server.url + PATH, { method: 'POST', headers: { authorization }, body: Buffer.from('{}') });
		expect(response.status).toBe(406);
		expect(response.headers.get('content-type')).toContain('text/plain');
		expect(await response.text()).toBe('Missing content-type header');
	});

	it('refuses other content types', async () => {
		const reply = await client.call('POST', PATH, 'subject=x', { 'content-type': 'application/x-www-form-urlencoded' });
		expect([reply.status, reply.text]).toEqual([415, "The provided content-type 'application/x-www-form-urlencoded' is not supported."]);
	});

	it.each(['{"subject": ', '[1]', '"text"'])('refuses the body %j', async (body) => {
		const reply = await client.call('POST', PATH, body, { 'content-type': 'application/json' });
		expect([reply.status, errorOf(reply)]).toEqual([400, 'InvalidRequestBody']);
	});

	it('takes an empty body for one that says nothing', async () => {
		const reply = await client.call('POST', PATH, '', { 'content-type': 'application/json' });
		expect([reply.status, attributesOf(reply)]).toEqual([422, ['subject', 'project', 'type']]);
	});

	it('says where the JSON breaks', async () => {
		const reply = await client.call('POST', PATH, '{"subject": ', { 'content-type': 'application/json' });
		expect(reply.json._embedded.details.parseError).toEqual(expect.any(String));
	});

	it('knows what is a path of the API and what is not', async () => {
		expect(errorOf(await client.get('/api/v3/nothing'))).toBe('NotFound');
		const page = await client.get('/projects/flrts-field-work');
		expect(page.status).toBe(404);
		expect(page.headers.get('content-type')).toContain('text/html');
		const put = await client.call('PUT', `${PATH}/1`, {});
		expect([put.status, errorOf(put)]).toEqual([404, 'NotFound']);
	});

	it('refuses a request line no web server takes', async () => {
		const ids = Array.from({ length: 1500 }, (_, index) => String(index + 100_000));
		expect((await client.list({ filters: [filter('id', '=', ids)] })).status).toBe(414);
	});
});

describe('what the server tells of itself', () => {
	it('gives its name, not its version, and the page size', async () => {
		const root = await client.get('/api/v3');
		expect(root.json).toMatchObject({ _type: 'Root', instanceName: 'OpenProject', _links: { user: { href: '/api/v3/users/5' } } });
		expect(root.json).not.toHaveProperty('coreVersion');
		expect((await client.get('/api/v3/configuration')).json).toMatchObject({ maximumAPIV3PageSize: 1000, perPageOptions: [20, 100] });
	});

	it('lists the catalogs of a fresh instance, in order and in one piece', async () => {
		expect(names((await client.get('/api/v3/statuses')).json)).toEqual([
			'New', 'In specification', 'Specified', 'Confirmed', 'To be scheduled', 'Scheduled', 'In progress', 'Developed', 'In testing', 'Tested', 'Test failed', 'Closed', 'On hold', 'Rejected',
		]);
		expect(names((await client.get('/api/v3/types')).json)).toEqual(['Task', 'Milestone', 'Phase', 'Feature', 'Epic', 'User story', 'Bug']);
		const { json } = await client.get('/api/v3/priorities');
		expect(names(json)).toEqual(['Low', 'Normal', 'High', 'Immediate']);
		expect(json._embedded.elements[1]).toMatchObject({ id: 8, isDefault: true, isActive: true });
		expect((await client.get('/api/v3/statuses/12')).json).toMatchObject({ name: 'Closed', isClosed: true });
		expect((await client.get('/api/v3/statuses/99')).status).toBe(404);
	});

	it('finds visible projects by id, identifier and name', async () => {
		expect(names((await client.get('/api/v3/projects')).json)).toEqual(['FLRTS Field Work', 'Head Office']);
		expect((await client.get('/api/v3/projects/flrts-field-work')).json).toMatchObject({ id: 1, identifier: 'flrts-field-work' });
		expect((await client.get('/api/v3/projects/payroll')).status).toBe(404);
		expect((await client.get('/api/v3/projects/3')).status).toBe(404);
		const found = await client.list({ filters: [filter('name_and_identifier', '~', ['FIELD'])], pageSize: '1' }, '/api/v3/projects');
		expect(found.json).toMatchObject({ total: 1, count: 1, pageSize: 1, offset: 1 });
		expect(names((await client.list({ filters: [filter('typeahead', '**', ['off hea'])] }, '/api/v3/projects')).json)).toEqual(['Head Office']);
		expect(errorOf(await client.list({ filters: [filter('colour', '=', ['red'])] }, '/api/v3/projects'))).toBe('InvalidQuery');
	});

	it('pages through projects', async () => {
		const second = await client.list({ pageSize: '1', offset: '2' }, '/api/v3/projects');
		expect(names(second.json)).toEqual(['Head Office']);
		expect(second.json._links.previousByOffset.href).toContain('offset=1');
		expect(second.json._links).not.toHaveProperty('nextByOffset');
	});

	it('lists types and possible assignees of a project, groups among them and locked users not', async () => {
		expect(names((await client.get('/api/v3/projects/1/types')).json)).toEqual(['Task', 'Milestone', 'Phase']);
		const { json } = await client.get('/api/v3/projects/1/available_assignees');
		expect(names(json)).toContain('Night Crew');
		expect(names(json)).not.toContain('Sven Lindqvist');
		expect(json._embedded.elements.find((element: Json) => element._type === 'Group')._links.self.href).toBe('/api/v3/groups/20');
	});

	it('filters principals and memberships', async () => {
		const found = await client.list({ filters: [filter('any_name_attribute', '~', ['alva'])] }, '/api/v3/principals');
		expect(names(found.json)).toEqual(['Maria Alvarez']);
		const mine = await client.list({ filters: [filter('principal', '=', ['me'])] }, '/api/v3/memberships');
		expect(mine.json._embedded.elements.map((element: Json) => element._links.project.title)).toEqual(['FLRTS Field Work', 'Head Office']);
		expect(mine.json._embedded.elements[0]._links.roles).toEqual([{ href: '/api/v3/roles/5', title: 'Project admin' }]);
	});

	it('names custom fields in the schema of type and project, and lets it be cached', async () => {
		const schema = await client.get(`${PATH}/schemas/1-1`);
		expect(schema.json).toMatchObject({
			_type: 'Schema',
			subject: { type: 'String', required: true, writable: true, maxLength: 255 },
			updatedAt: { writable: false },
			customField1: { name: 'FLRTS ID', type: 'String', required: false, writable: true },
			customField2: { name: 'Area', type: 'CustomOption', location: '_links' },
			customField5: { name: 'Trades', type: '[]CustomOption' },
		});
		expect(schema.text).not.toContain('allowedValues');
		const again = await client.get(`${PATH}/schemas/1-1`, { 'if-none-match': schema.headers.get('etag')! });
		expect([again.status, again.text]).toEqual([304, '']);
		expect((await client.get(`${PATH}/schemas/2-1`)).json).not.toHaveProperty('customField4');
		expect((await client.get(`${PATH}/schemas/3-1`)).status).toBe(404);
	});

	it('has no field for local ids where none is wanted', async () => {
		const bare = await startOpenProject({ provenanceField: null });
		expect((await clientOf(bare).get(`${PATH}/schemas/1-1`)).json).not.toHaveProperty('customField1');
		await bare.close();
	});
});
