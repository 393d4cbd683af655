import type { Counts, Finding, RunSummary, SyncRun } from './syncRuns';

/** The one line that `--once` prints on stdout. */
export interface OnceReport {
	/** Version of n8n; null where it did not come so far. */
	readonly n8n: string | null;
	readonly runs: readonly RunLine[];
	readonly inSync: boolean;
	/** Why inSync is false, in sentences. */
	readonly problems: readonly string[];
	readonly [extra: string]: unknown;
}

export interface RunLine {
	readonly mode: string;
	readonly status: string;
	readonly durationMs: number;
	readonly local: Counts;
	readonly remote: Counts;
	readonly conflicts: number;
	readonly failures: number;
	readonly written: { readonly local: number; readonly remote: number };
}

export function runLineOf({ summary }: SyncRun): RunLine {
	const { mode, status, durationMs, local, remote, conflictCount, failureCount, written } = summary;
	return { mode, status, durationMs, local, remote, conflicts: conflictCount, failures: failureCount, written };
}

const MODE_NAMES: Readonly<Record<string, string>> = { full_sync: 'Full sync', incremental: 'Incremental sync', delta_sync: 'Delta sync', reconciliation: 'Reconciliation' };

/** A run as lines for people: what it came to, side by side, then what needs somebody. */
export function describeRun(run: SyncRun): readonly string[] {
	const { summary } = run;
	return [
		// The message of a finished run begins with how long it took.
		`${MODE_NAMES[summary.mode] ?? summary.mode}: ${summary.status} in ${(summary.durationMs / 1000).toFixed(1)} s. ${summary.message.replace(/^Done in [\d.]+ s: /, '')}`,
		`  OpenProject: ${describeCounts(summary.remote)}`,
		`  PostgreSQL:  ${describeCounts(summary.local)}`,
		`  Conflicts: ${count(summary.conflictCount)}, failures: ${count(summary.failureCount)}`,
		...first(run.conflicts.map(describeFinding), 3, 'conflicts').map((line) => `  ! ${line}`),
		...first(run.failures.map(describeFinding), 3, 'failures').map((line) => `  ! ${line}`),
		...first(remarksOf(summary), 5, 'remarks').map((line) => `  - ${line}`),
	];
}

/** Which record, then what about it. */
export function describeFinding({ title, localKey, remoteId, message }: Finding): string {
	const place = remoteId === null ? `row ${localKey ?? 'unknown'}` : `work package ${remoteId}`;
	return `${title === null ? place : `'${title}' (${place})`}: ${message}`;
}

function remarksOf(summary: RunSummary): readonly string[] {
	return summary.remarks ?? [];
}

function describeCounts(counts: Counts): string {
	const { seen = 0, ...rest } = counts;
	const parts = Object.entries(rest).filter(([, number]) => number > 0).map(([name, number]) => `${count(number)} ${name}`);
	return `${count(seen)} seen${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`;
}

function first(lines: readonly string[], limit: number, what: string): readonly string[] {
	return lines.length <= limit ? lines : [...lines.slice(0, limit), `and ${count(lines.length - limit)} more ${what}`];
}

function count(number: number): string {
	return number.toLocaleString('en-US');
}
