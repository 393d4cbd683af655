/** First pause before a refused field or record is tried again; it doubles up to a day. */
const FIRST_PAUSE_MS = 10 * 60_000;
/** No failure is left alone for longer. */
export const LONGEST_PAUSE_MS = 24 * 3_600_000;

/** How long to wait after this many failed attempts. */
export function pauseAfter(attempts: number): number {
	return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(20, Math.max(0, attempts - 1)));
}

/**
 * Whether a failure is still to be left alone. Not where it would be for longer than the longest pause: then the clock has been set
 * back since.
 */
export function isPausing(nextAttemptAt: string, nowMs: number): boolean {
	const leftMs = Date.parse(nextAttemptAt) - nowMs;
	return leftMs > 0 && leftMs <= LONGEST_PAUSE_MS;
}
