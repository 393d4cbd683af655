import type { Started } from '../sandbox/processes/started';

/** What every section works with. */
export interface BenchContext {
	/** Tells people on stderr what goes on. */
	readonly say: (...lines: readonly string[]) => void;
	/** What is to be ended when the section is over, however it went. */
	readonly started: Started;
	/** Aborted when the bench is asked to stop. */
	readonly signal: AbortSignal;
}
