import type { ICredentialDataDecryptedObject, SSHCredentials, SSHTunnelFunctions } from 'n8n-workflow';
import { connectionFromCredential, type ConnectionSettings, type Database, type PostgresCredential } from '../../src/postgres';
import { sshTunnel } from './sshTunnel';

/** What opening the database needs of n8n, in a running node as in a drop-down list. */
export interface CredentialContext {
	getCredentials<T extends object = ICredentialDataDecryptedObject>(type: string, itemIndex?: number): Promise<T>;
	readonly helpers: SSHTunnelFunctions;
}

/** The database of n8n's Postgres credential, through its SSH tunnel where it has one. To be closed by the caller. */
export async function openLocal(context: CredentialContext, openDatabase: (settings: ConnectionSettings) => Promise<Database>, itemIndex?: number): Promise<Database> {
	const credential = await context.getCredentials<PostgresCredential>('postgres', itemIndex);
	// Without a tunnel the SSH fields are absent, and nothing asks for them.
	const openTunnel = sshTunnel(context.helpers, credential as unknown as SSHCredentials);
	return await openDatabase(connectionFromCredential(credential, { openTunnel }));
}
