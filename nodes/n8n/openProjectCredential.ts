import { ConfigurationError } from '../../src/errors';
import { normaliseBaseUrl } from '../../src/openproject';
import { wordOf } from './values';

export type OpenProjectCredentialType = 'batchSyncOpenProjectApi' | 'batchSyncOpenProjectOAuth2Api';

/** Which OpenProject credential the node uses, and the address in it. */
export interface OpenProjectAddress {
	readonly credentialType: OpenProjectCredentialType;
	/** As people open it in a browser, without a slash at the end. */
	readonly baseUrl: string;
}

/** Reads the credential that the parameter `authentication` names. Throws a ConfigurationError for an address that is none. */
export async function readOpenProjectAddress(authentication: unknown, getCredential: (type: OpenProjectCredentialType) => Promise<object>): Promise<OpenProjectAddress> {
	const credentialType = wordOf(authentication, 'Authentication', ['apiKey', 'oAuth2'] as const) === 'oAuth2' ? 'batchSyncOpenProjectOAuth2Api' : 'batchSyncOpenProjectApi';
	const { baseUrl } = (await getCredential(credentialType)) as { readonly baseUrl?: unknown };
	if (typeof baseUrl !== 'string' || baseUrl.trim() === '') throw new ConfigurationError('The OpenProject credential has no base URL. Give the address you open in the browser, e.g. https://openproject.example.com.');
	return { credentialType, baseUrl: normaliseBaseUrl(baseUrl) };
}
