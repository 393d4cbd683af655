import { decideUnit } from './decideUnit';
import { describeOutcome } from './describeOutcome';
import type { FieldMerge, FieldState, MergeSettings } from './types';

/**
 * Merges one field on its own, whatever its group: ownership first, then the three-way table, then the policies
 * in order. A conflict is a result, not an exception.
 */
export function mergeField(state: FieldState, settings: MergeSettings): FieldMerge {
	return describeOutcome(state, decideUnit({ states: [state], isGroup: false }, settings));
}
