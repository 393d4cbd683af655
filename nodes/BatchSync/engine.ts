import type { ConnectionSettings, Database } from '../../src/postgres';
import type { CancelRun, GetRun, ReadConfiguration, RunSync, SetUp } from '../../src/run';

/** The engine's operations as the node calls them, and the way it opens its database: the seam at which tests put an engine of their own. */
export interface SyncEngine {
	readonly runSync: RunSync;
	readonly setUp: SetUp;
	readonly getRun: GetRun;
	readonly cancelRun: CancelRun;
	readonly readConfiguration: ReadConfiguration;
	readonly openDatabase: (settings: ConnectionSettings) => Promise<Database>;
}
