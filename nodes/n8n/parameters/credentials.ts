import type { INodeCredentialDescription } from 'n8n-workflow';

/** n8n's own Postgres credential. */
export const postgresCredential: INodeCredentialDescription = { name: 'postgres', displayName: 'PostgreSQL', required: true };

/**
 * The same, beside credentials that `authentication` picks from. Its condition is always true: without one of its own, n8n offers it with those
 * of the authentication only.
 */
export const postgresCredentialBeside: INodeCredentialDescription = { ...postgresCredential, displayOptions: { show: { '@version': [1] } } };

/**
 * The two OpenProject credentials, of which the parameter `authentication` picks one. Nothing else may stand in their
 * displayOptions: n8n hides every parameter that is named there from its panel.
 */
export const openProjectCredentials: readonly INodeCredentialDescription[] = [
	{ name: 'batchSyncOpenProjectApi', displayName: 'OpenProject', required: true, displayOptions: { show: { authentication: ['apiKey'] } } },
	{ name: 'batchSyncOpenProjectOAuth2Api', displayName: 'OpenProject', required: true, displayOptions: { show: { authentication: ['oAuth2'] } } },
];
