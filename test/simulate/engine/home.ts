import { Client } from 'pg';
import { compileMapping, flrtsPreset } from '../../../src/mapping';
import { fetchHttp, openProjectRemote, systemClock } from '../../../src/openproject';
import { connectionFromUrl, openDatabase } from '../../../src/postgres';
import type { Database } from '../../../src/postgres';
import { defaultSettings, setUp } from '../../../src/run';
import type { PairConfiguration } from '../../../src/run';
import { startOpenProject } from '../../../sandbox/openproject';
import { createTestDatabase } from '../../support/postgres';
import { flrtsTables } from '../../support/syncWorld';
import { leastPrivilege } from '../../support/leastPrivilege';
import { layGround, PLAIN_GROUND } from './grounds';
import type { Ground } from './grounds';
import { simSchema, simTriggers } from './simSchema';

/** A database that serves seed after seed: made once, emptied before each. */
export interface Home {
	/** As the users of the tables, who may do anything. */
	readonly admin: Client;
	/** A second session of theirs, for transactions that stay open. */
	readonly slow: Client;
	/** As the engine, with the smallest rights that work; one for each engine that can live at a time. */
	readonly engines: readonly Database[];
	/** As the owner of everything. */
	readonly owner: Database;
	readonly role: string;
	readonly ground: Ground;
	empty(): Promise<void>;
	close(): Promise<void>;
}

const CATALOG = ['pg_class', 'pg_attribute', 'pg_type', 'pg_depend', 'pg_index', 'pg_attrdef', 'pg_constraint', 'pg_statistic', 'pg_shdepend'];
const VACUUM_EVERY = 4;

/** Engines that may be alive at a time, paused ones included. */
const ENGINES = 3;

export function simConfiguration(project: string): PairConfiguration {
	return {
		...flrtsPreset({ timeZone: 'America/New_York' }),
		name: 'flrts',
		local: { schema: 'public', table: 'tasks', key: ['id'], editedAt: 'updated_at' },
		remote: { project, type: 'Task', provenanceField: 'FLRTS ID' },
		direction: 'both',
	};
}

export async function createHome(ground: Ground = PLAIN_GROUND): Promise<Home> {
	const database = await createTestDatabase(ground.database);
	const admin = new Client({ connectionString: database.url });
	const slow = new Client({ connectionString: database.url });
	await admin.connect();
	await admin.query(flrtsTables);
	await admin.query(layGround(ground));
	await admin.query(simSchema(ground));
	await admin.query(`alter database ${database.name} set search_path = sim, pg_catalog, public`);
	await admin.query(`set search_path = sim, pg_catalog, public; set lock_timeout = '30ms'`);
	await slow.connect();
	const role = `engine_${database.name}`;
	await makeTables(database.url);
	await admin.query(simTriggers);
	await admin.query(`create role ${role} login password '${role}'; grant usage on schema sim to ${role}; grant select on sim.clock to ${role}`);
	// Waits for a lock take real time: as short as can be, since whoever holds one holds it for minutes of the simulation.
	await admin.query(`alter role ${role} set lock_timeout = '20ms'`);
	for (const statement of leastPrivilege({ role, deletesRows: true })) await admin.query(statement);
	const url = new URL(database.url);
	Object.assign(url, { username: role, password: role });
	const engines = await Promise.all(Array.from({ length: ENGINES }, () => openDatabase(connectionFromUrl(url.href))));
	const { rows } = await admin.query<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'batch_sync' and tablename <> 'migration' or tablename in ('tasks', 'personnel', 'openproject_user_mapping', 'history')`);
	const owner = await openDatabase(connectionFromUrl(database.url));
	let seeds = 0;
	return {
		admin,
		slow,
		engines,
		owner,
		role,
		ground,
		async empty() {
			seeds += 1;
			// Temporary tables and emptied ones leave dead rows in the catalog, which every statement has to read past.
			if (seeds % VACUUM_EVERY === 0) for (const table of CATALOG) await admin.query(`vacuum pg_catalog.${table}`);
			await slow.query('rollback');
			await admin.query(`alter table tasks disable row level security; truncate ${rows.map((row) => row.name).join(', ')} restart identity cascade; select setval('sim.row', 1), setval('sim.mood', 0)`);
		},
		async close() {
			await Promise.all([owner, ...engines].map((engine) => engine.close()));
			await admin.query(`drop owned by ${role}`);
			await admin.query(`drop role ${role}`);
			await admin.end();
			await slow.end();
			await database.drop();
		},
	};
}

/** The package's tables, made by their owner as Set Up makes them. */
async function makeTables(url: string): Promise<void> {
	const owner = await openDatabase(connectionFromUrl(url));
	const server = await startOpenProject({});
	const http = fetchHttp({ baseUrl: server.url, apiKey: server.apiKey });
	const configuration = simConfiguration(server.projectIdentifier);
	const remote = openProjectRemote({ http, clock: systemClock(), baseUrl: server.url, scope: configuration.remote, properties: compileMapping(configuration.fields, { policies: configuration.policies }).remoteProperties, requestDeadlineMs: defaultSettings.requestDeadlineMs });
	await setUp({ database: owner, remote, clock: systemClock(), schema: 'batch_sync' }, configuration);
	http.close();
	await server.close();
	await owner.close();
}
