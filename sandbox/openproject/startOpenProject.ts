import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { behaviourOf } from './behaviour';
import { Database } from './data/database';
import { fillDatabase, PROJECT } from './data/seed';
import { API_USER_ID } from './data/seedPeople';
import { ServerClock } from './data/serverClock';
import { FaultSwitches } from './faults/faultSwitches';
import { randomSequence } from './faults/randomSequence';
import { answerRequest } from './http/answerRequest';
import { Tokens } from './http/authentication';
import { converse } from './http/conversation';
import { RequestHooks } from './http/requestHooks';
import { RequestLog } from './http/requestLog';
import { Router } from './http/router';
import type { Instance } from './instance';
import type { OpenProjectOptions, OpenProjectServer } from './options';
import { allRoutes } from './routes';
import { ScriptedStore } from './scriptedStore';
import { DEFAULT_OPENPROJECT_VERSION, VERSION_RULES } from './versions';
import { Webhooks } from './webhooks/webhooks';

const HOST = '127.0.0.1';
const MAX_HEADER_BYTES = 65_536;
/** The setting `journal_aggregation_time_minutes`. */
const JOURNAL_AGGREGATION_MS = 300_000;

/** Starts a stand-in for OpenProject on 127.0.0.1. Throws where the port is taken. */
export async function startOpenProject(options: OpenProjectOptions = {}): Promise<OpenProjectServer> {
	const instance = createInstance(options);
	const tokens = new Tokens();
	const apiKey = options.apiKey ?? randomBytes(32).toString('hex');
	tokens.addApiKey(apiKey, API_USER_ID);
	const hooks = new RequestHooks();
	const requests = new RequestLog();
	const faults = new FaultSwitches(randomSequence(options.randomSeed ?? 1), instance.clock);
	const router = new Router(allRoutes);
	const webhooks = new Webhooks(instance, instance.journalAggregationMs);
	instance.database.onActivity = (activity) => webhooks.note(activity);

	const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (message, response) => {
		const conversation = { instance, faults, hooks, log: requests, latencyMs: () => running.latencyMs, answer: (request: Parameters<typeof answerRequest>[0]) => answerRequest(request, { instance, tokens, router }) };
		// A client that goes away while it sends, or a hook that fails: the connection ends, the server lives on.
		converse(conversation, message, response).catch(() => response.destroy());
	});
	const port = await listen(server, options.port ?? 0);
	const running: OpenProjectServer = {
		url: `http://${HOST}:${port}`,
		port,
		version: instance.version,
		apiKey,
		apiUserId: API_USER_ID,
		projectIdentifier: instance.database.projects.get(PROJECT.fieldWork)!.identifier,
		projectId: PROJECT.fieldWork,
		store: new ScriptedStore(instance),
		faults,
		requests,
		tokens,
		behaviour: instance.behaviour,
		latencyMs: options.latencyMs ?? 0,
		webhooks,
		onRequest: (hook) => hooks.add(hook),
		close: async () => {
			webhooks.stop();
			await close(server, hooks);
		},
	};
	return running;
}

function createInstance(options: OpenProjectOptions): Instance {
	const clock = new ServerClock(options.now ?? Date.now);
	const version = options.version ?? DEFAULT_OPENPROJECT_VERSION;
	const database = new Database();
	fillDatabase(database, { now: clock.tick(), provenanceField: options.provenanceField === undefined ? 'FLRTS ID' : options.provenanceField, rules: VERSION_RULES[version], seed: options.seed });
	return {
		database,
		clock,
		behaviour: { ...behaviourOf(version), ...options.behaviour },
		version,
		rules: VERSION_RULES[version],
		journalAggregationMs: options.journalAggregationMs ?? JOURNAL_AGGREGATION_MS,
		maxPageSize: options.maxPageSize ?? 1000,
		instanceName: options.instanceName ?? 'OpenProject',
	};
}

function listen(server: Server, port: number): Promise<number> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, HOST, () => {
			server.off('error', reject);
			resolve((server.address() as AddressInfo).port);
		});
	});
}

async function close(server: Server, hooks: RequestHooks): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		server.close((error) => (error === undefined ? resolve() : reject(error)));
		server.closeAllConnections();
	});
	if (hooks.failures.length > 0) throw new AggregateError(hooks.failures, 'A hook around a request failed.');
}
