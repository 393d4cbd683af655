import { createSyncWorld, type SyncWorld } from '../../support/syncWorld';
import { TEST_SERVER_URL } from '../../support/testServer';
import { DurablePostgres } from './durablePostgres';
import { EngineProcess } from './engineProcess';

/** What can be killed: a PostgreSQL and a process of the engine, for all rounds. */
export class Arena {
	private constructor(readonly postgres: DurablePostgres, private held: EngineProcess) {}

	static async open(flags: readonly string[] = [], settings: Readonly<Record<string, string>> = {}): Promise<Arena> {
		const postgres = await DurablePostgres.start(settings);
		try {
			return new Arena(postgres, await EngineProcess.start(flags));
		} catch (error) {
			await postgres.close();
			throw error;
		}
	}

	get engine(): EngineProcess {
		return this.held;
	}

	/** Another process in the stead of one that was killed. */
	async restartEngine(): Promise<void> {
		await this.held.kill();
		this.held = await EngineProcess.start();
	}

	/** An empty database on this server, and a stand-in with nothing in it. */
	async createWorld(): Promise<SyncWorld> {
		process.env[TEST_SERVER_URL] = this.postgres.url;
		const world = await createSyncWorld();
		const { deletePolicy } = world.configuration;
		world.configuration = { ...world.configuration, deletePolicy: { ...deletePolicy, local: { effect: 'delete' } } };
		// These people delete more than a team would: the guards are not what this is about.
		world.settings = { ...world.settings, guards: { maxDeletes: 100_000, maxDeletePercent: 100, maxChangePercent: 1000, letThrough: ['both_populated', 'empty_side'] } };
		return world;
	}

	async close(): Promise<void> {
		await this.held.kill();
		await this.postgres.close();
	}
}
