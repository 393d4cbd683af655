import type { GuardName } from '../plan';

export interface GuardSettings {
	/** Default 25. */
	readonly maxDeletes: number;
	/** Of live links, in percent. Default 10. */
	readonly maxDeletePercent: number;
	/** Of live links, in percent; default 90. */
	readonly maxChangePercent: number;
	/** Guards that may not stop this run. Default none. */
	readonly letThrough: readonly GuardName[];
}

/** How to run; none of it changes what a pair means. */
export interface RunSettings {
	/** How long a lock is waited for that somebody else holds, on a row or a table. Default 2 s. */
	readonly lockMs: number;
	/** Links handled together. Default 50. */
	readonly batchSize: number;
	/** Concurrent remote writes, 1 to 10. Default 3. */
	readonly workers: number;
	readonly guards: GuardSettings;
	/** The run ends as partial after this long. Default 15 minutes. */
	readonly deadlineMs: number;
	/** Cadence: two sightings of a missing record must lie this far apart. Default 15 minutes. */
	readonly cadenceMs: number;
	/** An incremental run becomes complete when the last complete comparison is older. Default 24 h. */
	readonly completeEveryMs: number;
	/** Overlap of remote windows. Default 10 minutes. */
	readonly overlapMs: number;
	/** Edits closer together than this are ties for newest_wins. Default 2 minutes. */
	readonly tieMs: number;
	/** Default 75 s; longer than the request deadline. */
	readonly leaseMs: number;
	/** Default 1 s. */
	readonly heartbeatMs: number;
	/** Hard deadline of one remote write, default 60 s; after an unknown answer to a create, nothing is posted before it and `createMarginMs` have passed. */
	readonly requestDeadlineMs: number;
	/** Default 5 s. */
	readonly createMarginMs: number;
	/** From this many rows on (as PostgreSQL estimates them), only rows written since the last run are hashed. Default 50,000. */
	readonly narrowFromRows: number;
	/** Conflicts and failures returned at most, each. Default 1000. */
	readonly reportLimit: number;
	/** A plan may be applied for this long after it was made or last confirmed. Default 24 h. */
	readonly planMaxAgeMs: number;
	readonly retention: RetentionSettings;
}

/** How long the history of a pair is kept. */
export interface RetentionSettings {
	/** Before- and after-images, needed for undo. Default 30 days. */
	readonly imagesMs: number;
	/** Runs and their operations, folded into one per link afterwards. Default 90 days. */
	readonly historyMs: number;
	/** Runs kept at most, whatever their age. Default 10,000. */
	readonly maxRuns: number;
	/** Time one run may spend on cleaning up; the rest is left to the next. Default 2 s. */
	readonly budgetMs: number;
}
