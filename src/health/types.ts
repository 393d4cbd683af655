import type { RunSource } from '../metrics';
import type { EnginePorts, RemotePort } from '../run';

/** What a check needs from outside. Without `remote` everything that OpenProject has to be asked for is left out. */
export type HealthPorts = Pick<EnginePorts, 'database' | 'schema'> & { readonly remote?: HealthRemote };

/** The part of the remote side that checks use; nothing is written through it. */
export type HealthRemote = Pick<RemotePort, 'open' | 'read' | 'total' | 'window'>;

export type Severity = 'ok' | 'warning' | 'critical' | 'unknown';

/** Everything that is looked at, in the order it is told; `not_carried` only where there is something. */
export type CheckName =
	| 'schema' | 'last_good_run' | 'error_rate' | 'locks' | 'lease' | 'waiting_plan' | 'waiting_changes' | 'not_carried' | 'failing_records' | 'conflicts'
	| 'configuration' | 'openproject' | 'clock' | 'counts' | 'agreement';

/** One judgement. `value` and `threshold` are in the unit the name ends in: milliseconds, percent, or a count. */
export interface HealthCheck {
	readonly name: CheckName;
	readonly severity: Severity;
	/** What was found, in a sentence. */
	readonly finding: string;
	/** What helps; null where there is nothing to do. */
	readonly whatToDo: string | null;
	readonly value: number | string | null;
	/** From which value on it is not ok; null: there is no such value. */
	readonly threshold: number | string | null;
	/** Cases in point, where there are some. */
	readonly examples?: readonly Divergence[];
}

/** A field that differs between the two sides though no run will carry it. Values are in canonical words. */
export interface Divergence {
	readonly link: string;
	readonly localKey: string;
	readonly remoteId: string;
	readonly title: string | null;
	readonly field: string;
	readonly local: unknown;
	readonly remote: unknown;
}

export type HealthState = 'healthy' | 'degraded' | 'critical';

export interface HealthReport {
	readonly name: string;
	readonly source: RunSource;
	readonly state: HealthState;
	/** The state and what stands behind it, in a sentence or a few. */
	readonly message: string;
	/** By the database's clock, ISO 8601. */
	readonly checkedAt: string;
	readonly checks: readonly HealthCheck[];
}

/** From which values on something is wrong. Times in milliseconds. */
export interface HealthThresholds {
	/** Time since the last good run. Default 45 minutes (three cadences) and 4 hours. */
	readonly goodRunWarningMs: number;
	readonly goodRunCriticalMs: number;
	/** Newest runs judged. Default 20. */
	readonly recentRuns: number;
	/** Of those, failed. Default 20 and 50. */
	readonly errorWarningPercent: number;
	readonly errorCriticalPercent: number;
	/** A run that goes on for longer. Default 30 minutes. */
	readonly runningMs: number;
	/** The oldest change that waits. Default 1 hour and 24 hours. */
	readonly waitingWarningMs: number;
	readonly waitingCriticalMs: number;
	/** Records that are failing. Default 25. */
	readonly failingRecords: number;
	/** Conflicts that wait for a person, and how long. Default 100, 3 days. */
	readonly openConflicts: number;
	readonly conflictAgeMs: number;
	/** Records of the sides and links may differ by this part, or 25. Default 10. */
	readonly countPercent: number;
	/** The clocks of the two sides. Default 1 minute. */
	readonly clockMs: number;
}

export interface HealthQuery {
	/** Name of a pair, or of recorded runs (of which only the first two judgements are made). */
	readonly name: string;
	readonly thresholds?: Partial<HealthThresholds>;
	/** Which links are compared field by field. Default a sample. */
	readonly compare?: 'none' | 'sample' | 'full';
	/** Links of a sample; each costs a request where OpenProject is asked. Default 25. */
	readonly sampleSize?: number;
	/** In [0, 1), for the choice of the sample. Default Math.random. */
	readonly random?: () => number;
}
