import type { Draft, WritableValues } from './values';

/** Work, remaining work and % complete, in hours and per cent. */
export interface Progress {
	readonly estimatedHours: number | null;
	readonly remainingHours: number | null;
	readonly percentageDone: number | null;
}

type Sent = Partial<WritableValues>;

/**
 * What follows for work, remaining work and % complete from those that were sent, in work-based mode. Where what was
 * sent is wrong nothing follows, so that the rules can say so. Seen on 15.4.0, 29 November 2026.
 */
export function deriveProgress(base: Progress, draft: Draft, sent: Sent): Progress {
	const given: Progress = { estimatedHours: draft.estimatedHours, remainingHours: draft.remainingHours, percentageDone: draft.percentageDone };
	const derived = isWrong(base, given, sent) ? given : derive(base, given, sent);
	return { ...derived, estimatedHours: rounded(derived.estimatedHours), remainingHours: rounded(derived.remainingHours) };
}

function isWrong(base: Progress, { estimatedHours, remainingHours, percentageDone }: Progress, sent: Sent): boolean {
	if (percentageDone !== null && (percentageDone < 0 || percentageDone > 100)) return true;
	if ('percentageDone' in sent || estimatedHours === null || remainingHours === null) return false;
	return (base.estimatedHours === null || 'remainingHours' in sent) && remainingHours > estimatedHours;
}

function derive(base: Progress, given: Progress, sent: Sent): Progress {
	const isChanged = (name: keyof Progress, now: Progress): boolean => now[name] !== base[name];
	let now = given;
	let isSettled = false;
	if (!('estimatedHours' in sent) && (isChanged('remainingHours', now) || isChanged('percentageDone', now))) {
		const { value, settles } = workOf(base, now, sent);
		now = { ...now, estimatedHours: value };
		isSettled = settles;
	}
	if (!('remainingHours' in sent) && (isChanged('estimatedHours', now) || isChanged('percentageDone', now))) {
		const { value, settles } = remainingOf(base, now, sent);
		now = { ...now, remainingHours: value };
		isSettled ||= settles;
	}
	if (isSettled || 'percentageDone' in sent || !(isChanged('estimatedHours', now) || isChanged('remainingHours', now))) return now;
	return now.estimatedHours === null ? now : { ...now, percentageDone: percentageOf(now.estimatedHours, now.remainingHours) };
}

interface Step {
	readonly value: number | null;
	/** % complete is what it follows from, and so does not follow itself. */
	readonly settles: boolean;
}

function workOf(base: Progress, { estimatedHours, remainingHours, percentageDone }: Progress, sent: Sent): Step {
	const kept = { value: estimatedHours, settles: false };
	if ((remainingHours === null && percentageDone === null) || percentageDone === 100) return kept;
	const isEmptied = remainingHours === null && 'remainingHours' in sent;
	if (estimatedHours !== null && !('remainingHours' in sent && 'percentageDone' in sent) && !isEmptied) return kept;
	if (remainingHours === null) return base.remainingHours === null ? kept : { value: null, settles: false };
	if (percentageDone === null) return { value: remainingHours, settles: false };
	return { value: remainingHours / (1 - percentageDone / 100), settles: true };
}

function remainingOf(base: Progress, { estimatedHours, remainingHours, percentageDone }: Progress, sent: Sent): Step {
	const kept = { value: remainingHours, settles: false };
	if (estimatedHours === null && percentageDone === null) return kept;
	if (base.estimatedHours === null && remainingHours !== null) return kept;
	if (estimatedHours === null) return base.estimatedHours === null ? kept : { value: null, settles: false };
	if (remainingHours === null && percentageDone === null) return { value: estimatedHours, settles: false };
	if (estimatedHours !== base.estimatedHours && remainingHours !== null && !('percentageDone' in sent)) {
		return { value: clamped(remainingHours + estimatedHours - (base.estimatedHours ?? 0), estimatedHours), settles: false };
	}
	if (percentageDone === null) return { value: null, settles: false };
	return { value: clamped(rounded(estimatedHours - (estimatedHours * percentageDone) / 100)!, estimatedHours), settles: true };
}

/** Null where there is no work to be a part of, or nothing is said of what remains; just begun is 1 and almost done is 99. */
export function percentageOf(estimatedHours: number | null, remainingHours: number | null): number | null {
	if (estimatedHours === null || remainingHours === null || estimatedHours < 0.005) return null;
	const percentage = ((estimatedHours - remainingHours) / estimatedHours) * 100;
	if (percentage > 0 && percentage < 1) return 1;
	return percentage > 99 && percentage < 100 ? 99 : Math.round(percentage);
}

function clamped(hours: number, most: number): number {
	return Math.min(Math.max(hours, 0), most);
}

/** To two decimals of an hour, as the real one keeps them: PT1H20M is PT1H19M48S. */
function rounded(hours: number | null): number | null {
	return hours === null ? null : Math.round(hours * 100) / 100;
}
