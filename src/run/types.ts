import type { GuardName } from '../plan';

export * from './pairConfiguration';
export * from './runReports';
export * from './runSettings';

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

export type { GuardName };

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
