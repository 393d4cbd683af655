import { ConfigurationError } from '../errors';

const CONTROL = /[\u0000-\u0020\u007f]/;
const EACH_CONTROL = /[\u0000-\u001f\u007f]/g;
const LONGEST_SHOWN = 200;

/**
 * The address of an OpenProject as people open it in a browser: origin and sub-path, without a slash at the end,
 * without `/api` or `/api/v3`, and without user name, password, query or fragment.
 *
 * @throws ConfigurationError where the given text is no http(s) address.
 */
export function normaliseBaseUrl(given: string): string {
	const text = given.trim();
	const isBroken = CONTROL.test(text);
	const url = !isBroken && URL.canParse(text) ? new URL(text) : null;
	if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
		throw new ConfigurationError(`'${withoutUserInfo(given)}' is not the address of an OpenProject. Give the address you open in the browser, e.g. https://openproject.example.com${isBroken ? ', without line breaks, tabs or spaces' : ''}.`);
	}
	return `${url.origin}${withoutEndSlashes(withoutEndSlashes(url.pathname).replace(/\/api(\/v3)?$/, ''))}`;
}

/** Counted, since a regular expression looks at every slash anew where a long run of them does not stand at the end. */
function withoutEndSlashes(path: string): string {
	let end = path.length;
	while (path[end - 1] === '/') end -= 1;
	return path.slice(0, end);
}

/** An address fit for a message: nothing that could be a credential (whatever comes before the last @, well formed or not), in one line. */
export function withoutUserInfo(address: string): string {
	const at = address.lastIndexOf('@');
	const scheme = at === -1 ? '' : (/^[a-z][a-z0-9+.-]*:[/\\]{2,}/i.exec(address)?.[0] ?? '');
	const open = `${scheme}${address.slice(at + 1)}`;
	const end = open.search(/[?#]/);
	const plain = end === -1 ? open : open.slice(0, end);
	const shown = plain.replace(EACH_CONTROL, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
	return shown.length > LONGEST_SHOWN ? `${shown.slice(0, LONGEST_SHOWN)}…` : shown;
}
