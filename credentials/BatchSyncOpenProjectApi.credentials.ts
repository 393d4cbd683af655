import type { IAuthenticateGeneric, Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

/**
 * An OpenProject of 14.x or newer through a personal API key: HTTP Basic with the user name `apikey`
 * (https://www.openproject.org/docs/api/introduction/#authentication). Tested against the key's own user.
 */
export class BatchSyncOpenProjectApi implements ICredentialType {
	name = 'batchSyncOpenProjectApi';

	displayName = 'Batch Sync OpenProject API';

	icon: Icon = { light: 'file:icons/openProject.svg', dark: 'file:icons/openProject.dark.svg' };

	documentationUrl = 'https://www.openproject.org/docs/api/introduction/#authentication';

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
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Made in OpenProject under My Account > Access Tokens > API. The sync acts as the user it belongs to.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			auth: { username: 'apikey', password: '={{$credentials.apiKey}}' },
		},
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl.trim().replace(/\\/+$/, "")}}',
			url: '/api/v3/users/me',
			headers: { Accept: 'application/hal+json, application/json' },
		},
		rules: [
			{
				type: 'responseSuccessBody',
				properties: {
					key: '_type',
					value: undefined,
					message: 'This address answers, but not as OpenProject: check that the base URL is the one you open in the browser, without /api/v3.',
				},
			},
		],
	};
}
