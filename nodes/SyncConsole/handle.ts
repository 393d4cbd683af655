import { randomBytes } from 'node:crypto';
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { checkToken } from '../../src/console/formToken';
import { messagePage, bareMessage } from '../../src/console/pages/messagePage';
import { readMenu } from '../../src/console/read/readMenu';
import { readProgress } from '../../src/console/read/readProgress';
import { BatchSyncError, ConfigurationError, DatabaseError } from '../../src/errors';
import { json, page, send, type Answer } from './answer';
import { openConsole, postgresCredentialOf } from './openConsole';
import { answerForm } from './actions/answerForm';
import { showHealth } from './pages/showHealth';
import { showMetrics } from './pages/showMetrics';
import { showPage } from './pages/showPage';
import { readSettings, type ConsoleSettings } from './settings';
import { signInCredential, signingKey, whoAsks } from './signIn';
import { addressOf, judged, type Sender } from './slowGuesses';
import { frameOf, progressScope, type Visit } from './visit';

/** What of a request is looked at. */
interface Request extends Sender {
	readonly method: string;
	readonly rawBody?: unknown;
}

/** One request to the console. Nothing is thrown: n8n would start an execution with the error. */
export async function handle(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const nonce = randomBytes(16).toString('base64url');
	try {
		return send(context, nonce, await answer(context, nonce));
	} catch (thrown) {
		return send(context, nonce, failure(context, thrown));
	}
}

async function answer(context: IWebhookFunctions, nonce: string): Promise<Answer> {
	const request = context.getRequestObject() as unknown as Request;
	const query = queryOf(context);
	const nowMs = Date.now();
	const settings = readSettings(context);
	const credential = await signInCredential(context, settings);
	const name = query.get('page') ?? 'dashboard';
	if (request.method === 'GET' && name === 'progress') return await showProgress(context, settings, signingKey(context, settings, credential, await postgresCredentialOf(context)), query, nowMs);
	const who = whoAsks(context, settings, credential, request, nowMs);
	if (who.status === 'refused') {
		const headers: Record<string, string> = { ...(who.challenge === true ? { 'WWW-Authenticate': 'Basic realm="Sync Console", charset="UTF-8"' } : {}), ...(who.retryAfter === undefined ? {} : { 'Retry-After': String(who.retryAfter) }) };
		return { ...page(bareMessage('Not allowed', who.message), who.code), headers };
	}
	if (request.method === 'GET' && name === 'health') return await showHealth(context, settings, query);
	const postgres = await postgresCredentialOf(context);
	const database = await openConsole(postgres);
	try {
		if (request.method === 'GET' && name === 'metrics') return await showMetrics({ database, schema: settings.schema }, settings.pairs);
		const menu = await readMenu(database, settings.schema, settings.pairs);
		const visit: Visit = { settings, database, log: (thrown) => context.logger.error(`Sync Console: ${sentenceOf(thrown)}`), user: who.user, key: signingKey(context, settings, credential, postgres), nonce, nowMs, query, menu, pair: null };
		if (request.method === 'POST') return await explained(context, visit, () => answerForm(visit, request));
		const asked = query.get('pair') ?? '';
		const shown: Visit = { ...visit, pair: (asked === '' ? menu[0] : menu.find((entry) => entry.name === asked)) ?? null };
		return await explained(context, shown, () => showPage(shown, name));
	} finally {
		await database.close();
	}
}

/** Given to the page's script, which cannot sign in: whoever has a token of the page. */
async function showProgress(context: IWebhookFunctions, settings: ConsoleSettings, key: string, query: URLSearchParams, nowMs: number): Promise<Answer> {
	const pair = query.get('pair') ?? '';
	const request = context.getRequestObject() as unknown as Request;
	const token = request.headers['x-console-token'];
	const isGood = (): boolean => checkToken(progressScope(key, pair), token, nowMs) === 'good' && (settings.pairs.length === 0 || settings.pairs.includes(pair));
	const verdict = judged(addressOf(request), JSON.stringify(['progress', pair, token]), nowMs, () => (isGood() ? { status: 'known', user: '' } : { status: 'refused', code: 403, message: '' }));
	if (verdict.status === 'refused') return { ...json({ message: verdict.code === 429 ? verdict.message : 'The token is missing, wrong or has expired. Reload the page.' }, verdict.code), isReadable: true };
	const database = await openConsole(await postgresCredentialOf(context));
	try {
		const { newest, current } = await readProgress(database, settings.schema, pair);
		return { ...json({ newest, isRunning: current !== null, message: current?.message ?? 'No run is going on.', done: current?.done ?? 0, total: current?.total ?? 0 }), isReadable: true };
	} finally {
		await database.close();
	}
}

/** What cannot be done because of what was asked for, as a page of the console. */
async function explained(context: IWebhookFunctions, visit: Visit, work: () => Promise<Answer>): Promise<Answer> {
	try {
		return await work();
	} catch (thrown) {
		if (!(thrown instanceof ConfigurationError)) return failure(context, thrown);
		return page(messagePage(frameOf(visit), { heading: 'That cannot be done', sentences: [thrown.message] }), 400);
	}
}

function failure(context: IWebhookFunctions, thrown: unknown): Answer {
	const message = sentenceOf(thrown);
	context.logger.error(`Sync Console: ${message}`);
	if (thrown instanceof DatabaseError) return page(bareMessage('The database cannot be read', message), 503);
	// Only our own sentences are known to hold nothing that is not for everybody who may sign in.
	return page(bareMessage('The page could not be made', thrown instanceof BatchSyncError ? message : "Something unexpected happened. n8n's log says what."), 500);
}

function queryOf(context: IWebhookFunctions): URLSearchParams {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries((context.getQueryData() ?? {}) as Readonly<Record<string, unknown>>)) {
		const first: unknown = Array.isArray(value) ? value[0] : value;
		if (typeof first === 'string') query.set(name, first);
	}
	return query;
}

function sentenceOf(thrown: unknown): string {
	return thrown instanceof Error ? thrown.message : String(thrown);
}
