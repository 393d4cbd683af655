import type { Json, JsonObject, Side } from '../record';
import type { GuardName } from '../plan';
import type { RunMode, RunStatus, RunTask } from './types';

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
