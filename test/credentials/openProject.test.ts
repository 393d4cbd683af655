import { Workflow, type INodeTypes, type IWorkflowDataProxyAdditionalKeys } from 'n8n-workflow';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BatchSyncOpenProjectApi } from '../../credentials/BatchSyncOpenProjectApi.credentials';
import { BatchSyncOpenProjectOAuth2Api } from '../../credentials/BatchSyncOpenProjectOAuth2Api.credentials';

const noTypes = { getByName: () => undefined, getByNameAndVersion: () => undefined, getKnownTypes: () => ({}) } as unknown as INodeTypes;

/** Resolves an expression of a credential as n8n does. */
function resolve(expression: string, keys: object): unknown {
	const workflow = new Workflow({ nodes: [], connections: {}, active: false, nodeTypes: noTypes });
	return workflow.expression.getSimpleParameterValue({ id: '', name: '', type: '', typeVersion: 1, position: [0, 0], parameters: {} }, expression, 'internal', keys as IWorkflowDataProxyAdditionalKeys, undefined, undefined) ?? undefined;
}

const apiKey = new BatchSyncOpenProjectApi();
const oAuth2 = new BatchSyncOpenProjectOAuth2Api();

describe('the API key credential', () => {
	it('signs in as the user apikey with the key as password', () => {
		expect(apiKey.authenticate.properties.auth?.['username']).toBe('apikey');
		expect(resolve(String(apiKey.authenticate.properties.auth?.['password']), { $credentials: { apiKey: 'abc' } })).toBe('abc');
	});

	it('hides the key', () => {
		expect(apiKey.properties.find(({ name }) => name === 'apiKey')?.typeOptions).toEqual({ password: true });
	});

	it.each(['https://op.example.com', 'https://op.example.com/', ' https://op.example.com// '])('is tested against its own user at %s', (baseUrl) => {
		expect(apiKey.test.request.url).toBe('/api/v3/users/me');
		expect(resolve(String(apiKey.test.request.baseURL), { $credentials: { baseUrl } })).toBe('https://op.example.com');
	});

	it('does not take a page that is not OpenProject for a success', () => {
		// n8n fails the test where the value at the key equals the rule's: no `_type` at all is not OpenProject.
		const [rule] = apiKey.test.rules ?? [];
		expect(rule?.type).toBe('responseSuccessBody');
		expect(rule?.properties).toMatchObject({ key: '_type', message: expect.stringContaining('not as OpenProject') });
		expect((rule?.properties as { value?: unknown }).value).toBeUndefined();
	});
});

describe('the OAuth2 credential', () => {
	const defaultOf = (name: string): unknown => oAuth2.properties.find((property) => property.name === name)?.default;

	it('asks OpenProject itself for the scope of its API', () => {
		expect(oAuth2.extends).toEqual(['oAuth2Api']);
		expect(defaultOf('scope')).toBe('api_v3');
		const $self = { baseUrl: 'https://op.example.com/base/' };
		expect(resolve(String(defaultOf('authUrl')), { $self })).toBe('https://op.example.com/base/oauth/authorize');
		expect(resolve(String(defaultOf('accessTokenUrl')), { $self })).toBe('https://op.example.com/base/oauth/token');
	});

	it('offers the authorization code with and without PKCE', () => {
		const grant = oAuth2.properties.find(({ name }) => name === 'grantType');
		expect(grant?.options?.map((option) => ('value' in option ? option.value : undefined))).toEqual(['authorizationCode', 'pkce']);
	});
});

it('gives both credentials names of their own and icons that exist', () => {
	expect([apiKey.name, oAuth2.name]).toEqual(['batchSyncOpenProjectApi', 'batchSyncOpenProjectOAuth2Api']);
	for (const { icon } of [apiKey, oAuth2]) {
		const files = typeof icon === 'string' ? [icon] : [icon.light, icon.dark];
		for (const file of files) expect(existsSync(join(__dirname, '../../credentials', file.replace('file:', '')))).toBe(true);
	}
});
