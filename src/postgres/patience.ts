/** How long a transaction waits, in milliseconds. None of it is for ever: who waits here holds what others wait for. */
export interface Patience {
	/** For one lock: on a row, a table, or an advisory one. */
	readonly lockMs: number;
	/** For one statement. Large tables take their time; locks are what has to be short. */
	readonly statementMs: number;
	/** For our next statement, before the server ends a transaction whose process stands still. */
	readonly idleMs: number;
}

/** What a transaction is given that says nothing else. */
export const USUAL_PATIENCE: Patience = { lockMs: 2000, statementMs: 15 * 60_000, idleMs: 60_000 };

const UNIT_MS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** A time as PostgreSQL shows it in its settings ('0', '1500ms', '2min'), in milliseconds; 0: no limit. */
export function readTimeout(shown: string): number {
	const [, number, unit] = /^(\d+)\s*(us|ms|s|min|h|d)?$/.exec(shown.trim()) ?? [];
	return number === undefined ? 0 : Math.ceil(Number(number) * (UNIT_MS[unit ?? 'ms'] ?? 1));
}

/** A patience no longer than what an administrator set for the role or database (0: nothing was set), where that is stricter. */
export function withinLimits(asked: Patience, set: Patience): Patience {
	const least = (one: number, limit: number): number => Math.max(1, Math.round(limit > 0 ? Math.min(one, limit) : one));
	const statementMs = least(asked.statementMs, set.statementMs);
	// A wait for a lock has to end as one: what takes as long as a statement may would be told as a slow statement.
	return { lockMs: Math.min(least(asked.lockMs, set.lockMs), Math.max(1, Math.floor(statementMs / 2))), statementMs, idleMs: least(asked.idleMs, set.idleMs) };
}
