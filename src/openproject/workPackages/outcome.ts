import type { WorkPackage } from './workPackage';

/** What became of one work package that was to be written. */
export type Outcome =
	| {
			readonly outcome: 'created' | 'updated' | 'unchanged';
			readonly workPackage: WorkPackage;
			/** As people call them. */
			readonly changedFields: readonly string[];
		}
	/** Nothing was written. */
	| { readonly outcome: 'failed'; readonly reason: string; readonly isOutage: boolean }
	/** It may or may not have been written; `reason` says what to look for. */
	| { readonly outcome: 'unknown'; readonly reason: string; readonly isOutage: boolean };

/** A failure about this one work package. */
export function failure(reason: string): Outcome {
	return { outcome: 'failed', reason, isOutage: false };
}

/** A failure that will meet others too: OpenProject does not answer, or not this user. */
export function outage(reason: string): Outcome {
	return { outcome: 'failed', reason, isOutage: true };
}
