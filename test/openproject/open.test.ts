import nock from 'nock';
import { ConfigurationError, RemoteAnswerError, RemoteRefusedError, RemoteUnavailableError } from '../../src/errors';
import { fetchHttp } from '../../src/openproject';
import type { OpenProjectRemoteOptions } from '../../src/openproject';
import { fakeClock } from './fakeClock';
import { openedRemote, remoteOver } from './remote';
import { apiError, catalog, collection, json, scriptedServer } from './scriptedServer';
import type { ScriptedServer } from './scriptedServer';
import type { HttpResponse } from '../../src/openproject';

function serverAnswering(answers: Readonly<Record<string, HttpResponse>>): ScriptedServer {
	const server = scriptedServer();
	server.override = (request) => answers[request.path];
	return server;
}

async function open(more: Partial<OpenProjectRemoteOptions> = {}, answers: Readonly<Record<string, HttpResponse>> = {}) {
	return await remoteOver(serverAnswering(answers), more).open();
}

const scope = { project: 'flrts', type: 'Task', provenanceField: 'FLRTS ID' };

describe('opening', () => {
	test('says what it found', async () => {
		expect(await open()).toEqual({ userId: '4', membership: expect.stringMatching(/^[0-9a-f]{64}$/) as string, projectId: '3', projectName: 'FLRTS', typeName: 'Task', hasProvenanceField: true, remarks: [], found: expect.objectContaining({ provenanceKey: 'customField7', pageSize: 200 }) as object });
	});

	describe('with what an earlier run found', () => {
		async function reopened(change: Partial<OpenProjectRemoteOptions> = {}) {
			const { found } = await open();
			const server = serverAnswering({});
			const asked: string[] = [];
			const remote = remoteOver({ send: async (request) => (asked.push(request.path), await server.send(request)) }, change);
			return { info: await remote.open(found), asked, first: found };
		}

		test('asks only who it is and what that is a member of', async () => {
			const { info, asked } = await reopened();
			expect(asked).toEqual(['/api/v3/users/me', '/api/v3/memberships']);
			expect(info).toMatchObject({ projectId: '3', projectName: 'FLRTS', typeName: 'Task', hasProvenanceField: true, found: null });
		});

		test.each([
			['another project', { scope: { ...scope, project: 'FLRTS' } }],
			['another type', { scope: { ...scope, type: null } }],
			['without the provenance field', { scope: { ...scope, provenanceField: null } }],
			['another mapping', { properties: ['subject'] }],
			['other names', { valueNames: { status: ['New'] } }],
			['another address', { baseUrl: 'https://other.example.com' }],
		])('looks at everything again for %s', async (_name, change) => {
			const { info, asked } = await reopened(change as Partial<OpenProjectRemoteOptions>);
			expect(asked.length).toBeGreaterThan(2);
			expect(info.found).not.toBeNull();
		});
	});

	test.each(['flrts', '3', 'FLRTS', 'Flrts'])('takes %p for the project', async (project) => {
		expect((await open({ scope: { ...scope, project } })).projectId).toBe('3');
	});

	test('takes names with spaces for the project', async () => {
		await expect(open({ scope: { ...scope, project: 'field reports', type: null, provenanceField: null } }, { '/api/v3/projects/5/types': json(collection([{ id: 1, name: 'Task' }])) })).resolves.toMatchObject({ projectId: '5' });
	});

	test('names the closest projects where there is none of that name', async () => {
		await expect(open({ scope: { ...scope, project: 'field-report' } })).rejects.toThrow(/no project 'field-report' that the API user can see\. Closest: field-reports/i);
	});

	test('asks for the identifier where several projects share a name', async () => {
		const twins = collection([{ id: 5, name: 'Twin one', identifier: 'a' }, { id: 6, name: 'Twin one', identifier: 'b' }]);
		await expect(open({ scope: { ...scope, project: 'Twin one' } }, { '/api/v3/projects': json(twins) })).rejects.toThrow("2 OpenProject projects are called 'Twin one': a, b.");
	});

	test('refuses an empty project', async () => {
		await expect(open({ scope: { ...scope, project: ' ' } })).rejects.toThrow(ConfigurationError);
	});

	test('takes the type without regard to case, and names the closest where it is not enabled', async () => {
		expect((await open({ scope: { ...scope, type: 'task' } })).typeName).toBe('Task');
		await expect(open({ scope: { ...scope, type: 'Taks' } })).rejects.toThrow("The work package type 'Taks' is not enabled in project 'FLRTS'. Closest: Task.");
	});

	test('remarks on a pair of every type', async () => {
		const info = await open({ scope: { ...scope, type: null } });
		expect(info.typeName).toBeNull();
		expect(info.remarks).toEqual(["No type is chosen: all 2 types of project 'FLRTS' are synced (Task, Milestone), and new work packages become Task."]);
	});

	test.each(['FLRTS ID', 'flrts id', 'customField7'])('finds the provenance field as %p', async (provenanceField) => {
		expect((await open({ scope: { ...scope, provenanceField } })).hasProvenanceField).toBe(true);
	});

	test('needs no provenance field where none is named', async () => {
		expect((await open({ scope: { ...scope, provenanceField: null } })).hasProvenanceField).toBe(false);
	});

	test.each([
		['FLRTS-ID', /custom field 'FLRTS-ID' is not among those of type 'Task' in project 'FLRTS'\. Closest: FLRTS ID/],
		['customField99', /custom field 'customField99' is not among those/],
		['Notes', /'Notes' \(customField8\) is long text.*has to be of the format Text/],
		['Count', /'Count' \(customField12\) is of type Integer/],
		['Twin', /Several custom fields are called 'Twin': customField14, customField15/],
	])('refuses %p as provenance field', async (provenanceField, message) => {
		await expect(open({ scope: { ...scope, provenanceField } })).rejects.toThrow(ConfigurationError);
		await expect(open({ scope: { ...scope, provenanceField } })).rejects.toThrow(message);
	});

	test('refuses a provenance field that is not used as a filter', async () => {
		const refused = apiError(400, 'InvalidQuery', 'Custom field filter does not exist.');
		await expect(open({}, { '/api/v3/projects/3/work_packages': refused })).rejects.toThrow("Tick 'Used as a filter'");
	});

	describe('of an OpenProject that is too old', () => {
		const admin = json({ _type: 'User', id: 4, admin: true });
		const schemaWith = (...properties: readonly string[]) => json({ ...catalog['/api/v3/work_packages/schemas/3-1'], ...Object.fromEntries(properties.map((name) => [name, { type: 'Duration', name }])) });

		test.each(['13.4.1', '12.5.8', '9.0.0'])('is refused with the version that an administrator is told: %s', async (coreVersion) => {
			await expect(open({}, { '/api/v3/users/me': admin, '/api/v3': json({ _type: 'Root', coreVersion }) })).rejects.toThrow(`OpenProject at https://op.example.com is version ${coreVersion}. This package works with 14 and later`);
		});

		test.each(['14.0.0', '15.4.0', '17.6.0', '100.1'])('is none: %s', async (coreVersion) => {
			await expect(open({}, { '/api/v3/users/me': admin, '/api/v3': json({ _type: 'Root', coreVersion }) })).resolves.toBeDefined();
		});

		test('is told by what its work packages lack where the version is not shown', async () => {
			const place = '/api/v3/work_packages/schemas/3-1';
			await expect(open({}, { [place]: schemaWith('derivedEstimatedTime') })).rejects.toThrow(/is of version 13 or older/);
			await expect(open({}, { '/api/v3/users/me': admin, '/api/v3': json({ _type: 'Root' }), [place]: schemaWith('derivedEstimatedTime') })).rejects.toThrow(/is of version 13 or older/);
			await expect(open({}, { [place]: schemaWith('derivedEstimatedTime', 'derivedPercentageDone') })).resolves.toBeDefined();
		});

		test('is taken to be of today where nothing is shown', async () => {
			await expect(open({}, { '/api/v3/users/me': admin })).resolves.toBeDefined();
		});
	});

	test.each([
		['budget', /no property 'budget'/],
		['statuss', /no property 'statuss'\. Closest: status/],
		['Weather', /custom field of that name is the property 'customField9'/],
		['customField99', /'customField99' is not among those/],
	])('refuses %p as a tracked property', async (property, message) => {
		await expect(open({ properties: ['subject', property] })).rejects.toThrow(message);
	});

	test('accepts plain properties that plug-ins add', async () => {
		await expect(open({ properties: ['subject', 'storyPoints'] })).resolves.toBeDefined();
	});

	test('accepts names that exist', async () => {
		await expect(open({ valueNames: { status: ['New', 'Closed'], priority: ['Low'], type: ['Task'], version: ['v1'], category: ['Roof'], customField9: ['Dry'], customField10: ['South'], customField13: ['v1'], subject: ['anything'] } })).resolves.toBeDefined();
	});

	test.each([
		['status', 'In Progress', /mapping of 'status' uses 'In Progress', but OpenProject has no such statuses\. Closest: In progress/],
		['priority', 'Nromal', /Closest: Normal/],
		['customField9', 'Dryy', /no such values of the custom field 'Weather'\. Closest: Dry/],
	])('refuses the %s %p with the closest names', async (property, name, message) => {
		await expect(open({ valueNames: { [property]: [name] } })).rejects.toThrow(message);
	});

	test('names all names that do not exist', async () => {
		await expect(open({ valueNames: { status: ['New', 'Bogus', 'Nope'] } })).rejects.toThrow("uses 'Bogus', 'Nope', but OpenProject has no such statuses. There are: New, In progress, Closed.");
	});

	test('takes pages as large as the server allows, whatever the key is called', async () => {
		for (const key of ['maximumAPIV3PageSize', 'maximumApiV3PageSize']) {
			const server = serverAnswering({ '/api/v3/configuration': json({ _type: 'Configuration', [key]: 30 }) });
			const remote = await openedRemote(server, { pageSize: 200 });
			for await (const _page of remote.window(null));
			expect(server.requests.at(-1)?.query?.['pageSize']).toBe('30');
		}
	});

	test('does without configuration and memberships where they may not be read', async () => {
		const forbidden = apiError(403, 'MissingPermission');
		const before = await open();
		const after = await open({}, { '/api/v3/configuration': forbidden, '/api/v3/memberships': forbidden });
		expect(after.membership).toMatch(/^[0-9a-f]{64}$/);
		expect(after.membership).not.toBe(before.membership);
	});

	test('shows another membership for another user, role or admin flag, and not for another order', async () => {
		const membership = (project: number, ...roles: number[]) => ({ _links: { project: { href: `/api/v3/projects/${project}` }, roles: roles.map((role) => ({ href: `/api/v3/roles/${role}` })) } });
		const of = async (elements: readonly object[], user: object = catalog['/api/v3/users/me'] as object) => (await open({}, { '/api/v3/memberships': json(collection(elements)), '/api/v3/users/me': json(user) })).membership;
		const first = await of([membership(3, 8, 9), membership(5, 8)]);
		expect(await of([membership(5, 8), membership(3, 9, 8)])).toBe(first);
		const others = [await of([membership(3, 8), membership(5, 8)]), await of([membership(3, 8, 9)]), await of([membership(3, 8, 9), membership(5, 8)], { _type: 'User', id: 4, admin: true }), await of([membership(3, 8, 9), membership(5, 8)], { _type: 'User', id: 6, admin: false })];
		expect(new Set([first, ...others]).size).toBe(5);
	});

	test('fails rather than show another membership where the memberships cannot be read just now', async () => {
		await expect(open({}, { '/api/v3/memberships': { status: 503, headers: {}, body: '' } })).rejects.toThrow(RemoteUnavailableError);
	});

	test('comes before anything else', async () => {
		await expect(remoteOver(scriptedServer()).total()).rejects.toThrow(/before it was opened/);
	});

	test('gives addresses for people under the base URL, whatever was typed', () => {
		expect(remoteOver(scriptedServer(), { baseUrl: 'https://op.example.com/sub/api/v3/' }).urlOf('12')).toBe('https://op.example.com/sub/work_packages/12');
	});
});

describe('an address that is not OpenProject, over HTTP', () => {
	const baseUrl = 'https://op.example.com';
	afterEach(() => nock.cleanAll());
	// Node's http module outlives the test file: what runs next in this process is not to find it patched.
	afterAll(() => nock.restore());

	async function failureOf(reply: (scope: nock.Interceptor) => nock.Scope): Promise<Error> {
		reply(nock(baseUrl).persist().get('/api/v3/users/me'));
		return await remoteOver(fetchHttp({ baseUrl, apiKey: 'top-secret' }), { baseUrl: 'https://sync:top-secret@op.example.com/' }).open().then(() => new Error('opened'), (error: unknown) => error as Error);
	}

	test.each([
		['a wrong key', RemoteRefusedError, 401, '{"_type":"Error","errorIdentifier":"urn:openproject-org:api:v3:errors:Unauthenticated","message":"You need to be authenticated."}', {}, /does not accept the credential \(401\)\. Check the API key/],
		['a locked user', RemoteRefusedError, 403, '{"_type":"Error","errorIdentifier":"urn:openproject-org:api:v3:errors:MissingPermission","message":"Keine Berechtigung."}', {}, /refuses this to the API user \(403\): Keine Berechtigung/],
		['a login page', RemoteAnswerError, 200, '<!DOCTYPE html><html></html>', { 'content-type': 'text/html' }, /answered an HTML page, not the OpenProject API\. Check the base URL/],
		['a 404 of a web server', RemoteAnswerError, 404, '<html><h1>404</h1></html>', { 'content-type': 'text/html' }, /answered 404 with an HTML page, not the OpenProject API\. Check the base URL/],
		['a 404 of another API', RemoteAnswerError, 404, '{"detail":"Not Found"}', {}, /answered 404 with something else, not the OpenProject API/],
		['another API', RemoteAnswerError, 200, '{"login":"octocat","id":1}', {}, /JSON that is not the OpenProject API v3/],
		['a JSON list', RemoteAnswerError, 200, '[1,2]', {}, /JSON that is not the OpenProject API v3/],
		['JSON cut short', RemoteAnswerError, 200, '{"_type":"User","id":4,"na', {}, /cut short or damaged: 26 characters/],
		['plain text', RemoteAnswerError, 200, 'hello', {}, /text that is not JSON/],
		['an empty answer', RemoteAnswerError, 200, '', {}, /answered 200 with an empty body/],
		['a redirect', RemoteAnswerError, 301, '', { location: 'https://me:pw@new.example.com/api/v3/users/me?key=1' }, /redirects to https:\/\/new\.example\.com\/api\/v3\/users\/me\. Redirects are not followed/],
		['an error of its own', RemoteUnavailableError, 500, '{"_type":"Error","errorIdentifier":"urn:openproject-org:api:v3:errors:InternalServerError","message":"Oops."}', {}, /answered 500: Oops\./],
		['a proxy without a server', RemoteUnavailableError, 502, '<html>502</html>', { 'content-type': 'text/html' }, /answered 502: an HTML page after 5 attempts/],
		['a limit that stays', RemoteUnavailableError, 429, '{"_type":"Error","errorIdentifier":"urn:openproject-org:api:v3:errors:TooManyRequests","message":"Slow down."}', {}, /limits the number of requests \(429\): Slow down\. *after 5 attempts/],
	] as ReadonlyArray<readonly [string, new (message: string) => Error, number, string, Record<string, string>, RegExp]>)('is told by %s', async (_name, kind, status, body, headers, message) => {
		const error = await failureOf((scope) => scope.reply(status, body, headers));
		expect(error).toBeInstanceOf(kind);
		expect(error.message).toMatch(message);
		expect(`${error.message} ${JSON.stringify((error as unknown as { data: unknown }).data)}`).not.toMatch(/secret|me:pw|key=1/);
	});

	test('is told by nobody listening there, after all attempts', async () => {
		const error = await failureOf((scope) => scope.replyWithError(Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:443'), { code: 'ECONNREFUSED' })));
		expect(error).toBeInstanceOf(RemoteUnavailableError);
		expect(error.message).toMatch(/could not be reached after 5 attempts: .*ECONNREFUSED.* Check the base URL, and that OpenProject runs/);
	});

	test('is told by a certificate nobody trusts, at once', async () => {
		const error = await failureOf((scope) => scope.replyWithError(Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })));
		expect(error.message).toMatch(/could not be reached: .*self-signed certificate.* Check the certificate/);
	});

	test('is asked no more often than allowed, with the pauses between', async () => {
		nock(baseUrl).persist().get('/api/v3/users/me').reply(503);
		const clock = fakeClock();
		const remote = remoteOver(fetchHttp({ baseUrl, apiKey: 'k' }), { clock, retries: 3 });
		await expect(remote.open()).rejects.toThrow(RemoteUnavailableError);
		expect(clock.sleeps).toEqual([1000, 2000]);
		expect(remote.stats()).toMatchObject({ requests: 3, retries: 2, writes: 0 });
	});
});
