import { delimiter, join } from 'node:path';
import type { N8nHost } from './host';

/** What n8n needs to know of the sandbox. */
export interface N8nSettings {
	/** Folder in which n8n makes its `.n8n`. */
	readonly userFolder: string;
	readonly encryptionKey: string;
	readonly port: number;
	/** Port of the broker that n8n's task runner connects to. */
	readonly brokerPort: number;
	/** n8n's own database. */
	readonly database: { readonly host: string; readonly port: number; readonly name: string; readonly user: string; readonly password: string };
}

/** Settings of another n8n on this machine, or of what runs us, that must not reach ours. */
const NOT_INHERITED = /^(N8N_|DB_|EXECUTIONS_|QUEUE_|CREDENTIALS_|WEBHOOK_|GENERIC_|CODE_|NODES_|NODE_FUNCTION_|NODE_OPTIONS$|NODE_ENV$|PORT$|npm_)/;

/**
 * The environment of every n8n process of the sandbox: on 127.0.0.1 alone, talking to nobody outside, its data in the
 * embedded PostgreSQL (which spares a compiler for SQLite).
 */
export function n8nEnvironment(settings: N8nSettings, host: Pick<N8nHost, 'nodeFolder'>, inherited: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const kept = Object.fromEntries(Object.entries(inherited).filter(([name]) => !NOT_INHERITED.test(name)));
	return { ...kept, ...pathOf(host, inherited), ...proxyExceptions(inherited), ...nodeOptions(inherited), ...localAndQuiet(settings), ...databaseOf(settings) };
}

function localAndQuiet(settings: N8nSettings): NodeJS.ProcessEnv {
	return {
		N8N_USER_FOLDER: settings.userFolder,
		N8N_ENCRYPTION_KEY: settings.encryptionKey,
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(settings.port),
		N8N_PROTOCOL: 'http',
		N8N_SECURE_COOKIE: 'false',
		N8N_RUNNERS_BROKER_PORT: String(settings.brokerPort),
		N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '8',
		N8N_LOG_LEVEL: 'info',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_DISABLED_MODULES: 'mcp-registry',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
	};
}

function databaseOf({ database }: N8nSettings): NodeJS.ProcessEnv {
	return {
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: database.host,
		DB_POSTGRESDB_PORT: String(database.port),
		DB_POSTGRESDB_DATABASE: database.name,
		DB_POSTGRESDB_USER: database.user,
		DB_POSTGRESDB_PASSWORD: database.password,
	};
}

/** Flags for the Node that runs n8n, e.g. --max-old-space-size=600: with its default limit V8 lets garbage lie for long, and memory says little. */
const NODE_FLAGS = 'SANDBOX_N8N_NODE_FLAGS';

/** By way of the environment, since an n8n on PATH is started by a script of its own. */
function nodeOptions(inherited: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	// In NODE_OPTIONS a backslash escapes.
	const guard = join(__dirname, 'endWithParent.cjs').replace(/\\/g, '\\\\');
	return { NODE_OPTIONS: [`--require "${guard}"`, inherited[NODE_FLAGS] ?? ''].join(' ').trim() };
}

function pathOf(host: Pick<N8nHost, 'nodeFolder'>, inherited: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	return host.nodeFolder === null ? {} : { PATH: `${host.nodeFolder}${delimiter}${inherited['PATH'] ?? ''}` };
}

/** Where a proxy is set, the stand-in on 127.0.0.1 must not be looked for behind it. */
function proxyExceptions(inherited: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const present = inherited['NO_PROXY'] ?? inherited['no_proxy'];
	const exceptions = ['127.0.0.1', 'localhost', ...(present === undefined || present === '' ? [] : [present])].join(',');
	return { NO_PROXY: exceptions, no_proxy: exceptions };
}
