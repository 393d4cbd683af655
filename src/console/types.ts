import type { ConflictStatus, ConflictView } from '../conflicts/types';
import type { HealthReport } from '../health/types';
import type { JsonObject } from '../record';
import type { GuardReport, Progress, RunMode, RunStatus, RunTask, SideCounts } from '../run/types';

/** What every page knows of where it is. */
export interface PageFrame {
	/** Heading of the whole console. */
	readonly title: string;
	/** Pair shown, null where there is none yet. */
	readonly pair: string | null;
	/** Pairs that may be shown, in order. */
	readonly pairs: readonly string[];
	/** Who is looking, as authenticated. */
	readonly user: string;
	/** Name the person gave, to stand beside decisions; empty: none. */
	readonly name: string;
	/** Whether the page has no buttons. */
	readonly isReadOnly: boolean;
	readonly nowMs: number;
	/** For the one inline script. */
	readonly nonce: string;
	/** Open conflicts of the pair and number of the plan that waits, for the menu; null: not known or none. */
	readonly openConflicts: number | null;
	readonly openPlan: string | null;
	/** Newest run of the pair when the page was made. */
	readonly newest: string | null;
	/** Token for a form of this purpose. */
	readonly formToken: (purpose: FormPurpose) => string;
	/** Token with which the page's script may ask for progress. */
	readonly progressToken: string;
	/** A sentence about what was just done. */
	readonly notice: Notice | null;
}

export interface Notice {
	readonly tone: 'good' | 'bad';
	readonly text: string;
	/** Conflicts whose decision may be taken back. */
	readonly undo: readonly string[];
	/** Whether a run is expected to begin. */
	readonly isAwaited: boolean;
}

/** What a form does; each has tokens of its own. */
export type FormPurpose = 'apply_decisions' | 'apply_plan' | 'cancel_run' | 'decide' | 'reopen' | 'run_now' | 'undo_run';

/** A run as a line in a list. */
export interface RunLine {
	readonly run: string;
	readonly task: RunTask['kind'];
	readonly mode: RunMode;
	readonly status: RunStatus;
	readonly message: string;
	readonly startedBy: string;
	readonly startedAt: string;
	readonly finishedAt: string | null;
	readonly conflicts: number | null;
	readonly failures: number | null;
}

export interface RunPageData extends RunLine {
	readonly effectiveMode: RunMode;
	readonly trigger: string;
	readonly progress: Progress | null;
	readonly isCancelRequested: boolean;
	readonly local: SideCounts | null;
	readonly remote: SideCounts | null;
	readonly guards: readonly GuardReport[];
	readonly remarks: readonly string[];
	readonly planState: string | null;
	readonly undoes: string | null;
	readonly undoneBy: string | null;
	readonly applies: string | null;
	readonly appliedBy: string | null;
	/** Whether its images are still there and something was written, so that it can be undone. */
	readonly isUndoable: boolean;
	readonly operations: OperationPage;
}

/** A page of what a run did or a plan would do. */
export interface OperationPage {
	readonly total: number;
	readonly from: number;
	readonly lines: readonly OperationLine[];
}

export interface OperationLine {
	readonly id: string;
	readonly side: 'local' | 'remote' | 'none';
	readonly kind: string;
	readonly status: string;
	readonly localKey: string | null;
	readonly remoteId: string | null;
	readonly title: string | null;
	readonly before: JsonObject | null;
	readonly values: JsonObject | null;
	readonly reason: string;
	readonly message: string | null;
}

/** The run that goes on. */
export interface CurrentRun {
	readonly run: string;
	readonly message: string;
	readonly startedAt: string;
	readonly startedBy: string;
	readonly done: number;
	readonly total: number;
	readonly isCancelRequested: boolean;
}

/** What the list of conflicts is narrowed to; empty texts: anything. */
export interface ListFilter {
	readonly field: string;
	readonly kind: string;
	/** Work package ID or row key. */
	readonly record: string;
	/** Open for at least so many hours; 0: any. */
	readonly olderHours: number;
	readonly status: ConflictStatus;
}

export interface ConflictListData {
	readonly filter: ListFilter;
	readonly total: number;
	/** ID after which this page starts, and after which the next does; null: the first, the last. */
	readonly after: string | null;
	readonly next: string | null;
	readonly isAllTicked: boolean;
	readonly conflicts: readonly ConflictView[];
	/** What there is to filter by. */
	readonly fieldNames: readonly string[];
	readonly kinds: readonly string[];
}

export interface RecordPageData {
	readonly link: string;
	/** All conflicts of the record, oldest first, a bounded number. */
	readonly conflicts: readonly ConflictView[];
	/** Link of the next record with open conflicts; null: none. */
	readonly next: string | null;
	/** What differences are marked from: what was agreed, or the other side. */
	readonly compareWith: 'base' | 'sides';
}

export interface DashboardData {
	readonly health: HealthReport | null;
	/** Why health could not be told; null where it could. */
	readonly healthProblem: string | null;
	readonly lastGood: { readonly run: string; readonly finishedAt: string } | null;
	readonly current: CurrentRun | null;
	/** Open conflicts and when the oldest of them was raised. */
	readonly open: number;
	readonly oldestOpenAt: string | null;
	/** Decisions that wait for the next run. */
	readonly decided: number;
	/** Records whose changes wait, fail or are held. */
	readonly links: { readonly total: number; readonly pending: number; readonly failing: number; readonly held: number };
	/** What no run carries, though it is neither a conflict nor a failure, in words; absent where there is nothing. */
	readonly notCarried?: string;
	readonly runs: readonly RunLine[];
	/** Charts as SVG that src/metrics made, with their titles inside. */
	readonly charts: readonly string[];
}

export interface PlanPageData extends RunPageData {
	/** Pairings by title that the plan proposes. */
	readonly proposals: number;
	/** Deletions among its operations. */
	readonly deletions: number;
}
