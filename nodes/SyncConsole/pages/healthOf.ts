import { BatchSyncError } from '../../../src/errors';
import { checkHealth, type HealthReport } from '../../../src/health';
import type { Database } from '../../../src/postgres';
import type { ConsoleSettings } from '../settings';
import type { Visit } from '../visit';

/** How a pair is doing, by what the database knows: OpenProject is not asked, since a page is looked at often. */
export async function healthOf(database: Database, settings: ConsoleSettings, pair: string): Promise<HealthReport> {
	return await checkHealth({ database, schema: settings.schema }, { name: pair, compare: 'none', thresholds: { goodRunWarningMs: settings.degradedAfterMs, goodRunCriticalMs: settings.criticalAfterMs } });
}

/** The same for a page, which is there though health cannot be told. */
export async function healthForPage({ database, settings, log }: Visit, pair: string): Promise<{ readonly health: HealthReport | null; readonly healthProblem: string | null }> {
	try {
		return { health: await healthOf(database, settings, pair), healthProblem: null };
	} catch (thrown) {
		log(thrown);
		return { health: null, healthProblem: thrown instanceof BatchSyncError ? thrown.message : "n8n's log says why." };
	}
}
