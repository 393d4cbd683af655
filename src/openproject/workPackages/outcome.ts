import type { JsonObject } from '../../record';
import type { WorkPackage } from './workPackage';

/** What became of one work package that was to be written. */
export type Outcome =
	| {
			readonly outcome: 'created' | 'updated' | 'unchanged';
			readonly workPackage: WorkPackage;
			/** As people call them. */
			readonly changedFields: readonly string[];
			/** Dates given that OpenProject holds otherwise, since it works them out, moved them, or may not be told to keep them; absent where there are none. */
			readonly heldOtherwise?: JsonObject;
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
