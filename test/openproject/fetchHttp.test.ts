import nock from 'nock';
import { ConfigurationError } from '../../src/errors';
import { fetchHttp, HttpTransportError, normaliseBaseUrl } from '../../src/openproject';
import type { HttpRequest } from '../../src/openproject';

const get: HttpRequest = { method: 'GET', path: '/api/v3/statuses', timeoutMs: 2000 };

async function failureOf(promise: Promise<unknown>): Promise<HttpTransportError> {
	const error: unknown = await promise.then(() => null, (reason: unknown) => reason);
	if (!(error instanceof HttpTransportError)) throw new Error(`expected an HttpTransportError, got ${String(error)}`);
	return error;
}

describe('the base URL', () => {
	test.each([
		['https://op.example.com', 'https://op.example.com'],
		['https://op.example.com/', 'https://op.example.com'],
		['https://op.example.com/api/v3', 'https://op.example.com'],
		['https://op.example.com/api/v3/', 'https://op.example.com'],
		['https://op.example.com/projects/op//', 'https://op.example.com/projects/op'],
		['https://op.example.com/openproject/api/v3/', 'https://op.example.com/openproject'],
		[' http://127.0.0.1:8080/api ', 'http://127.0.0.1:8080'],
		['https://user:secret@op.example.com/?token=secret#top', 'https://op.example.com'],
	])('%s is %s', (given, expected) => {
		expect(normaliseBaseUrl(given)).toBe(expected);
	});

	test.each(['op.example.com', '', 'ftp://op.example.com', 'https://'])('%p is refused with an example', (given) => {
		expect(() => normaliseBaseUrl(given)).toThrow(ConfigurationError);
		expect(() => normaliseBaseUrl(given)).toThrow(/e\.g\. https:/);
	});

	test('that cannot be read is named without its credential', () => {
		expect(() => normaliseBaseUrl('htp://user:secret@op')).toThrow("'htp://op'");
	});
});

describe('requests', () => {
	afterEach(() => nock.cleanAll());
	// Node's http module outlives the test file: what runs next in this process is not to find it patched.
	afterAll(() => nock.restore());

	test('carry the key as Basic authentication of apikey, under the sub-path, with an encoded query', async () => {
		const filters = '[{"subject":{"operator":"~","values":["a&b=ü +"]}}]';
		const scope = nock('https://op.example.com', { reqheaders: { authorization: `Basic ${Buffer.from('apikey:k').toString('base64')}`, accept: /hal\+json/ } })
			.get('/openproject/api/v3/work_packages').query({ filters, offset: '1' }).reply(200, '{"ok":true}', { Date: 'Sun, 01 Mar 2026 08:00:00 GMT', 'X-Two': 'b' });
		const http = fetchHttp({ baseUrl: 'https://op.example.com/openproject/api/v3/', apiKey: 'k' });
		const response = await http.send({ ...get, path: '/api/v3/work_packages', query: { filters, offset: '1' } });
		expect(response).toEqual({ status: 200, headers: expect.objectContaining({ date: 'Sun, 01 Mar 2026 08:00:00 GMT', 'x-two': 'b' }) as object, body: '{"ok":true}' });
		scope.done();
	});

	test('send a body as JSON and a DELETE without any', async () => {
		const scope = nock('https://op.example.com', { reqheaders: { 'content-type': 'application/json' } }).patch('/api/v3/work_packages/1', { subject: 'Größe', lockVersion: 0 }).reply(200, '{}');
		const remove = nock('https://op.example.com', { badheaders: ['content-type'] }).delete('/api/v3/work_packages/1').reply(204);
		const http = fetchHttp({ baseUrl: 'https://op.example.com', apiKey: 'k' });
		await http.send({ ...get, method: 'PATCH', path: '/api/v3/work_packages/1', body: { subject: 'Größe', lockVersion: 0 } });
		expect(await http.send({ ...get, method: 'DELETE', path: '/api/v3/work_packages/1' })).toMatchObject({ status: 204, body: '' });
		scope.done();
		remove.done();
	});

	test('give every status as an answer, a redirect among them, which is not followed', async () => {
		nock('https://op.example.com').get('/api/v3/statuses').reply(302, '', { Location: 'https://elsewhere.example.com/login' });
		const elsewhere = nock('https://elsewhere.example.com').get('/login').reply(200, 'hello');
		const http = fetchHttp({ baseUrl: 'https://op.example.com', apiKey: 'k' });
		expect(await http.send(get)).toMatchObject({ status: 302, headers: { location: 'https://elsewhere.example.com/login' } });
		expect(elsewhere.isDone()).toBe(false);
	});

	test.each([
		['ECONNREFUSED', 'refused', false],
		['ENOTFOUND', 'dns', false],
		['EAI_AGAIN', 'dns', false],
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls', false],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls', false],
		['ECONNRESET', 'reset', false],
		['ETIMEDOUT', 'timeout', false],
		['ESOMETHING', 'other', false],
	])('that fail with %s while connecting are told as %s, and that nothing was sent', async (code, kind, sent) => {
		nock('http://op.example.com').get('/api/v3/statuses').replyWithError(Object.assign(new Error(`failed with ${code}`), { code }));
		const error = await failureOf(fetchHttp({ baseUrl: 'http://op.example.com', apiKey: 'top-secret' }).send(get));
		expect(error).toMatchObject({ kind, sent, code: 'HTTP_TRANSPORT' });
		expect(JSON.stringify([error.message, error.data])).not.toContain('secret');
	});
});
