import type { MergeSettings } from '../types';
import type { Choice } from '../unit';

/** The side edited last; passes on where a time is missing, or the times lie within the tie window. */
export function chooseNewest({ localEditedAtMs, remoteEditedAtMs, tieMs }: MergeSettings): Choice | null {
	if (localEditedAtMs === null || remoteEditedAtMs === null) return null;
	const lead = localEditedAtMs - remoteEditedAtMs;
	// Also passes on where a time is NaN.
	if (!(Math.abs(lead) > tieMs)) return null;
	return { winner: lead > 0 ? 'local' : 'remote' };
}
