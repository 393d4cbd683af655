import { ConfigurationError } from '../errors';

/**
 * The address of an OpenProject as people open it in a browser: origin and sub-path, without a slash at the end,
 * without `/api` or `/api/v3`, and without user name, password, query or fragment.
 *
 * @throws ConfigurationError where the given text is no http(s) address.
 */
export function normaliseBaseUrl(given: string): string {
	const url = URL.canParse(given.trim()) ? new URL(given.trim()) : null;
	if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
		throw new ConfigurationError(`'${withoutUserInfo(given)}' is not the address of an OpenProject. Give the address you open in the browser, e.g. https://openproject.example.com.`);
	}
	return `${url.origin}${url.pathname.replace(/\/+$/, '').replace(/\/api(\/v3)?$/, '').replace(/\/+$/, '')}`;
}

/** An address fit for a message: nothing that could be a credential. */
export function withoutUserInfo(address: string): string {
	return address.replace(/\/\/[^/@]*@/, '//').replace(/[?#].*$/, '');
}
