import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

/**
 * An OpenProject through OAuth 2.0: authorization code, with PKCE on request, scope `api_v3`
 * (https://www.openproject.org/docs/system-admin-guide/authentication/oauth-applications/). n8n refreshes the token.
 */
export class BatchSyncOpenProjectOAuth2Api implements ICredentialType {
	name = 'batchSyncOpenProjectOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Batch Sync OpenProject OAuth2 API';

	icon: Icon = { light: 'file:icons/openProject.svg', dark: 'file:icons/openProject.dark.svg' };

	documentationUrl = 'https://www.openproject.org/docs/system-admin-guide/authentication/oauth-applications/';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://openproject.example.com',
			description: 'Address of OpenProject as you open it in the browser, without /api/v3',
		},
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'options',
			options: [
				{ name: 'Authorization Code', value: 'authorizationCode' },
				{ name: 'PKCE', value: 'pkce' },
			],
			default: 'authorizationCode',
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: '={{$self["baseUrl"].trim().replace(/\\/+$/, "")}}/oauth/authorize',
			required: true,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: '={{$self["baseUrl"].trim().replace(/\\/+$/, "")}}/oauth/token',
			required: true,
		},
		{ displayName: 'Scope', name: 'scope', type: 'hidden', default: 'api_v3' },
		{ displayName: 'Auth URI Query Parameters', name: 'authQueryParameters', type: 'hidden', default: '' },
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
	];
}
