import type { IWebhookFunctions } from 'n8n-workflow';
import { readMenu } from '../../../src/console/read/readMenu';
import { BatchSyncError, ConfigurationError } from '../../../src/errors';
import type { HealthReport } from '../../../src/health';
import { json, type Answer } from '../answer';
import { openConsole, postgresCredentialOf } from '../openConsole';
import type { ConsoleSettings } from '../settings';
import { healthOf } from './healthOf';

const ORDER = ['healthy', 'degraded', 'critical'] as const;

/** Health for programs: 200 where nothing is critical, 503 where something is or the database cannot be asked. `pair`: of one only. */
export async function showHealth(context: IWebhookFunctions, settings: ConsoleSettings, query: URLSearchParams): Promise<Answer> {
	try {
		const database = await openConsole(await postgresCredentialOf(context));
		try {
			const asked = query.get('pair');
			const menu = await readMenu(database, settings.schema, settings.pairs);
			const names = menu.map(({ name }) => name).filter((name) => asked === null || name === asked);
			if (asked !== null && names.length === 0) return json({ state: 'unknown', message: `There is no pair '${asked}' here.`, pairs: [] }, 404);
			const pairs: HealthReport[] = [];
			for (const name of names) pairs.push(await healthOf(database, settings, name));
			return overall(pairs);
		} finally {
			await database.close();
		}
	} catch (thrown) {
		context.logger.error(`Sync Console: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
		return json({ state: 'critical', message: thrown instanceof BatchSyncError ? thrown.message : "Health could not be told. n8n's log says why.", pairs: [] }, thrown instanceof ConfigurationError ? 500 : 503);
	}
}

function overall(pairs: readonly HealthReport[]): Answer {
	if (pairs.length === 0) return json({ state: 'unknown', message: 'There is no pair yet. One appears with the first run of Batch Sync.', pairs }, 503);
	const state = ORDER[Math.max(...pairs.map((pair) => ORDER.indexOf(pair.state)))] ?? 'critical';
	return json({ state, message: pairs.map(({ message }) => message).join(' '), pairs }, state === 'critical' ? 503 : 200);
}
