import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Boot, Sandbox } from './boot';
import { credentialsFor } from './credentials';
import { ensureDatabase } from './databases';
import { activateWorkflow, isWorkflowActive } from './n8n/activate';
import { n8nEnvironment } from './n8n/environment';
import type { N8nHost } from './n8n/host';
import { importCredentials, importWorkflows, type Import } from './n8n/importIntoN8n';
import { linkPackage } from './n8n/loadPackage';
import { N8nRest, type Owner } from './n8n/rest';
import { startN8n } from './n8n/server';
import { prepareWorkflow, readWorkflow, shippedWorkflow, syncNodesOf } from './n8n/workflow';
import { anyFreePort, nextFreePort } from './ports';
import { DATABASES, type RunningPostgres } from './postgresServer';
import type { Systems } from './systems';

const WORKFLOW_ID = 'flrtsOpenProject';
const OWNER_EMAIL = 'sandbox@example.com';
/** n8n's task runner connects to a broker on a port of its own, by default the one after n8n's. */
const FIRST_BROKER_PORT = 5679;

/** n8n with the package, credentials, owner and workflow in it, up and signed in to. */
export async function bootN8n(boot: Boot, host: N8nHost, postgres: RunningPostgres, systems: Systems): Promise<Sandbox> {
	const { state, signal, say } = boot;
	await ensureDatabase(postgres.url, DATABASES.n8n);
	const userFolder = join(state.folder, 'n8n');
	await linkPackage(userFolder, boot.checkout);
	const common = { userFolder, encryptionKey: state.kept.encryptionKey, database: { ...postgres, name: DATABASES.n8n } };
	await fillN8n(boot, { host, env: n8nEnvironment({ ...common, port: await anyFreePort(), brokerPort: await anyFreePort() }, host, process.env), folder: state.folder, signal }, systems);
	const port = await nextFreePort(boot.options.port);
	if (port !== boot.options.port) say(`port ${boot.options.port} is taken; n8n gets ${port}`);
	const env = n8nEnvironment({ ...common, port, brokerPort: await nextFreePort(FIRST_BROKER_PORT, [port]) }, host, process.env);
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
async function fillN8n(boot: Boot, target: Import, systems: Systems): Promise<void> {
	const { state } = boot;
	const credentials = credentialsFor({ databaseUrl: systems.syncDatabaseUrl, openProjectUrl: systems.openProject.url, openProjectKey: systems.openProject.key });
	const sum = createHash('sha256').update(JSON.stringify(credentials)).digest('hex');
	if (state.kept.importedCredentials !== sum) {
		await importCredentials(target, credentials);
		await state.keep({ importedCredentials: sum });
	}
	if (state.kept.hasWorkflow) return;
	const byType = Object.fromEntries(credentials.map(({ id, name, type }) => [type, { id, name }]));
	const shipped = await readWorkflow(shippedWorkflow(boot.checkout));
	await importWorkflows(target, [prepareWorkflow(shipped, { id: WORKFLOW_ID, credentials: byType, project: boot.options.own?.openProjectProject })]);
	await state.keep({ hasWorkflow: true });
	boot.say('n8n has the credentials and the workflow');
}

async function sandboxOf(
	boot: Boot,
	up: { readonly server: Sandbox['n8n']; readonly url: string; readonly owner: Owner; readonly rest: N8nRest; readonly systems: Systems },
): Promise<Sandbox> {
	const shipped = await readWorkflow(shippedWorkflow(boot.checkout));
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
		isActive: async () => await isWorkflowActive(up.rest, WORKFLOW_ID),
	};
}
