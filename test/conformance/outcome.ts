import type { Area } from './check';

/** passed and failed: judged; skipped: something it needs is not there; noted: nothing is known to hold for this version. */
export type Verdict = 'passed' | 'failed' | 'skipped' | 'noted';

/** What came of one check. */
export interface Outcome {
	readonly id: string;
	readonly area: Area;
	readonly behaviour: string;
	/** In words; empty where nothing is expected of this version. */
	readonly expected: string;
	/** Empty where it was skipped. */
	readonly answered: string;
	readonly verdict: Verdict;
	/** Why it was skipped, or what went wrong. */
	readonly reason?: string;
}

/** What came of all checks on one server. */
export interface Report {
	/** 'the stand-in' or 'OpenProject'; never an address. */
	readonly server: string;
	readonly version: string;
	/** YYYY-MM-DD */
	readonly date: string;
	readonly outcomes: readonly Outcome[];
	/** What could not be taken away again. */
	readonly left: readonly string[];
}

/** How many outcomes have this verdict. */
export function count(outcomes: readonly Outcome[], verdict: Verdict): number {
	return outcomes.filter((outcome) => outcome.verdict === verdict).length;
}
