import type { EnginePorts, RunMetrics, RunStatus } from '../run';

/** What reading and recording metrics needs from outside. */
export type MetricsPorts = Pick<EnginePorts, 'database' | 'schema'>;

/** Runs of the engine, kept by pair, or runs that a workflow recorded under a name of its own. */
export type RunSource = 'engine' | 'recorded';

/** How a run that is over ended. */
export type EndedStatus = Exclude<RunStatus, 'running'>;

/** A run that is over, with what it cost. Times are ISO 8601 in UTC. */
export interface MeasuredRun {
	readonly name: string;
	readonly source: RunSource;
	/** Unique within its source. */
	readonly run: string;
	readonly status: EndedStatus;
	readonly message: string;
	readonly startedAt: string;
	readonly finishedAt: string;
	readonly durationMs: number;
	/** What was measured; for runs from before metrics were kept only what their times and counts tell. */
	readonly metrics: Partial<RunMetrics>;
}

export type Period = 'hour' | 'day' | 'week';

/** Which runs a report is about. */
export interface ReportQuery {
	/** Name of a pair or of recorded runs; null: all. */
	readonly name: string | null;
	readonly by: Period;
	/** ISO 8601; null: 48 hours, 30 days or 26 weeks before `to`, by the length of a period. */
	readonly from: string | null;
	/** ISO 8601, exclusive; null: now, by the database's clock. */
	readonly to: string | null;
	/** IANA zone in which days and weeks begin, e.g. 'Europe/Berlin'. */
	readonly timeZone: string;
}

/** How long runs took, in milliseconds; percentiles are interpolated. null: there was no run. */
export interface Durations {
	readonly sum: number;
	readonly average: number | null;
	readonly p50: number | null;
	readonly p95: number | null;
	readonly max: number | null;
}

/** What some runs came to together. Runs that were skipped did nothing and are only counted as such. */
export interface RunFigures {
	/** Runs that were not skipped. */
	readonly runs: number;
	readonly byStatus: Readonly<Record<EndedStatus, number>>;
	/** Runs that failed, of those not skipped, in percent; null: there was none. */
	readonly failedPercent: number | null;
	/** Records of the largest run. */
	readonly total: number;
	readonly processed: number;
	readonly failed: number;
	readonly written: number;
	readonly conflictsFound: number;
	readonly conflictsSettled: number;
	readonly duration: Durations;
	/** Duration by record processed, over all runs; null where none was. */
	readonly itemMs: number | null;
	/** Records processed a second of running time; null where none was. */
	readonly rate: number | null;
	readonly requests: number;
	readonly retries: number;
	readonly bytesSent: number;
	readonly bytesReceived: number;
	/** The most any run used. */
	readonly peakMemoryBytes: number | null;
	/** The oldest change that waited at the end of any run; null: none waited. */
	readonly lagMs: number | null;
}

/** The runs that began in one period. */
export interface PeriodFigures extends RunFigures {
	readonly start: string;
	/** Exclusive. */
	readonly end: string;
	/** Start in the report's time zone, for people. */
	readonly label: string;
}

/** Runs by period, periods without runs included. */
export interface Report {
	readonly name: string | null;
	readonly by: Period;
	readonly from: string;
	readonly to: string;
	readonly timeZone: string;
	readonly summary: RunFigures;
	readonly periods: readonly PeriodFigures[];
}

/** Conflicts found in a time by field (or group, or '*' for a whole record). */
export interface FieldConflicts {
	readonly field: string;
	readonly found: number;
	readonly settled: number;
	/** Of those found, waiting for a person now. */
	readonly open: number;
}
