import type { HttpTransportError } from './httpTransportError';
import type { Clock, HttpResponse } from './types';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 32_000;
/** A server that asks for a longer pause than this is taken to be out of service. */
const LONGEST_ASKED_PAUSE_MS = 120_000;
/** An attempt with less time than this before the deadline is not begun. */
const SHORTEST_ATTEMPT_MS = 1000;

/** What one attempt came to. */
export type SendOutcome =
	| { readonly kind: 'answer'; readonly response: HttpResponse; readonly tookMs: number }
	| { readonly kind: 'failure'; readonly error: HttpTransportError; readonly tookMs: number };

export interface RetryRules {
	readonly clock: Clock;
	/** Attempts in all, the first included. */
	readonly attempts: number;
	/** Time on the monotonic clock by which the last attempt has ended; null: none. */
	readonly deadline: number | null;
	readonly isRepeatable: (outcome: SendOutcome) => boolean;
	/** Nobody waits for the outcome any more: no further attempt is made. */
	readonly isAbandoned?: () => boolean;
	/** Ends a pause before its time. */
	readonly wake?: AbortSignal;
	readonly onRetry?: () => void;
}

/**
 * Sends until an outcome is not to be repeated, the attempts are used up, or the next would come after the deadline;
 * gives the last outcome. Pauses grow from 1 s to 32 s, each drawn from the whole range (full jitter), and are at
 * least as long as the server asks.
 */
export async function sendWithRetries(rules: RetryRules, send: () => Promise<SendOutcome>): Promise<{ readonly outcome: SendOutcome; readonly attempts: number }> {
	for (let attempt = 1; ; attempt += 1) {
		const outcome = await send();
		if (attempt >= rules.attempts || !rules.isRepeatable(outcome) || rules.isAbandoned?.() === true) return { outcome, attempts: attempt };
		const pauseMs = pauseBefore(attempt, outcome, rules.clock);
		if (pauseMs === null || isTooLate(rules, pauseMs)) return { outcome, attempts: attempt };
		await rules.clock.sleep(pauseMs, rules.wake);
		if (rules.isAbandoned?.() === true || isTooLate(rules, 0)) return { outcome, attempts: attempt };
		rules.onRetry?.();
	}
}

function isTooLate(rules: RetryRules, pauseMs: number): boolean {
	return rules.deadline !== null && rules.clock.monotonic() + pauseMs + SHORTEST_ATTEMPT_MS > rules.deadline;
}

/** Milliseconds to wait after the given attempt (1 is the first); null where the server asks for too long a pause. */
export function pauseBefore(attempt: number, outcome: SendOutcome, clock: Clock): number | null {
	const jittered = clock.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
	const asked = outcome.kind === 'answer' ? askedPause(outcome.response, clock) : 0;
	return asked > LONGEST_ASKED_PAUSE_MS ? null : Math.max(jittered, asked);
}

/** The pause a server asks for by Retry-After (seconds or date) or RateLimit-Reset (time, or seconds from now), in milliseconds. */
function askedPause(response: HttpResponse, clock: Clock): number {
	const nowMs = serverTimeOf(response) ?? clock.now();
	const retryAfter = response.headers['retry-after']?.trim();
	if (retryAfter !== undefined && retryAfter !== '') {
		const ms = /^\d+(\.\d+)?$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - nowMs;
		if (Number.isFinite(ms)) return Math.max(0, ms);
	}
	const reset = Number(response.headers['ratelimit-reset'] ?? Number.NaN);
	if (response.status !== 429 || !Number.isFinite(reset)) return 0;
	// OpenProject gives the time as seconds since 1970; proxies often give the seconds that are left.
	return Math.max(0, reset > 1_000_000_000 ? reset * 1000 - nowMs : reset * 1000);
}

/** The `Date` header in milliseconds since the epoch, null where absent or unreadable. */
export function serverTimeOf(response: HttpResponse): number | null {
	const ms = Date.parse(response.headers['date'] ?? '');
	return Number.isFinite(ms) ? ms : null;
}

/** Failures that pass: the same request may well work a little later. */
export function isTransient(outcome: SendOutcome): boolean {
	if (outcome.kind === 'answer') return [429, 502, 503, 504].includes(outcome.response.status);
	return outcome.error.kind !== 'tls' && outcome.error.kind !== 'address';
}

/** Transient, and certain to have had no effect. */
export function isHarmless(outcome: SendOutcome): boolean {
	if (outcome.kind === 'answer') return outcome.response.status === 429;
	return isTransient(outcome) && !outcome.error.sent;
}
