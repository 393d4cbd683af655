import { durationWords } from '../durationWords';
import type { Pace } from './paceOfRuns';
import type { AdviceLimits } from './recommend';

/** Changes a run should find: fewer are not worth the looking, more make people wait. */
const WORTHWHILE_CHANGES = 20;
/** A run may take this part of the interval at most, so that the next never meets it. */
const SHARE_OF_INTERVAL = 0.25;
const MINUTE_MS = 60_000;

export interface Advice {
	readonly value: number;
	/** One sentence, or two where a limit decided. */
	readonly reason: string;
}

/** How long to wait until the next run. */
export function adviseInterval(pace: Pace, limits: AdviceLimits): Advice {
	const wanted = wantedInterval(pace);
	const whole = wholeTime(wanted.value);
	const value = Math.min(limits.maxIntervalMs, Math.max(limits.minIntervalMs, whole));
	if (value === whole) return { value, reason: wanted.reason };
	const limit = value > whole ? `The shortest interval allowed is ${durationWords(value)}.` : `The longest interval allowed is ${durationWords(value)}.`;
	return { value, reason: `${wanted.reason} ${limit}` };
}

function wantedInterval(pace: Pace): Advice {
	if (pace.runs === 0) return { value: pace.gapMs, reason: `No runs are known yet, so this is the usual interval.` };
	if (pace.failedInARow > 0) {
		const what = pace.failedInARow === 1 ? 'The last run failed' : `The last ${pace.failedInARow} runs failed`;
		return { value: pace.gapMs * 2 ** Math.min(pace.failedInARow, 6), reason: `${what}: the interval doubles with each failure, which spares a system that is down, and is back to normal after the next good run.` };
	}
	if (pace.changesPerHour === 0) return { value: pace.gapMs * 2, reason: `Nothing changed in the last ${pace.runs === 1 ? 'run' : `${pace.runs} runs`}, so every second run would do.` };
	const forChanges = (WORTHWHILE_CHANGES / pace.changesPerHour) * 60 * MINUTE_MS;
	const forDuration = (pace.p95DurationMs ?? 0) / SHARE_OF_INTERVAL;
	if (forDuration > forChanges) return { value: forDuration, reason: `Runs take up to ${durationWords(pace.p95DurationMs ?? 0)}; four times that keeps them from meeting each other.` };
	return { value: forChanges, reason: `${pace.changesPerHour} records change an hour, so a run in this interval finds about ${WORTHWHILE_CHANGES}.` };
}

/** Whole minutes; below two of them whole ten seconds. Never nothing. */
function wholeTime(ms: number): number {
	const unit = ms < 2 * MINUTE_MS ? 10_000 : MINUTE_MS;
	return Math.max(unit, Math.round(ms / unit) * unit);
}
