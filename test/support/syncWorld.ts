import { fetchHttp, openProjectRemote, systemClock } from '../../src/openproject';
import type { Clock, HttpPort } from '../../src/openproject';
import { compileMapping, flrtsPreset } from '../../src/mapping';
import { connectionFromUrl, openDatabase } from '../../src/postgres';
import type { Database } from '../../src/postgres';
import { defaultSettings, runSync } from '../../src/run';
import type { PairConfiguration, RemotePort, RunMode, RunRequest, RunResult, RunSettings } from '../../src/run';
import { startOpenProject } from '../../sandbox/openproject';
import type { OpenProjectServer, OpenProjectVersion } from '../../sandbox/openproject';
import { createTestDatabase } from './postgres';

/** The table of the default preset, small. */
export const flrtsTables = `
	create type task_status as enum ('To Do', 'In Progress', 'Done', 'Cancelled', 'Archived');
	create table personnel (id uuid primary key default gen_random_uuid(), full_name text not null, email text unique);
	create table openproject_user_mapping (personnel_id uuid not null unique references personnel, openproject_user_id integer not null unique, openproject_username text);
	create table tasks (
		id uuid primary key default gen_random_uuid(),
		task_id_display varchar(50) not null unique,
		task_title varchar(255) not null,
		task_description_detailed text,
		assigned_to_user_id uuid references personnel,
		created_by_user_id uuid references personnel,
		parent_task_id uuid references tasks on delete set null,
		due_date date,
		due_at timestamptz,
		priority varchar(50),
		status task_status not null default 'To Do',
		openproject_id integer,
		openproject_sync_status varchar(50) default 'pending',
		openproject_last_sync timestamptz,
		openproject_error text,
		created_at timestamptz not null default now(),
		updated_at timestamptz not null default now()
	);
	create function touch() returns trigger language plpgsql as $$ begin new.updated_at = now(); return new; end $$;
	create trigger tasks_touch before update on tasks for each row execute function touch();
`;

/** Both systems, real ones as far as the engine can tell, and a way to run a sync between them. */
export interface SyncWorld {
	readonly database: Database;
	readonly databaseUrl: string;
	readonly server: OpenProjectServer;
	/** The configuration a run takes unless told otherwise. */
	configuration: PairConfiguration;
	settings: RunSettings;
	remotePort(configuration?: PairConfiguration, http?: HttpPort, more?: { readonly clock?: Clock; readonly requestDeadlineMs?: number }): RemotePort;
	run(mode: RunMode, more?: Partial<RunRequest> & { readonly settings?: Partial<RunSettings>; readonly configuration?: PairConfiguration; readonly remote?: RemotePort; readonly signal?: AbortSignal; readonly clock?: Clock }): Promise<RunResult>;
	/** Runs SQL on the user's tables, as somebody else would. */
	sql<T = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<readonly T[]>;
	close(): Promise<void>;
}

/** Settings with times short enough for tests. */
export const quickSettings: RunSettings = { ...defaultSettings, leaseMs: 3000, heartbeatMs: 200, requestDeadlineMs: 1000, createMarginMs: 200, cadenceMs: 0, deadlineMs: 120_000 };

export function flrtsConfiguration(server: OpenProjectServer, change: Partial<PairConfiguration> = {}): PairConfiguration {
	const preset = flrtsPreset({ timeZone: 'America/New_York' });
	return {
		...preset,
		name: 'flrts',
		local: { schema: 'public', table: 'tasks', key: ['id'], editedAt: 'updated_at' },
		remote: { project: server.projectIdentifier, type: 'Task', provenanceField: 'FLRTS ID' },
		direction: 'both',
		...change,
	} as PairConfiguration;
}

/** A database with the FLRTS tables, a stand-in server, nothing in either. */
export async function createSyncWorld(options: { readonly tables?: string; readonly version?: OpenProjectVersion; /** As for CREATE DATABASE. */ readonly database?: string } = {}): Promise<SyncWorld> {
	const testDatabase = await createTestDatabase(options.database);
	const database = await openDatabase(connectionFromUrl(testDatabase.url));
	for (const statement of [options.tables ?? flrtsTables]) await database.transaction((tx) => tx.execute({ text: statement }), { rolePath: true });
	const server = await startOpenProject(options.version === undefined ? {} : { version: options.version });
	const world: SyncWorld = {
		database,
		databaseUrl: testDatabase.url,
		server,
		configuration: flrtsConfiguration(server),
		settings: quickSettings,
		remotePort(configuration = world.configuration, http = fetchHttp({ baseUrl: server.url, apiKey: server.apiKey }), more = {}) {
			const mapping = compileMapping(configuration.fields, { policies: configuration.policies });
			return openProjectRemote({ http, clock: fastClock(), baseUrl: server.url, scope: configuration.remote, properties: mapping.remoteProperties, requestDeadlineMs: world.settings.requestDeadlineMs, ...more });
		},
		async run(mode, more = {}) {
			const { settings, configuration = world.configuration, remote, signal, clock, ...request } = more;
			return await runSync(
				{ database, remote: remote ?? world.remotePort(configuration), clock: clock ?? systemClock(), schema: 'batch_sync', ...(signal === undefined ? {} : { signal }) },
				configuration,
				{ ...world.settings, ...settings },
				{ mode, trigger: 'test', startedBy: 'test', ...request },
				{ allowSetUp: true },
			);
		},
		async sql<T>(text: string, values: readonly unknown[] = []) {
			return await database.transaction((tx) => tx.query<T>({ text, values }), { rolePath: true });
		},
		async close() {
			await database.close();
			await server.close();
			await testDatabase.drop();
		},
	};
	return world;
}

/** Real time, but pauses between retries are a hundredth as long. */
export function fastClock(): Clock {
	const clock = systemClock();
	return { ...clock, now: () => clock.now(), monotonic: () => clock.monotonic(), random: () => clock.random(), sleep: (ms, wake) => clock.sleep(ms / 100, wake) };
}
