import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import { OpenProjectApi, systemClock, type Clock } from '../../src/openproject';
import { Places, WorkPackageWriter } from '../../src/openproject/workPackages';
import { n8nHttp } from '../n8n/n8nHttp';
import { readOpenProjectAddress } from '../n8n/openProjectCredential';
import { readSettings } from './input/settings';
import type { Session } from './operations/operation';

const LIST_TIMEOUT_MS = 20_000;

/** Makes what all items share: the connection with the credential chosen, look-ups, settings. Sends nothing yet. */
export async function openSession(context: IExecuteFunctions, clock: Clock): Promise<Session> {
	const settings = readSettings(context);
	const address = await readOpenProjectAddress(context.getNodeParameter('authentication', 0), async (type) => await context.getCredentials(type, 0));
	const { retries, requestDeadlineMs } = settings;
	const api = new OpenProjectApi({ http: n8nHttp(context, address), clock, baseUrl: address.baseUrl, retries, requestDeadlineMs, readTimeoutMs: requestDeadlineMs });
	const signal = context.getExecutionCancelSignal();
	signal?.addEventListener('abort', () => api.stopRetrying(), { once: true });
	const places = new Places(api);
	return { context, api, places, writer: new WorkPackageWriter(places, settings), settings, isCancelled: () => signal?.aborted === true, unknownProperties: new Set() };
}

/** The connection for a drop-down list: asked once, since somebody is waiting in front of it. */
export async function openForList(context: ILoadOptionsFunctions): Promise<OpenProjectApi> {
	const address = await readOpenProjectAddress(context.getNodeParameter('authentication', 'apiKey'), async (type) => await context.getCredentials(type));
	return new OpenProjectApi({ http: n8nHttp(context, address), clock: systemClock(), baseUrl: address.baseUrl, retries: 1, readTimeoutMs: LIST_TIMEOUT_MS });
}
