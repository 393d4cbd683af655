import type { Json } from '../record';
import type { Choice, ConflictView, Refused, Resolution } from './types';

/** What a decision is about: one conflict, or a record with all its open conflicts. */
export type DecisionTarget =
	| { readonly conflict: string }
	| { readonly link: string }
	/** `record`: work package ID or row key; a key of several columns as JSON array. */
	| { readonly pair: string; readonly record: string };

/**
 * A choice of a person. `seen`: `version` (of a record: `recordVersion`) of what the choice was made on; where that is not what stands
 * there any more, nothing is written. Without it the choice is for what stands there now.
 * `value`: of `custom`; for a record an object with a value for the field of each open conflict.
 */
export type Decision = DecisionTarget & { readonly choice: Choice; readonly value?: Json; readonly seen?: string };

/** A conflict that is resolved now. */
export interface ResolvedConflict extends Pick<ConflictView, 'id' | 'pair' | 'link' | 'title' | 'localKey' | 'remoteId' | 'field' | 'kind' | 'base' | 'local' | 'remote'> {
	readonly resolution: Resolution;
}

/** What became of a decision, with a sentence for people. A record is decided as a whole or not at all. */
export type DecisionAnswer = { readonly status: 'resolved'; readonly reason: string; readonly conflicts: readonly ResolvedConflict[] } | Refused;
