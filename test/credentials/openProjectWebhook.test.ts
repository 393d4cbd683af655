import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BatchSyncOpenProjectWebhookApi } from '../../credentials/BatchSyncOpenProjectWebhookApi.credentials';

const credential = new BatchSyncOpenProjectWebhookApi();

it('has a name of its own, and hides its one secret', () => {
	expect(credential.name).toBe('batchSyncOpenProjectWebhookApi');
	expect(credential.properties.map(({ name, required, typeOptions }) => [name, required, typeOptions])).toEqual([['secret', true, { password: true }]]);
});

it('has icons that exist', () => {
	const { icon } = credential;
	for (const file of typeof icon === 'string' ? [icon] : [icon.light, icon.dark]) expect(existsSync(join(__dirname, '../../credentials', file.replace('file:', '')))).toBe(true);
});
