import { NodeConnectionTypes, type INodeType, type INodeTypeDescription, type IWebhookFunctions, type IWebhookResponseData } from 'n8n-workflow';
import { nothingElsewhere } from '../n8n/nothingElsewhere';
import { postgresCredentialBeside } from '../n8n/parameters/credentials';
import { handle } from './handle';
import { properties } from './properties';

/** Serves pages to watch and steer syncs, and starts the workflow when one of their buttons is pressed. */
export class SyncConsoleTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sync Console Trigger',
		name: 'syncConsoleTrigger',
		icon: { light: 'file:syncConsole.svg', dark: 'file:syncConsole.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '=/{{ $parameter["path"] }}',
		description: 'Watch syncs, settle conflicts and approve plans on pages of its own; start the workflow from their buttons',
		defaults: { name: 'Sync Console' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			postgresCredentialBeside,
			{ name: 'httpBasicAuth', required: true, displayOptions: { show: { authentication: ['basicAuth'] } } },
			{ name: 'httpHeaderAuth', required: true, displayOptions: { show: { authentication: ['headerAuth'] } } },
			{ name: 'jwtAuth', required: true, displayOptions: { show: { authentication: ['jwtAuth'] } } },
		],
		webhooks: [
			{ name: 'default', httpMethod: 'GET', responseMode: 'onReceived', path: '={{ $parameter["path"] }}', isFullPath: true },
			{ name: 'setup', httpMethod: 'POST', responseMode: 'onReceived', path: '={{ $parameter["path"] }}', isFullPath: true, ndvHideUrl: true },
		],
		triggerPanel: {
			header: 'Waiting for a page to be opened',
			executionsHelp: {
				inactive: 'While building, execute this step and open the test URL: n8n serves one page there.',
				active: 'Open the production URL. Every press of a button that asks for work is in the list of executions; looking at pages is not.',
			},
			activationHint: 'Once the workflow is active, the pages are at the production URL.',
		},
		properties,
	};

	/** The pages are n8n's own webhooks: there is nothing to check, make or take away elsewhere. */
	webhookMethods = { default: nothingElsewhere, setup: nothingElsewhere };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await handle(this);
	}
}
