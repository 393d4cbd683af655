import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

/**
 * The secret that OpenProject signs its webhooks with
 * (https://www.openproject.org/docs/system-admin-guide/api-and-webhooks/). There is nothing to sign in to, so nothing to test.
 */
export class BatchSyncOpenProjectWebhookApi implements ICredentialType {
	name = 'batchSyncOpenProjectWebhookApi';

	displayName = 'Batch Sync OpenProject Webhook API';

	icon: Icon = { light: 'file:icons/openProject.svg', dark: 'file:icons/openProject.dark.svg' };

	documentationUrl = 'https://www.openproject.org/docs/system-admin-guide/api-and-webhooks/';

	properties: INodeProperties[] = [
		{
			displayName: 'Signature Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'A long random text. Enter the same one in OpenProject under Administration > API and webhooks > Webhooks, as Signature secret.',
		},
	];
}
