import type { IWebhookFunctions } from 'n8n-workflow';
import { ConfigurationError } from '../../src/errors';
import { connectionFromCredential, openKeptDatabase, withPatience, type Database, type PostgresCredential } from '../../src/postgres';

/** Connections a page needs; n8n's credential allows many more. */
const MOST_CONNECTIONS = 4;

/** How long a page waits for a lock: whoever looks at it is to hear that something hangs, not to wait for it. */
const LOCK_MS = 1000;

/** The credential of the database, for reading pages and for signing forms. */
export async function postgresCredentialOf(context: IWebhookFunctions): Promise<PostgresCredential> {
	return await context.getCredentials<PostgresCredential>('postgres');
}

/** Opens the database of the credential; to be closed by the caller. n8n gives webhooks no SSH client. */
export async function openConsole(credential: PostgresCredential): Promise<Database> {
	if (credential.sshTunnel === true) throw new ConfigurationError('The PostgreSQL credential uses an SSH tunnel, and n8n gives webhooks no SSH client. Give the Sync Console a credential that reaches the database directly.');
	return withPatience(await openKeptDatabase({ ...connectionFromCredential(credential), maxConnections: MOST_CONNECTIONS }), { lockMs: LOCK_MS });
}
