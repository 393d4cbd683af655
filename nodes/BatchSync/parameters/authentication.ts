import type { INodeProperties } from 'n8n-workflow';

/** Which OpenProject credential is used. */
export const authentication: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	default: 'apiKey',
	description: 'How the sync signs in to OpenProject',
	options: [
		{ name: 'API Key', value: 'apiKey' },
		{ name: 'OAuth2', value: 'oAuth2' },
	],
	displayOptions: { show: { operation: ['previewPlan', 'runSync', 'setUp'] } },
};
