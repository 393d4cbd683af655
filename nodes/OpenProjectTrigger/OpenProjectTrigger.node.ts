import { NodeConnectionTypes, type INodeType, type INodeTypeDescription, type IWebhookFunctions, type IWebhookResponseData } from 'n8n-workflow';
import { nothingElsewhere } from '../n8n/nothingElsewhere';
import { checkSecret } from './checkSecret';
import { properties } from './properties';
import { receive } from './receive';

/** Starts a workflow when OpenProject tells of a work package that was created, updated or commented on. */
export class OpenProjectTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'OpenProject Trigger',
		name: 'openProjectTrigger',
		icon: { light: 'file:openProjectTrigger.svg', dark: 'file:openProjectTrigger.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].map((event) => ({ comment: "commented", created: "created", updated: "updated" })[event]).join(", ") }}',
		description: 'Start when work packages are created, updated or commented on in OpenProject',
		defaults: { name: 'OpenProject Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'batchSyncOpenProjectWebhookApi', displayName: 'Webhook Secret', required: true, testedBy: 'checkSecret' }],
		webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'openproject' }],
		triggerPanel: {
			header: 'Waiting for an event of OpenProject',
			executionsHelp: {
				inactive: 'While building, execute this step, enter the test URL in OpenProject as a webhook, and edit a work package. OpenProject waits five minutes for further edits before it tells.',
				active: 'Enter the production URL in OpenProject under Administration > API and webhooks > Webhooks. Executions are in the list of executions.',
			},
			activationHint: 'Once the webhook is entered in OpenProject, activate the workflow: events then start it.',
		},
		properties,
	};

	methods = { credentialTest: { checkSecret } };

	/** OpenProject has no API for webhooks: an administrator enters them by hand, so there is nothing to check, make or take away. */
	webhookMethods = { default: nothingElsewhere };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}
}
