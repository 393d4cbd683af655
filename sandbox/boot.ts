import type { SandboxOptions } from './args';
import { bootN8n } from './bootN8n';
import { buildPackage } from './buildPackage';
import { startEmbeddedSystems } from './embeddedSystems';
import { findOrInstallHost, type N8nHost } from './n8n/host';
import type { Owner } from './n8n/rest';
import type { N8nServer } from './n8n/server';
import { readWorkflow, shippedWorkflow, syncNodesOf } from './n8n/workflow';
import { connectOwnSystems } from './ownSystems';
import { startPostgres, type RunningPostgres } from './postgresServer';
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
	isActive(): Promise<boolean>;
}

/** Starts everything. What was started is in `boot.started` at every moment, so that it can be ended whenever this fails. */
export async function bootSandbox(boot: Boot): Promise<Sandbox> {
	const { say } = boot;
	// First, since it is quick to say that these do not answer, and slow to install n8n.
	const own = await connectOwn(boot);
	boot.signal.throwIfAborted();
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
	const systems = own ?? (await startEmbeddedSystems(boot, postgres, syncNodesOf(await readWorkflow(shippedWorkflow(boot.checkout))).project));
	boot.signal.throwIfAborted();
	return await bootN8n(boot, host, postgres, systems);
}

async function connectOwn(boot: Boot): Promise<Systems | null> {
	const { own } = boot.options;
	if (own === null) return null;
	const systems = await connectOwnSystems(own);
	boot.say(`syncing public.tasks in ${new URL(own.databaseUrl).host} with the project '${own.openProjectProject}' in ${own.openProjectUrl}`);
	// Nothing of theirs lives here; n8n's own data is safe in PostgreSQL.
	boot.started.add('the state', async () => await boot.state.keep({ endedCleanly: true }));
	return systems;
}
