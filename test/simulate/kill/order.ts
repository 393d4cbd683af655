import type { RunMode } from '../../../src/run';
import type { SyncWorld } from '../../support/syncWorld';
import type { RunOrder } from './engineChild';

/** A sync between the two sides of this world. */
export function orderFor(world: SyncWorld, mode: RunMode = 'incremental'): Omit<RunOrder, 'kind'> {
	const { databaseUrl, server, configuration, settings } = world;
	return { databaseUrl, openProjectUrl: server.url, apiKey: server.apiKey, configuration, settings, request: { mode, trigger: 'simulation', startedBy: 'simulation' } };
}
