import { ConfigurationError } from '../errors';
import { DEFAULT_PORT, type ConnectionSettings, type Target, type TlsMode, type Tunnel } from './connection';

/** The fields of n8n's built-in credential `postgres`. Those of the SSH tunnel are for the one who opens it. */
export interface PostgresCredential {
	readonly host?: string;
	readonly port?: number | string;
	readonly database?: string;
	readonly user?: string;
	readonly password?: string;
	readonly maxConnections?: number | string;
	/** 'Ignore SSL Issues': TLS without looking at the certificate, whatever `ssl` says (n8n hides it then). */
	readonly allowUnauthorizedCerts?: boolean;
	readonly ssl?: 'allow' | 'disable' | 'require' | (string & {});
	readonly sshTunnel?: boolean;
}

export interface CredentialOptions {
	/**
	 * Opens the SSH tunnel to the database (`tunnelThrough` with n8n's SSH client does). Called only where the credential
	 * asks for a tunnel. Without it host and port are taken to be reachable as they are.
	 */
	readonly openTunnel?: (target: Target) => Promise<Tunnel>;
}

/**
 * Connection settings from n8n's `postgres` credential, understood as n8n's own Postgres node does: 'Allow' and
 * 'Require' both mean TLS with a certificate this machine trusts, 'Disable' means none.
 */
export function connectionFromCredential(credential: PostgresCredential, options: CredentialOptions = {}): ConnectionSettings {
	return {
		host: filled(credential.host, 'Host'),
		port: wholeNumber(credential.port, 'Port', DEFAULT_PORT, 65_535),
		database: filled(credential.database, 'Database'),
		user: filled(credential.user, 'User'),
		password: credential.password ?? '',
		tls: tlsModeOf(credential),
		maxConnections: wholeNumber(credential.maxConnections, 'Maximum Number of Connections', 100, 10_000),
		...(credential.sshTunnel === true && options.openTunnel !== undefined ? { openTunnel: options.openTunnel } : {}),
	};
}

function tlsModeOf(credential: PostgresCredential): TlsMode {
	if (credential.allowUnauthorizedCerts === true) return 'encrypt';
	return credential.ssl === undefined || credential.ssl === 'disable' || credential.ssl === '' ? 'off' : 'verify_full';
}

function filled(value: string | undefined, field: string): string {
	const text = value?.trim() ?? '';
	if (text === '') throw new ConfigurationError(`The PostgreSQL credential has no ${field}. Fill it in.`);
	return text;
}

function wholeNumber(value: number | string | undefined, field: string, fallback: number, most: number): number {
	if (value === undefined || value === '') return fallback;
	const number = Number(value);
	if (Number.isInteger(number) && number >= 1 && number <= most) return number;
	throw new ConfigurationError(`The PostgreSQL credential has '${value}' as ${field}. Give a whole number from 1 to ${most}.`);
}
