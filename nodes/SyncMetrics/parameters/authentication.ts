import type { INodeProperties } from 'n8n-workflow';

/** Whether OpenProject is asked, and how. Shown always: n8n hides from its panel what an authentication parameter is shown by. */
export const authentication: INodeProperties = {
	displayName: 'OpenProject',
	name: 'authentication',
	type: 'options',
	default: 'none',
	description: 'Whether Check Health and Render Dashboard ask OpenProject as well: whether it answers, its clock, and what work packages hold now',
	options: [
		{ name: 'Ask with API Key', value: 'apiKey' },
		{ name: 'Ask with OAuth2', value: 'oAuth2' },
		{ name: 'Leave Out', value: 'none' },
	],
};
