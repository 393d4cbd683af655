import type { CredentialJson } from './n8n/importIntoN8n';

const IDS = { postgres: 'sandboxPostgres0', openProject: 'sandboxOpenProj0' } as const;

/** The two credentials of the workflow, in n8n's form, under the names the workflow gives them. */
export function credentialsFor(systems: { readonly databaseUrl: string; readonly openProjectUrl: string; readonly openProjectKey: string }): readonly [CredentialJson, CredentialJson] {
	return [
		{ id: IDS.postgres, name: 'FLRTS PostgreSQL', type: 'postgres', data: postgresDataOf(systems.databaseUrl) },
		{ id: IDS.openProject, name: 'OpenProject', type: 'batchSyncOpenProjectApi', data: { baseUrl: systems.openProjectUrl, apiKey: systems.openProjectKey } },
	];
}

/** A connection URL as the fields of n8n's `postgres` credential. */
export function postgresDataOf(databaseUrl: string): Readonly<Record<string, unknown>> {
	const url = new URL(databaseUrl);
	const user = decodeURIComponent(url.username);
	return {
		// IPv6 addresses stand in brackets in a URL, and nowhere else.
		host: url.hostname.replace(/^\[|\]$/g, ''),
		port: url.port === '' ? 5432 : Number(url.port),
		database: url.pathname.length > 1 ? decodeURIComponent(url.pathname.slice(1)) : user,
		user,
		password: decodeURIComponent(url.password),
		maxConnections: 10,
		...sslOf(url.searchParams.get('sslmode')),
		sshTunnel: false,
	};
}

/** libpq's sslmode in n8n's words; like libpq, `require` encrypts without asking who it is. */
function sslOf(mode: string | null): Readonly<Record<string, unknown>> {
	switch (mode) {
		case null:
		case 'disable':
			return { ssl: 'disable', allowUnauthorizedCerts: false };
		case 'allow':
		case 'prefer':
			return { ssl: 'allow', allowUnauthorizedCerts: false };
		case 'require':
		case 'no-verify':
			return { ssl: 'require', allowUnauthorizedCerts: true };
		case 'verify-ca':
		case 'verify-full':
			return { ssl: 'require', allowUnauthorizedCerts: false };
		default:
			throw new Error(`--database-url asks for sslmode '${mode}'. Use disable, prefer, require or verify-full.`);
	}
}
