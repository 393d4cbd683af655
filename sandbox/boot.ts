import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { SandboxOptions } from './args';
import { buildPackage } from './buildPackage';
import { credentialsFor } from './credentials';
import { ensureDatabase } from './databases';
import { startEmbeddedSystems } from './embeddedSystems';
import { activateWorkflow } from './n8n/activate';
import { n8nEnvironment } from './n8n/environment';
import { findOrInstallHost, type N8nHost } from './n8n/host';
import { importCredentials, importWorkflows } from './n8n/importIntoN8n';
import { linkPackage } from './n8n/loadPackage';
import { N8nRest, type Owner } from './n8n/rest';
import { startN8n, type N8nServer } from './n8n/server';
import { prepareWorkflow, readWorkflow, syncNodesOf } from './n8n/workflow';
import { connectOwnSystems } from './ownSystems';
import { anyFreePort, nextFreePort } from './ports';
import { DATABASES, startPostgres, type RunningPostgres } from './postgresServer';
import type { Started } from './processes/started';
import { together } from './processes/together';
import type { SandboxState } from './state';
import type { SyncStart } from './syncRuns';
import type { Systems } from './systems';

/** What a boot works with. */
export interface Boot {
	readonly options: SandboxOptions;
	readonly checkout: string;
	readonly state: SandboxState;
	readonly started: Started;
	readonly signal: AbortSignal;
	readonly say: (...lines: readonly string[]) => void;
}

/** Everything up, nothing synced yet. */
export interface Sandbox {
	readonly n8n: N8nServer & { readonly version: string };
	readonly owner: Owner;
	readonly systems: Systems;
	/** Where in n8n the workflow is. */
	readonly workflowUrl: string;
	/** Time zone in which the workflow lets due times fall on days. */
	readonly timeZone: string;
	readonly full: SyncStart;
	readonly incremental: SyncStart;
	/** Switches the schedule on. */
	activate(): Promise<void>;
}

const WORKFLOW_ID = 'flrtsOpenProject';
const OWNER_EMAIL = 'sandbox@example.com';
/** n8n's task runner connects to a broker on a port of its own, by default the one after n8n's. */
const FIRST_BROKER_PORT = 5679;

/** Starts everything. What was started is in `boot.started` at every moment, so that it can be ended whenever this fails. */
export async function bootSandbox(boot: Boot): Promise<Sandbox> {
	const { say } = boot;
	const [, host, postgres] = await together<[void, N8nHost, RunningPostgres]>(boot.signal, [
		async (signal) => {
			await buildPackage(boot.checkout, signal);
			say('the package is built');
		},
		async (signal) => {
			const host = await findOrInstallHost({ say, signal });
			say(`n8n ${host.version} from ${host.origin}`);
			return host;
		},
		async () => await startPostgres(boot),
	]);
	boot.signal.throwIfAborted();
	const systems = await systemsFor(boot, postgres);
	boot.signal.throwIfAborted();
	return await bootN8n(boot, host, postgres, systems);
}

async function systemsFor(boot: Boot, postgres: RunningPostgres): Promise<Systems> {
	const { own } = boot.options;
	if (own === null) return await startEmbeddedSystems(boot, postgres, syncNodesOf(await readWorkflow(shippedWorkflow(boot))).project);
	const systems = await connectOwnSystems(own);
	boot.say(`syncing public.tasks in ${new URL(own.databaseUrl).host} with the project '${own.openProjectProject}' in ${own.openProjectUrl}`);
	// Nothing of theirs lives here; n8n's own data is safe in PostgreSQL.
	boot.started.add('the state', async () => await boot.state.keep({ endedCleanly: true }));
	return systems;
}

async function bootN8n(boot: Boot, host: N8nHost, postgres: RunningPostgres, systems: Systems): Promise<Sandbox> {
	const { state, signal, say } = boot;
	await ensureDatabase(postgres.url, DATABASES.n8n);
	const userFolder = join(state.folder, 'n8n');
	await linkPackage(userFolder, boot.checkout);
	const port = await nextFreePort(boot.options.port);
	if (port !== boot.options.port) say(`port ${boot.options.port} is taken; n8n gets ${port}`);
	const brokerPort = await nextFreePort(FIRST_BROKER_PORT, [port]);
	const settings = { userFolder, encryptionKey: state.kept.encryptionKey, port, brokerPort, database: { ...postgres, name: DATABASES.n8n } };
	const env = n8nEnvironment(settings, host, process.env);
	await fillN8n(boot, { ...env, N8N_PORT: String(await anyFreePort()), N8N_RUNNERS_BROKER_PORT: String(await anyFreePort()) }, host, systems);
	const url = `http://127.0.0.1:${port}`;
	const logFile = join(state.folder, 'n8n.log');
	const server = await startN8n({ host, env, url, logFile, signal, onProcess: (stop) => boot.started.add('n8n', stop) });
	say(`n8n is up at ${url}`);
	const owner = { email: OWNER_EMAIL, password: state.kept.ownerPassword };
	const rest = new N8nRest(url, signal);
	await rest.signIn(owner);
	return await sandboxOf(boot, { server: { ...server, version: host.version }, url, owner, rest, systems });
}

/** Credentials whenever they changed; the workflow only once, so that what the user changed of it stays. */
async function fillN8n(boot: Boot, env: NodeJS.ProcessEnv, host: N8nHost, systems: Systems): Promise<void> {
	const { state, signal } = boot;
	const target = { host, env, folder: state.folder, signal };
	const credentials = credentialsFor({ databaseUrl: systems.syncDatabaseUrl, openProjectUrl: systems.openProject.url, openProjectKey: systems.openProject.key });
	const sum = createHash('sha256').update(JSON.stringify(credentials)).digest('hex');
	if (state.kept.importedCredentials !== sum) {
		await importCredentials(target, credentials);
		await state.keep({ importedCredentials: sum });
	}
	if (state.kept.hasWorkflow) return;
	const byType = Object.fromEntries(credentials.map(({ id, name, type }) => [type, { id, name }]));
	const shipped = await readWorkflow(shippedWorkflow(boot));
	await importWorkflows(target, [prepareWorkflow(shipped, { id: WORKFLOW_ID, credentials: byType, project: boot.options.own?.openProjectProject })]);
	await state.keep({ hasWorkflow: true });
	boot.say('n8n has the credentials and the workflow');
}

async function sandboxOf(
	boot: Boot,
	up: { readonly server: Sandbox['n8n']; readonly url: string; readonly owner: Owner; readonly rest: N8nRest; readonly systems: Systems },
): Promise<Sandbox> {
	const shipped = await readWorkflow(shippedWorkflow(boot));
	const nodes = syncNodesOf(shipped);
	const start = { rest: up.rest, workflowId: WORKFLOW_ID, node: nodes.sync, signal: boot.signal };
	return {
		n8n: up.server,
		owner: up.owner,
		systems: up.systems,
		workflowUrl: `${up.url}/workflow/${WORKFLOW_ID}`,
		timeZone: nodes.timeZone,
		full: { ...start, trigger: nodes.full },
		incremental: { ...start, trigger: nodes.incremental },
		activate: async () => await activateWorkflow(up.rest, WORKFLOW_ID),
	};
}

function shippedWorkflow(boot: Boot): string {
	return join(boot.checkout, 'workflows', 'flrts-openproject-sync.json');
}
