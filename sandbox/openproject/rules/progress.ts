import type { Draft, WritableValues } from './values';

type Progress = Pick<Draft, 'estimatedHours' | 'remainingHours' | 'percentageDone'>;

/**
 * Work, remaining work and % complete in work-based mode: the one that was not sent follows from the other two.
 * Emptying work or remaining work empties the percentage with it.
 */
export function deriveProgress(draft: Progress, sent: Partial<WritableValues>): Progress {
	const { estimatedHours, remainingHours, percentageDone } = draft;
	const touched = 'estimatedHours' in sent || 'remainingHours' in sent || 'percentageDone' in sent;
	if (!touched) return { estimatedHours, remainingHours, percentageDone };
	if (estimatedHours !== null && 'percentageDone' in sent && percentageDone !== null && !('remainingHours' in sent)) {
		return { estimatedHours, percentageDone, remainingHours: (estimatedHours * (100 - percentageDone)) / 100 };
	}
	if ('percentageDone' in sent) return { estimatedHours, remainingHours, percentageDone };
	return { estimatedHours, remainingHours, percentageDone: percentageOf(estimatedHours, remainingHours) };
}

/** Null where there is no work to be a part of, or more remains than there is. */
export function percentageOf(estimatedHours: number | null, remainingHours: number | null): number | null {
	if (estimatedHours === null || remainingHours === null || estimatedHours <= 0 || remainingHours > estimatedHours) return null;
	return Math.round(((estimatedHours - remainingHours) / estimatedHours) * 100);
}
