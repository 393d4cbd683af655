import type { GuardFinding } from '../plan';
import { asideSentence, isAllCarried } from './asideWords';
import { counted } from './counted';
import type { RunReport } from './report';
import type { StopReason } from './stopSwitch';
import type { Progress, RunStatus, RunTask, SideCounts } from './types';
import { lockAdvice, lockWords } from '../postgres';
import type { SessionWait } from '../postgres/stores/sessionWaits';

export const emptyCounts: SideCounts = { seen: 0, unchanged: 0, created: 0, updated: 0, deleted: 0, conflicted: 0, held: 0, skipped: 0, failed: 0 };

interface RunFacts {
	readonly status: RunStatus;
	readonly pair: string;
	readonly report: RunReport;
	readonly written: { readonly local: number; readonly remote: number };
	readonly findings: readonly GuardFinding[];
	readonly durationMs: number;
	readonly stopReason: StopReason | null;
	readonly task: RunTask;
	/** Run that was taken back. */
	readonly undoes: string | null;
	/** Plan that waits now. */
	readonly planId: string | null;
	readonly released: number;
	/** False: stopped before its plan was made and judged. */
	readonly hasPlanned: boolean;
	/** Writes that could not be made, for a reason that concerns no single record. */
	readonly notMade: { readonly count: number; readonly message: string } | null;
	/** Records whose rows somebody else holds, and why for one of them; the table that ended the run. */
	readonly locked: { readonly count: number; readonly message: string | null; readonly table: string | null };
}

const TASKS: Readonly<Record<RunTask['kind'], string>> = { sync: 'Run Sync', resync: 'Resync', apply_plan: 'Apply Plan', undo: 'Undo Run', release: 'Release Links' };

/** A task as the node calls it. */
export function nameOfTask(task: RunTask['kind']): string {
	return TASKS[task];
}

/** What happened, in a sentence or two for the person who looks at the run. */
export function sentenceFor(facts: RunFacts): string {
	const { report, written } = facts;
	const work = `${written.remote} writes to OpenProject and ${written.local} to the table`;
	const open = [
		report.conflictCount > 0 ? `${counted(report.conflictCount, 'conflict')} waiting for a decision` : null,
		report.failureCount > 0 ? `${counted(report.failureCount, 'record')} with failures` : null,
	].filter((part) => part !== null);
	const aside = facts.undoes !== null || facts.task.kind === 'release' ? '' : asideSentence(report.notCarried);
	const rest = `${aside}${open.length === 0 ? '' : ` Open: ${open.join(', ')}.`}`;
	switch (facts.status) {
		case 'done': return `${doneSentence(facts, work)}${rest}`;
		case 'partial': return `${partialSentence(facts, work)}${rest}`;
		case 'cancelled': return `Cancelled after ${work}; ${remainder(facts)}.${rest}`;
		case 'stopped_by_guard': return `Stopped by a guard, nothing was written. ${facts.findings.map((finding) => finding.message).join(' ')} The plan waits as plan ${facts.planId ?? ''}: Apply Plan carries out exactly that.`;
		case 'previewed': return `Preview of ${facts.undoes === null ? `pair '${facts.pair}'` : `undoing run ${facts.undoes} of pair '${facts.pair}'`}: ${planned(report)}. Nothing was written; Apply Plan with plan ${facts.planId ?? ''} carries out exactly that.${facts.findings.length === 0 ? '' : ` A run of its own would be stopped by a guard: ${facts.findings.map((finding) => finding.message).join(' ')}`}`;
		case 'skipped': return 'Skipped: another run of this pair is going on.';
		case 'failed': return 'Failed.';
		case 'running': return 'Running.';
	}
}

function partialSentence(facts: RunFacts, work: string): string {
	const { notMade, locked } = facts;
	const held = locked.message === null || locked.count === 0 ? '' : ` ${counted(locked.count, 'record')} could not be written: ${locked.message}`;
	const why = `${notMade === null ? '' : ` ${counted(notMade.count, 'write')} could not be made: ${notMade.message}`}${held}`;
	if (locked.table !== null) return `Stopped early after ${work}; ${remainder(facts)}. ${locked.table}${why}`;
	if (facts.stopReason === null) return `Done in part, with ${work}.${why} What is left follows with the next run.`;
	return `${facts.stopReason === 'outage' ? 'Stopped early because OpenProject stopped answering' : 'Stopped at the deadline'} after ${work}; ${remainder(facts)}.${why}`;
}

/** What becomes of the part of a run that was not reached. */
function remainder({ task, undoes, hasPlanned }: RunFacts): string {
	if (task.kind === 'apply_plan' && !hasPlanned) return 'the plan waits as before';
	if (undoes !== null) return 'what was not reached is as it was; undo the run again for the rest';
	if (task.kind === 'release') return 'what was not reached stays on hold';
	if (task.kind === 'apply_plan') return 'what was not reached stays approved and follows with the next Run Sync';
	return 'the next run goes on from there';
}

function doneSentence(facts: RunFacts, work: string): string {
	const { report, written, task, undoes } = facts;
	const seconds = `${(facts.durationMs / 1000).toFixed(1)} s`;
	const nothing = written.local + written.remote === 0;
	if (task.kind === 'release') return `${counted(facts.released, 'link')} released: ${task.how === 'accept' ? 'what both sides hold now is taken as agreed' : 'the next run plans them again'}.`;
	if (undoes !== null) return `Run ${undoes} was undone in ${seconds}: ${work}. ${counted(report.heldCount, 'link')} on hold until Release Links.`;
	const movedOn = report.movedOnCount === 0 ? '' : ` ${counted(report.movedOnCount, 'operation')} of the plan no longer fitted and ${report.movedOnCount === 1 ? 'was' : 'were'} left out.`;
	if (task.kind === 'apply_plan') return `Plan ${task.plan} was applied in ${seconds}: ${work}.${movedOn}`;
	const proposed = facts.planId === null ? '' : ` Pairings by title wait for a person as plan ${facts.planId}.`;
	if (!nothing) return `Done in ${seconds}: ${work}.${proposed}`;
	// What is not carried over, for whatever reason, is no step that both sides are in.
	const isInStep = isAllCarried(report.notCarried) && report.conflictCount === 0 && report.failureCount === 0;
	return `${isInStep ? 'In step; nothing had to be written.' : 'Nothing was written.'}${proposed}`;
}

function planned(report: RunReport): string {
	const side = (name: string, counts: RunReport['plan']['local']): string => `${counts.create} to create, ${counts.update} to update, ${counts.delete} to delete ${name}`;
	return `${side('in OpenProject', report.plan.remote)}; ${side('in the table', report.plan.local)}`;
}

const STEPS: Readonly<Record<Progress['step'], string>> = {
	recover: 'settling what an earlier run left open',
	observe_local: 'reading the table',
	observe_remote: 'reading OpenProject',
	record: 'recording what was seen',
	plan: 'planning',
	guard: 'checking the guards',
	apply: 'writing',
	second_pass: 'second pass',
	report: 'reporting',
};
/** A run not heard of for this long is probably dead; its lease runs out and the next run takes over. */
const SILENT_MS = 15_000;

/** What a run is doing, as far as it is known, in words. */
export function progressWords(progress: Progress): string {
	const share = progress.total > 0 ? ` ${progress.done} of ${progress.total}` : '';
	const rate = progress.rate > 0 ? `, ${Math.round(progress.rate)} a second` : '';
	const left = progress.timeLeftMs === null ? '' : `, about ${Math.ceil(progress.timeLeftMs / 1000)} s left`;
	return `${STEPS[progress.step]}${share}${rate}${left}`;
}

/** One sentence on a run that has not ended. */
export function runningMessage(progress: Progress | null, heartbeatAgeMs: number | null, isCancelRequested: boolean, wait: SessionWait | null = null): string {
	const hangs = wait === null ? '' : ` It has waited for ${Math.round(wait.waitsMs / 1000)} s: ${lockWords(wait)}. ${lockAdvice(wait)}`;
	if (heartbeatAgeMs === null) return progress === null ? 'Running: waiting for its turn.' : 'Its process ended without a report; the next run takes over.';
	const silent = heartbeatAgeMs > SILENT_MS ? ` It has not been heard of for ${Math.round(heartbeatAgeMs / 1000)} s; if its process is gone, the next run takes over.` : '';
	return `Running${progress === null ? '' : `: ${progressWords(progress)}`}${isCancelRequested ? '; asked to stop' : ''}.${silent}${hangs}`;
}
