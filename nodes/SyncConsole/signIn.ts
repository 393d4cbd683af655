import { createHash } from 'node:crypto';
import type { IWebhookFunctions } from 'n8n-workflow';
import type { PostgresCredential } from '../../src/postgres';
import { valuesOf, type Values } from '../n8n/values';
import { authenticate, secretOf, type Authentication, type AuthenticationResult } from './authenticate/authenticate';
import type { ConsoleSettings } from './settings';
import { slowly, type Sender } from './slowGuesses';

const CREDENTIALS: Readonly<Record<Exclude<Authentication, 'none'>, string>> = { basicAuth: 'httpBasicAuth', headerAuth: 'httpHeaderAuth', jwtAuth: 'jwtAuth' };

/** The credential people sign in with; null where none is picked. */
export async function signInCredential(context: IWebhookFunctions, { authentication }: ConsoleSettings): Promise<Values | null> {
	if (authentication === 'none') return null;
	try {
		return valuesOf(await context.getCredentials(CREDENTIALS[authentication]));
	} catch (error) {
		context.logger.warn(`Sync Console: the credential for its authentication could not be read: ${error instanceof Error ? error.message : String(error)}`);
		return null;
	}
}

/** Who sent a request. Guessing is slowed down. */
export function whoAsks(context: IWebhookFunctions, settings: ConsoleSettings, credential: Values | null, sender: Sender, nowMs: number): AuthenticationResult {
	const { authentication, allowsAnybody, userHeader } = settings;
	return slowly(`${context.getWorkflow().id} ${context.getNode().id}`, { settings, credential, sender, nowMs }, () => authenticate({ authentication, credential, headers: sender.headers, allowsAnybody, userHeader, nowMs }));
}

/** What signs the pages' tokens: made of what only the server has, so that all processes of n8n agree and a new password ends every form. */
export function signingKey(context: IWebhookFunctions, { authentication }: ConsoleSettings, credential: Values | null, postgres: PostgresCredential): string {
	const node = context.getNode();
	const parts = [context.getWorkflow().id, node.id, node.webhookId, secretOf(authentication, credential), postgres.host, postgres.database, postgres.user, postgres.password];
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
