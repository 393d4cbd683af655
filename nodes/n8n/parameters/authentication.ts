import type { INodeProperties } from 'n8n-workflow';

/** Which OpenProject credential is used. Shown always: n8n hides from its panel what an authentication parameter is shown by. */
export const authentication: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	default: 'apiKey',
	description: 'How the node signs in to OpenProject',
	options: [
		{ name: 'API Key', value: 'apiKey' },
		{ name: 'OAuth2', value: 'oAuth2' },
	],
};
