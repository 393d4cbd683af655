import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IAllExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { n8nHttp } from '../../nodes/n8n/n8nHttp';
import { fetchHttp, OpenProjectApi, requestAddress } from '../../src/openproject';
import type { HttpPort, HttpRequest } from '../../src/openproject';
import { apiLink } from '../../src/openproject/apiLink';
import { customFieldOf } from '../../src/openproject/customFields';
import { collectionOfHref, idOfHref } from '../../src/openproject/ids';
import { readAllowedValues } from '../../src/openproject/readAllowedValues';
import { fakeClock } from '../openproject/fakeClock';
import { collection, json } from '../openproject/scriptedServer';

/** Links as a hostile server, or a plug-in that knows no better, may give them. `PORT` is that of a host that listens for the key. */
const ELSEWHERE = [
	'mailto:.evil.example/api', 'x:.evil.example', 'x:@127.0.0.1:PORT/', 'data:@127.0.0.1:PORT/,{}', 'javascript:@127.0.0.1:PORT/', 'urn:@127.0.0.1:PORT/api/v3/a', 'x::PORT/', 'blob:http://127.0.0.1:PORT/api/v3/a', 'about:@127.0.0.1:PORT',
	'http:evil', 'http:127.0.0.1:PORT/api/v3/a', 'http:/127.0.0.1:PORT/api/v3/a', 'https:\\\\127.0.0.1:PORT\\api\\v3\\a', '@127.0.0.1:PORT/api/v3/a', ':1@127.0.0.1:PORT/api/v3/a', '.evil.example/api/v3/a',
	'//127.0.0.1:PORT/api/v3/a', '///127.0.0.1:PORT/api/v3/a', '\\\\127.0.0.1:PORT\\api\\v3\\a', '/\\127.0.0.1:PORT/api/v3/a', '/\t/127.0.0.1:PORT/api/v3/a', '\n//127.0.0.1:PORT/api/v3/a',
	'http://127.0.0.1:PORT/api/v3/a', 'HTTP://127.0.0.1:PORT/api/v3/a', 'http://op.example.com@127.0.0.1:PORT/api/v3/a', 'http://op.example.com:a@127.0.0.1:PORT/api/v3/a', 'https://op.example.com@127.0.0.1:PORT/api/v3/a', 'https://op.example.com.evil.example/api/v3/a', 'https://op.example.com:444/api/v3/a', 'http://op.example.com/api/v3/a',
	'https://ｏp.example.com/api/v3/a', 'https://op.example。com/api/v3/a', 'https://оp.example.com/api/v3/a', 'https://op.example.com\u3002evil.example/api/v3/a', 'https://op.example.com\\.evil.example/api/v3/a',
	'/api/v3/../../admin', '/api/v3/a/../../../admin', '/api/v3/%2e%2e/%2E%2e/admin', '/api/v3/.%2e/admin', '/api/v3/a%2f..%2f..%2fadmin', '/api/v3/..\\..\\admin', '/api/v3/./a', '/api/v3/a%5c..%5cadmin', '/admin', '/api/v3', '/api/v3evil/a', '/api/v3/', 'api/v3/a', '', ' /api/v3/a', '/api/v3/a b', '/api/v3/ü', '/api/v3//127.0.0.1:PORT/a', '?a=/api/v3/a', '#/api/v3/a', '/login?back=/api/v3/a',
];

const WITHIN: ReadonlyArray<[string, string, Record<string, string>]> = [
	['/api/v3/principals?filters=%5B%5D&pageSize=-1', '/api/v3/principals', { filters: '[]', pageSize: '-1' }],
	['/openproject/api/v3/projects/3/versions', '/api/v3/projects/3/versions', {}],
	['https://op.example.com/api/v3/users', '/api/v3/users', {}],
	['https://op.example.com/sub/api/v3/users?a=b#c?d=e', '/api/v3/users', { a: 'b' }],
	['/api/v3/users#a?b=c', '/api/v3/users', {}],
	['/api/v3/users?back=http://127.0.0.1/', '/api/v3/users', { back: 'http://127.0.0.1/' }],
];

describe('where a link of OpenProject leads', () => {
	test.each(ELSEWHERE)('%j is not followed', (href) => {
		expect(apiLink(href, 'https://op.example.com')).toBeNull();
		expect(apiLink(href, 'https://op.example.com/sub')).toBeNull();
	});

	test.each(WITHIN)('%j is asked for below the base URL', (href, path, query) => {
		expect(apiLink(href, 'https://op.example.com')).toEqual({ path, query });
		expect(apiLink(href, 'https://op.example.com/sub')).toEqual({ path, query });
	});

	test.each(['javascript:/api/v3/users/14', 'mailto:a/api/v3/users/14', '//evil.example', '/login?back=/api/v3/users/14', '#/api/v3/users/14', '/x\\/api/v3/users/14', 'users/14', 'api/v3/users/14'])('%j is nobody’s id', (href) => {
		expect(idOfHref(href)).toBeNull();
		expect(collectionOfHref(href)).toBeNull();
	});

	test.each(['/api/v3/users/14', '/sub/api/v3/users/14', 'https://op.example.com/api/v3/users/14', 'http://op.example.com/a/b/api/v3/users/14'])('%j is the user 14', (href) => {
		expect(idOfHref(href)).toBe('14');
		expect(collectionOfHref(href)).toBe('users');
	});
});

let server: Server;
let seen: Array<{ readonly url: string | undefined; readonly headers: IncomingHttpHeaders }> = [];
beforeAll(async () => {
	server = createServer(({ url, headers }, response) => {
		seen.push({ url, headers });
		response.end('{}');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
});
afterAll(async () => {
	server.closeAllConnections();
	await new Promise<void>((resolve) => server.close(() => resolve()));
});
beforeEach(() => {
	seen = [];
});

const port = (): string => String((server.address() as AddressInfo).port);
const aimed = (text: string): string => text.replaceAll('PORT', port());
const get = (path: string): HttpRequest => ({ method: 'GET', path, timeoutMs: 2000 });

/** n8n's way out, as far as it decides where a request goes. */
function overN8n(baseUrl: string): { readonly http: HttpPort; readonly urls: string[] } {
	const urls: string[] = [];
	const httpRequestWithAuthentication = async (_type: string, { url }: IHttpRequestOptions) => await Promise.resolve((urls.push(url), { statusCode: 200, headers: {}, body: '{}' }));
	return { http: n8nHttp({ helpers: { httpRequestWithAuthentication } } as unknown as IAllExecuteFunctions, { credentialType: 'batchSyncOpenProjectApi', baseUrl }), urls };
}

/** Base URLs that the port of the listening host, or its whole address, can be appended to. */
const BASES = ['http://127.0.0.1', 'http://op.example.com', 'http://op.example.com/sub'];

describe('a path that is none', () => {
	/** Odd, and yet within the API of the same host: the server's to refuse. */
	const within: readonly string[] = ['/api/v3', '/api/v3/', '/api/v3//127.0.0.1:PORT/a', '/api/v3/a%2f..%2f..%2fadmin', '/api/v3/a%5c..%5cadmin'];

	test.each(ELSEWHERE.filter((path) => !within.includes(path)))('%j is sent nowhere by either way out, and not asked for again', async (path) => {
		for (const baseUrl of BASES) {
			const api = new OpenProjectApi({ http: fetchHttp({ baseUrl, apiKey: 'k' }), clock: fakeClock(), baseUrl });
			await expect(fetchHttp({ baseUrl, apiKey: 'k' }).send(get(aimed(path)))).rejects.toMatchObject({ kind: 'address', sent: false });
			await expect(api.get(aimed(path))).rejects.toThrow(/could not be reached: .*no path of OpenProject's API/);
			const { http, urls } = overN8n(baseUrl);
			await expect(http.send(get(aimed(path)))).rejects.toMatchObject({ kind: 'address', sent: false });
			expect(urls).toEqual([]);
		}
		expect(seen).toEqual([]);
	});

	test('says what was refused, and where it would have had to be', () => {
		expect(() => requestAddress('https://op.example.com/sub', get('@evil.example/'))).toThrow("GET \"@evil.example/\": this is no path of OpenProject's API below https://op.example.com, so nothing was sent.");
	});

	test.each([
		['https://op.example.com', '/api/v3', 'https://op.example.com/api/v3'],
		['https://op.example.com/sub', '/api/v3/projects/a%20b', 'https://op.example.com/sub/api/v3/projects/a%20b'],
		['http://[::1]:8080/a/b', "/api/v3/x(1)'*!~", "http://[::1]:8080/a/b/api/v3/x(1)'*!~"],
	])('one below %s goes out as it is', (baseUrl, path, address) => {
		expect(requestAddress(baseUrl, get(path))).toBe(address);
		expect(requestAddress(baseUrl, { ...get(path), query: { a: '&b' } })).toBe(`${address}?a=%26b`);
	});
});

describe('the values of a custom field whose schema or form names a list elsewhere', () => {
	test.each(ELSEWHERE)('%j are not told, and nothing is asked there', async (href) => {
		const requests: string[] = [];
		const http: HttpPort = { send: async ({ method, path }) => await Promise.resolve((requests.push(`${method} ${path}`), json(collection([])))) };
		const api = new OpenProjectApi({ http, clock: fakeClock(), baseUrl: 'https://op.example.com' });
		const property = { type: 'User', name: 'Inspector', _links: { allowedValues: { href: aimed(href) } } };
		expect(await readAllowedValues(api, customFieldOf('customField5', property), async () => await Promise.resolve(null))).toBeNull();
		const plain = customFieldOf('customField5', { type: 'User', name: 'Inspector' });
		expect(await readAllowedValues(api, plain, async () => await Promise.resolve({ customField5: property }))).toBeNull();
		expect(requests).toEqual([]);
	});
});
