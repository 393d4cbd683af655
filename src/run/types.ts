import type { FieldMapping } from '../mapping';
import type { PolicySpec } from '../merge';
import type { GuardName } from '../plan';
import type { Json, JsonObject, Side } from '../record';

export type RunMode = 'full_sync' | 'incremental' | 'delta_sync' | 'reconciliation';

/**
 * What a run is for.
 *
 * - `sync`: bring both sides into step.
 * - `resync`: as for the first time: forgets every base, pairs anew, deletes nothing. Needs the mode full_sync.
 * - `apply_plan`: carry out a stored plan, and only that. `withholdDeletes` leaves its deletions out. `pairings` says what
 *   becomes of the pairings it proposes (default `leave`); `pairingsOf` names work packages, empty: all proposed.
 * - `undo`: take back what a run wrote, where nobody edited since.
 * - `release`: end the hold on links that an undo touched, all or those of one undo or of named records. `take_up` plans them
 *   again as any other; `accept` makes what both sides hold now their base.
 */
export type RunTask =
	| { readonly kind: 'sync' }
	| { readonly kind: 'resync' }
	| { readonly kind: 'apply_plan'; readonly plan: string; readonly withholdDeletes: boolean; readonly pairings: PairingDecision; readonly pairingsOf: readonly string[] }
	| { readonly kind: 'undo'; readonly run: string }
	| { readonly kind: 'release'; readonly how: 'take_up' | 'accept'; readonly run: string | null; readonly records: readonly string[] };

export type PairingDecision = 'leave' | 'pair' | 'keep_separate';

/**
 * - `done`: everything that could be settled is settled.
 * - `partial`: the deadline came first, or the remote side stopped answering; the next run goes on.
 * - `stopped_by_guard`: a guard stopped the run before any effect; the plan waits.
 * - `skipped`: another run of the pair is going on.
 * - `previewed`: the plan was made and stored, nothing else.
 */
export type RunStatus = 'running' | 'done' | 'partial' | 'stopped_by_guard' | 'skipped' | 'previewed' | 'cancelled' | 'failed';

/** Which way edits flow. Towards a side that is not written, changes wait (they are not conflicts). */
export type Direction = 'both' | 'to_remote' | 'to_local';

export type { GuardName };

/** A condition on rows or work packages; only the table's own columns may be used locally. */
export interface LocalCondition {
	readonly column: string;
	readonly operator: 'equals' | 'not_equals' | 'in' | 'not_in' | 'is_null' | 'is_not_null';
	readonly value?: Json;
}

export interface LocalScope {
	readonly schema: string;
	readonly table: string;
	/** Key columns in order; default: the primary key. */
	readonly key?: readonly string[];
	/** Timestamp column that a trigger or the application moves with every edit ('updated_at'), for newest_wins; without it the time an edit was first seen counts. */
	readonly editedAt?: string;
	/** All must hold. Default: the whole table. */
	readonly filter?: readonly LocalCondition[];
}

export interface RemoteScope {
	/** Id, identifier or name of the project. */
	readonly project: string;
	/** Name of the one work package type the pair covers, also given to new work packages; null: every type (new ones take the project's first). */
	readonly type: string | null;
	/** Name ('FLRTS ID') or key ('customField7') of the text custom field that holds the local key; null: none. */
	readonly provenanceField: string | null;
}

/** What becomes of the partner when a record is deleted. */
export interface DeletePolicy {
	/** A local row is gone: set the work package's status (default, 'Rejected'), delete it, or leave it. */
	readonly remote: { readonly effect: 'status'; readonly property: string; readonly value: Json } | { readonly effect: 'delete' } | { readonly effect: 'none' };
	/** A work package is gone (404, confirmed): report only (default), set a column, or delete the row. */
	readonly local: { readonly effect: 'none' } | { readonly effect: 'status'; readonly column: string; readonly value: Json } | { readonly effect: 'delete' };
	/** One side deleted, the other edited: the edit wins (default; the record comes back in a new generation), the deletion wins, or a conflict for a person. */
	readonly versusUpdate: 'edit_wins' | 'delete_wins' | 'manual';
}

/** Output columns of the local table; never tracked, written only when they change. Absent: not written. */
export interface WriteBackColumns {
	readonly remoteId?: string;
	/** pending, synced, conflict, error */
	readonly status?: string;
	readonly lastSync?: string;
	readonly lastError?: string;
}

export interface UserMapSource {
	/** Entries of local person id -> remote user id. */
	readonly entries?: Readonly<Record<string, string>>;
	/** A table that holds them, read at every run; entries win over it. */
	readonly table?: { readonly schema: string; readonly table: string; readonly localColumn: string; readonly remoteColumn: string };
}

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

/** Everything that says what a pair is. Serialisable; holds no secret. */
export interface PairConfiguration {
	readonly name: string;
	readonly local: LocalScope;
	readonly remote: RemoteScope;
	readonly fields: readonly FieldMapping[];
	/** For fields that name no policies of their own. */
	readonly policies: readonly PolicySpec[];
	/** For differences without base. Default [manual]. */
	readonly noBasePolicies: readonly PolicySpec[];
	readonly deletePolicy: DeletePolicy;
	readonly direction: Direction;
	readonly writeBack: WriteBackColumns;
	readonly users: UserMapSource;
	/**
	 * Values for unmapped columns of rows created from the remote side, where the table does not fill them.
	 * `{remoteId}` in a string is replaced: { task_id_display: 'OP-{remoteId}' }.
	 */
	readonly insertDefaults: JsonObject;
}

/** How to run; none of it changes what a pair means. */
export interface RunSettings {
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

export interface RunRequest {
	readonly mode: RunMode;
	/** For delta_sync: work package ids or local keys. */
	readonly ids?: readonly string[];
	/** Make and store the plan, write nothing else. */
	readonly preview?: boolean;
	/** What the run is for; default a sync. */
	readonly task?: RunTask;
	/** 'manual', 'schedule', 'tool', … for the record. */
	readonly trigger: string;
	/** Who or what started it, for the record and for the message of a skipped run. */
	readonly startedBy: string;
}

/** One bucket per record and side, by precedence failed > conflicted > held > deleted > created > updated > skipped > unchanged. */
export interface SideCounts {
	readonly seen: number;
	readonly unchanged: number;
	readonly created: number;
	readonly updated: number;
	readonly deleted: number;
	readonly conflicted: number;
	/** On hold, vanished or out of scope. */
	readonly held: number;
	/** Waiting: unresolved, not in this direction, not reached before the deadline, stopped by a guard. */
	readonly skipped: number;
	readonly failed: number;
}

export interface Progress {
	readonly step: 'recover' | 'observe_local' | 'observe_remote' | 'record' | 'plan' | 'guard' | 'apply' | 'second_pass' | 'report';
	readonly done: number;
	readonly total: number;
	/** Records a second. */
	readonly rate: number;
	/** Milliseconds, null where it cannot be told. */
	readonly timeLeftMs: number | null;
	readonly memoryBytes: number;
}

export interface ConflictReport {
	readonly id: string;
	readonly link: string;
	readonly localKey: string | null;
	readonly remoteId: string | null;
	readonly title: string | null;
	readonly field: string;
	readonly kind: string;
	readonly base: Json | null;
	readonly local: Json | null;
	readonly remote: Json | null;
	readonly since: string;
	readonly url: string | null;
	readonly message: string;
}

export interface FailureReport {
	readonly link: string | null;
	readonly localKey: string | null;
	readonly remoteId: string | null;
	readonly title: string | null;
	/** Side that could not be written or read. */
	readonly side: Side | null;
	/** Fields concerned; empty: the whole record. */
	readonly fields: readonly string[];
	readonly code: string;
	readonly message: string;
	readonly attempts: number;
	readonly nextAttemptAt: string | null;
	readonly url: string | null;
}

export interface GuardReport {
	readonly guard: GuardName;
	readonly message: string;
	readonly measured: number;
	readonly limit: number;
}

/** What a plan would do, in numbers. */
export interface PlanCounts {
	readonly remote: { readonly create: number; readonly update: number; readonly delete: number };
	readonly local: { readonly create: number; readonly update: number; readonly delete: number };
	readonly agreements: number;
}

/** What a run came to. Conflicts and failures are results, not exceptions. */
export interface RunResult {
	readonly run: string;
	readonly pair: string;
	readonly mode: RunMode;
	readonly task: RunTask['kind'];
	/** The mode it turned into, e.g. an incremental run that became complete, with why. */
	readonly effectiveMode: RunMode;
	readonly status: RunStatus;
	/** One sentence for people. */
	readonly message: string;
	readonly startedAt: string;
	readonly finishedAt: string;
	readonly durationMs: number;
	readonly local: SideCounts;
	readonly remote: SideCounts;
	readonly plan: PlanCounts;
	/** Open conflicts of the pair, and the first `reportLimit` of them. */
	readonly conflictCount: number;
	readonly conflicts: readonly ConflictReport[];
	readonly failureCount: number;
	readonly failures: readonly FailureReport[];
	readonly guards: readonly GuardReport[];
	/** Remarks and warnings in plain sentences. */
	readonly remarks: readonly string[];
	/** Writes that took effect in this run. */
	readonly written: { readonly local: number; readonly remote: number };
	readonly requests: number;
	readonly peakMemoryBytes: number;
	/** Number of the plan that waits to be applied: this run's own, or the equal one that waited already; null: none. */
	readonly planId: string | null;
	/** For a plan that waits: planned operations, first `reportLimit`. */
	readonly operations: readonly PlannedOperationReport[];
	/** For apply_plan: operations of the plan that were left out because something moved on, the first `reportLimit`. */
	readonly movedOnCount: number;
	readonly movedOn: readonly MovedOnReport[];
	/** Links on hold after this run. */
	readonly heldCount: number;
}

/** An operation of an applied plan that no longer fitted. */
export interface MovedOnReport extends PlannedOperationReport {
	/** What moved, in a sentence. */
	readonly message: string;
}

export interface PlannedOperationReport {
	readonly id: string;
	readonly side: Side | 'none';
	readonly kind: string;
	readonly localKey: string | null;
	readonly remoteId: string | null;
	readonly title: string | null;
	readonly values: JsonObject;
	readonly before: JsonObject | null;
	readonly reason: string;
}

/** What Get Run answers. */
export interface RunView {
	readonly run: string;
	readonly pair: string;
	readonly mode: RunMode;
	readonly status: RunStatus;
	readonly message: string;
	readonly startedAt: string;
	readonly finishedAt: string | null;
	readonly progress: Progress | null;
	readonly local: SideCounts | null;
	readonly remote: SideCounts | null;
	readonly conflictCount: number | null;
	readonly failureCount: number | null;
	readonly task: RunTask['kind'];
	readonly startedBy: string;
	/** For a run that goes on: how long ago it was last heard of; null for one that is over. */
	readonly heartbeatAgeMs: number | null;
	/** Whether it has been asked to stop. */
	readonly isCancelRequested: boolean;
	/** open, approved, applied, superseded or expired, for a run that made a plan to wait. */
	readonly planState: string | null;
	/** Run that undid this one, and the one this run undid or applied. */
	readonly undoneBy: string | null;
	readonly undoes: string | null;
	readonly applies: string | null;
}
