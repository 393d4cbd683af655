import type { GuardFinding } from '../plan';
import type { RunReport } from './report';
import type { StopReason } from './stopSwitch';
import type { RunStatus, SideCounts } from './types';

export const emptyCounts: SideCounts = { seen: 0, unchanged: 0, created: 0, updated: 0, deleted: 0, conflicted: 0, held: 0, skipped: 0, failed: 0 };

interface RunFacts {
	readonly status: RunStatus;
	readonly pair: string;
	readonly report: RunReport;
	readonly written: { readonly local: number; readonly remote: number };
	readonly findings: readonly GuardFinding[];
	readonly durationMs: number;
	readonly stopReason: StopReason | null;
}

/** What happened, in a sentence or two for the person who looks at the run. */
export function sentenceFor(facts: RunFacts): string {
	const { report, written } = facts;
	const work = `${written.remote} writes to OpenProject and ${written.local} to the table`;
	const open = [
		report.conflictCount > 0 ? `${count(report.conflictCount, 'conflict')} waiting for a decision` : null,
		report.failureCount > 0 ? `${count(report.failureCount, 'record')} with failures` : null,
	].filter((part) => part !== null);
	const rest = open.length === 0 ? '' : ` Open: ${open.join(', ')}.`;
	switch (facts.status) {
		case 'done': return `${written.local + written.remote === 0 ? 'In step; nothing had to be written.' : `Done in ${(facts.durationMs / 1000).toFixed(1)} s: ${work}.`}${rest}`;
		case 'partial': return `${facts.stopReason === 'outage' ? 'Stopped early because OpenProject stopped answering' : 'Stopped at the deadline'} after ${work}; the next run goes on from there.${rest}`;
		case 'cancelled': return `Cancelled after ${work}; what was not reached waits for the next run.${rest}`;
		case 'stopped_by_guard': return `Stopped by a guard, nothing was written. ${facts.findings.map((finding) => finding.message).join(' ')}`;
		case 'previewed': return `Preview of pair '${facts.pair}': ${planned(report)}. Nothing was written.${facts.findings.length === 0 ? '' : ` A run would be stopped by a guard: ${facts.findings.map((finding) => finding.message).join(' ')}`}`;
		case 'skipped': return 'Skipped: another run of this pair is going on.';
		case 'failed': return 'Failed.';
		case 'running': return 'Running.';
	}
}

function count(number: number, noun: string): string {
	return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function planned(report: RunReport): string {
	const side = (name: string, counts: RunReport['plan']['local']): string => `${counts.create} to create, ${counts.update} to update, ${counts.delete} to delete ${name}`;
	return `${side('in OpenProject', report.plan.remote)}; ${side('in the table', report.plan.local)}`;
}
