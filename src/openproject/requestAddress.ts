import { HttpTransportError } from './httpTransportError';
import type { HttpRequest } from './types';

/**
 * The address a request goes to, with whatever credential the port adds: always the API below the base URL. Both ports
 * build it here, and it is read back before it is used, so that no path, wherever it came from, can make another host,
 * another user or another place of it ('.evil.com/', '@evil.com', '/api/v3/../../admin', '\\evil.com').
 *
 * @throws HttpTransportError where it would be anything else; nothing was sent then.
 */
export function requestAddress(baseUrl: string, { method, path, query }: Pick<HttpRequest, 'method' | 'path' | 'query'>): string {
	const base = new URL(baseUrl);
	const address = `${baseUrl}${path}`;
	const read = URL.canParse(address) ? new URL(address) : null;
	const isBelow = read !== null && read.origin === base.origin && read.pathname === `${base.pathname.replace(/\/$/, '')}${path}` && (path === '/api/v3' || path.startsWith('/api/v3/'));
	if (!isBelow || read.username !== '' || read.password !== '' || read.search !== '' || read.hash !== '') {
		throw new HttpTransportError(`${method} ${JSON.stringify(path)}: this is no path of OpenProject's API below ${base.origin}, so nothing was sent.`, { kind: 'address', sent: false });
	}
	const words = new URLSearchParams(query).toString();
	return words === '' ? address : `${address}?${words}`;
}
