import type { IExecuteFunctions } from 'n8n-workflow';
import { compileMapping } from '../../src/mapping';
import { openProjectRemote, type Clock } from '../../src/openproject';
import type { PairConfiguration, RemotePort } from '../../src/run';
import { namesWritten } from './namesWritten';
import { n8nHttp } from './n8nHttp';
import { readOpenProjectAddress } from './openProjectCredential';
import type { RequestSettings } from './requestSettings';

export interface RemoteCall {
	readonly context: IExecuteFunctions;
	readonly itemIndex: number;
	readonly clock: Clock;
	readonly settings: RequestSettings & { readonly requestDeadlineMs: number };
}

/** The project side of a pair, reached through n8n's request helper with the credential chosen in the node. Sends nothing yet. */
export async function openRemote({ context, itemIndex, clock, settings }: RemoteCall, pair: PairConfiguration): Promise<RemotePort> {
	const properties = compileMapping(pair.fields, { policies: pair.policies }).remoteProperties;
	const address = await readOpenProjectAddress(context.getNodeParameter('authentication', itemIndex), async (type) => await context.getCredentials(type, itemIndex));
	return openProjectRemote({
		http: n8nHttp(context, address),
		clock,
		baseUrl: address.baseUrl,
		scope: pair.remote,
		properties,
		valueNames: namesWritten(pair),
		...settings,
		readTimeoutMs: settings.requestDeadlineMs,
	});
}
