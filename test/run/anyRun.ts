import { openProjectRemote, fetchHttp, systemClock } from '../../src/openproject';
import { compileMapping } from '../../src/mapping';
import type { GuardName } from '../../src/plan';
import type { Database } from '../../src/postgres';
import { runSync } from '../../src/run';
import type { PairConfiguration, RemotePort, RunMode, RunResult } from '../../src/run';
import { fastClock } from '../support/syncWorld';
import type { SyncWorld } from '../support/syncWorld';

/** A full sync (or another mode) over another connection to the database, with another OpenProject, or of another pair. */
export async function runWith(world: SyncWorld, other: { readonly database?: Database; readonly remote?: RemotePort; readonly configuration?: PairConfiguration; readonly letThrough?: readonly GuardName[]; readonly mode?: RunMode; readonly preview?: boolean }): Promise<RunResult> {
	const configuration = other.configuration ?? world.configuration;
	return await runSync(
		{ database: other.database ?? world.database, remote: other.remote ?? world.remotePort(configuration), clock: systemClock(), schema: 'batch_sync' },
		configuration,
		{ ...world.settings, guards: { ...world.settings.guards, letThrough: other.letThrough ?? [] } },
		{ mode: other.mode ?? 'full_sync', trigger: 'test', startedBy: 'test', ...(other.preview === true ? { preview: true } : {}) },
		{ allowSetUp: true },
	);
}

/** OpenProject at another address, or with another key. */
export function remoteAt(world: SyncWorld, baseUrl: string, apiKey: string): RemotePort {
	const { configuration, settings } = world;
	return openProjectRemote({
		http: fetchHttp({ baseUrl, apiKey }), clock: fastClock(), baseUrl, scope: configuration.remote,
		properties: compileMapping(configuration.fields, { policies: configuration.policies }).remoteProperties, requestDeadlineMs: settings.requestDeadlineMs,
	});
}

/** What an error has to look like: its code, and a sentence that matches. */
export function errorLike(pattern: RegExp, code = 'CONFIGURATION'): object {
	return { code, message: expect.stringMatching(pattern) as string };
}
