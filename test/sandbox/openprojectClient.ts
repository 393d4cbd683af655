import type { OpenProjectServer } from '../../sandbox/openproject';

// What comes back is somebody else's JSON: tests look at whatever part they are about.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

export interface Reply {
	readonly status: number;
	readonly headers: Headers;
	readonly json: Json;
	readonly text: string;
}

export const PATH = '/api/v3/work_packages';

/** Plain HTTP with the API key, nothing else: no retries, no understanding of what comes back. */
export function clientOf(server: OpenProjectServer, apiKey = server.apiKey) {
	const authorization = `Basic ${Buffer.from(`apikey:${apiKey}`).toString('base64')}`;
	const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> => {
		const content: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
		const response = await fetch(server.url + path, {
			method,
			headers: { authorization, ...content, ...headers },
			...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
		});
		const text = await response.text();
		return { status: response.status, headers: response.headers, text, json: text.startsWith('{') ? JSON.parse(text) : null };
	};
	return {
		call,
		get: (path: string, headers: Record<string, string> = {}) => call('GET', path, undefined, headers),
		post: (path: string, body: unknown) => call('POST', path, body),
		patch: (id: number, body: unknown) => call('PATCH', `${PATH}/${id}`, body),
		remove: (id: number) => call('DELETE', `${PATH}/${id}`),
		read: (id: number) => call('GET', `${PATH}/${id}`),
		/** Creates a Task in 'FLRTS Field Work'. */
		create: (body: Json) => call('POST', PATH, { ...body, _links: { project: { href: '/api/v3/projects/1' }, type: { href: '/api/v3/types/1' }, ...body._links } }),
		/** Lists work packages; parameters that are no texts are sent as JSON. */
		list: (parameters: Record<string, unknown> = {}, path = PATH) =>
			call('GET', `${path}?${new URLSearchParams(Object.entries(parameters).map(([name, value]): [string, string] => [name, typeof value === 'string' ? value : JSON.stringify(value)]))}`),
	};
}

export const link = (resource: string, id: number) => ({ href: `/api/v3/${resource}/${id}` });

export const errorOf = (reply: Reply): string => String(reply.json?.errorIdentifier).replace('urn:openproject-org:api:v3:errors:', '');

export const attributeOf = (json: Json): unknown => json._embedded?.details?.attribute;

/** Attributes of all errors in MultipleErrors, or of the one there is. */
export const attributesOf = (reply: Reply): unknown[] => (reply.json._embedded?.errors ?? [reply.json]).map(attributeOf);

export const idsOf = (reply: Reply): number[] => reply.json._embedded.elements.map((element: Json) => element.id);

export const filter = (name: string, operator: string, values: unknown[] = []) => ({ [name]: { operator, values } });
