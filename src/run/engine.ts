import type { Database } from '../postgres';
import type { Clock } from '../openproject';
import type { RemotePort } from './remotePort';
import type { PairConfiguration, Progress, RunRequest, RunResult, RunSettings, RunView } from './types';

/** What the engine needs from outside. */
export interface EnginePorts {
	readonly database: Database;
	readonly remote: RemotePort;
	readonly clock: Clock;
	/** Schema of the package's own tables, default 'batch_sync'. */
	readonly schema: string;
	/** Called a few times a second at most. */
	readonly onProgress?: (progress: Progress) => void;
	/** Aborting ends the run as cancelled after the work in flight. */
	readonly signal?: AbortSignal;
}

/** Signature of `runSync` (src/run/runSync.ts). Creates or upgrades the package's tables first where `allowSetUp`. */
export type RunSync = (ports: EnginePorts, pair: PairConfiguration, settings: RunSettings, request: RunRequest, options: { readonly allowSetUp: boolean }) => Promise<RunResult>;

/** Signature of `setUp`: creates or upgrades the tables and checks the pair against both systems; safe to repeat. */
export type SetUp = (ports: EnginePorts, pair: PairConfiguration) => Promise<{ readonly version: number; readonly applied: readonly number[]; readonly remarks: readonly string[] }>;

/** Signature of `getRun`: a run by id, or the pair's newest where id is null. */
export type GetRun = (ports: Pick<EnginePorts, 'database' | 'schema'>, query: { readonly pair: string; readonly run: string | null }) => Promise<RunView>;

/** Signature of `cancelRun`: asks a run (null: the pair's running one) to stop and waits for it up to `waitMs`. */
export type CancelRun = (ports: Pick<EnginePorts, 'database' | 'schema' | 'clock'>, query: { readonly pair: string; readonly run: string | null; readonly waitMs: number }) => Promise<RunView>;

/** Signature of `readConfiguration`: the configuration a pair was last run with, or that of a plan that waits. */
export type ReadConfiguration = (ports: Pick<EnginePorts, 'database' | 'schema'>, query: { readonly pair: string; readonly plan: string | null }) => Promise<PairConfiguration>;
