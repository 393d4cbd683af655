import type { Query } from './api';

/** A path whose segments are plain: neither `//host` nor a dot segment is one. */
const PLAIN_PATH = /^(?:\/[\w~%@:!$&'()*+,;=-][\w.~%@:!$&'()*+,;=-]*)+$/;
/** What a server may take for a dot or a slash. */
const HIDDEN_STEP = /%2e|%2f|%5c/i;
const API = '/api/v3/';
/** Behind these everything belongs to the query. */
const QUERY_OR_FRAGMENT = /[?#]/;

/**
 * Where a link of OpenProject's leads, as a path and query to ask for below our own base URL. Null for what leads
 * anywhere else: another origin, another scheme, no path of the API. A server behind a proxy may write a sub-path that
 * the base URL lacks, so of the path only the API's part counts.
 */
export function apiLink(href: string, baseUrl: string): { readonly path: string; readonly query: Query } | null {
	const place = placeOf(href, baseUrl);
	if (place === null) return null;
	const end = place.search(QUERY_OR_FRAGMENT);
	const whole = end === -1 ? place : place.slice(0, end);
	const api = whole.indexOf(API);
	if (api === -1 || !PLAIN_PATH.test(whole) || HIDDEN_STEP.test(whole)) return null;
	const words = end === -1 || place[end] === '#' ? '' : (place.slice(end + 1).split('#')[0] as string);
	return { path: whole.slice(api), query: Object.fromEntries(new URLSearchParams(words)) };
}

/** What of a link comes behind the host; null where the host or scheme is not ours, or is written in any unusual way. */
function placeOf(href: string, baseUrl: string): string | null {
	if (href.startsWith('/')) return href;
	const { origin } = new URL(baseUrl);
	return href.startsWith(`${origin}/`) ? href.slice(origin.length) : null;
}
