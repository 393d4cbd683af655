import { RemoteAnswerError } from '../errors';

/**
 * An id as a decimal string.
 *
 * @throws RemoteAnswerError for anything that is not a whole number from 1 to 2^53 - 1.
 */
export function idOf(value: unknown, what: string): string {
	const isDigits = typeof value === 'string' && /^[1-9]\d*$/.test(value);
	const number = typeof value === 'number' ? value : isDigits ? Number(value) : Number.NaN;
	if (Number.isSafeInteger(number) && number > 0) return String(number);
	throw new RemoteAnswerError(`OpenProject gave ${JSON.stringify(value) ?? 'nothing'} as the id of ${what}; a whole number from 1 to ${Number.MAX_SAFE_INTEGER} was expected.`);
}

/** Whether a text can be the id of something in OpenProject. */
export function isId(text: string): boolean {
	return /^[1-9]\d*$/.test(text) && Number.isSafeInteger(Number(text));
}

/** A resource of the API by its link: a path, under whatever sub-path and on whatever host, but no other kind of address. */
const API_RESOURCE = /^(?:https?:\/)?\/(?:[^?#\\\s]*\/)?api\/v3\/(\w+)\/([^/?#]+)$/;

/** The id at the end of a link such as '/api/v3/users/14', under whatever sub-path; null where it has none. */
export function idOfHref(href: unknown): string | null {
	if (typeof href !== 'string') return null;
	const id = API_RESOURCE.exec(href)?.[2];
	return id === undefined || !/^\d+$/.test(id) ? null : idOf(id, href);
}

/** The kind of thing a link leads to: 'users' of '/api/v3/users/14'; null where that cannot be told. */
export function collectionOfHref(href: unknown): string | null {
	return typeof href === 'string' ? (API_RESOURCE.exec(href)?.[1] ?? null) : null;
}
