import type { DatabaseError } from '../errors';
import { isLockFailure, lockSentence, lockWaitIn, type LockWait, type Patience } from '../postgres';
import type { RunContext } from './context';
import type { RemoteWriteResult } from './writeRemote';

/** How a part of a batch is settled. */
export interface SettleManner {
	/** Rows that others hold are found first, without waiting, and left out. */
	readonly isCareful: boolean;
	/** Why nothing is written to the rows; null: they are written. */
	readonly withheld: string | null;
	readonly patience: Partial<Patience>;
}

/** How long is waited once a batch has met a lock. */
const ALONE_MS = 300;
/** The same once the run is to stop. */
const STOPPING_MS = 50;
/** Records in a row not even the package's own tables could be written for: then it is not about them. */
const MOST_STUCK = 3;

const together: SettleManner = { isCareful: false, withheld: null, patience: {} };
const carefully: SettleManner = { ...together, isCareful: true };

/**
 * Settles a batch where others hold rows of it. No transaction goes on after a wait for a lock in vain: what it had written others
 * would wait for. First the batch as a whole; if a lock is in the way, without the rows that others hold; if that is not it (a row that is
 * referred to, a trigger's, a value that is to be unique), record by record. A locked table is thrown: it concerns every record.
 */
export async function settleAroundLocks(context: RunContext, results: readonly RemoteWriteResult[], settle: (results: readonly RemoteWriteResult[], manner: SettleManner) => Promise<void>): Promise<void> {
	const hasMetLocks = context.locked.wait !== null || context.locked.links.size > 0;
	const brief = (): Partial<Patience> => ({ lockMs: context.stop.reason() === null ? Math.min(ALONE_MS, context.settings.lockMs) : STOPPING_MS });
	for (const manner of hasMetLocks ? [{ ...carefully, patience: brief() }] : [together, { ...carefully, patience: brief() }]) {
		const failure = await lockFailureOf(settle(results, manner));
		if (failure === null) return;
		context.locked.wait = lockWaitIn(failure) ?? context.locked.wait;
	}
	let stuck = 0;
	for (const result of results) {
		const patience = brief();
		const failure = await lockFailureOf(settle([result], { ...carefully, patience }));
		if (failure === null) continue;
		const sentence = lockedSentence(lockWaitIn(failure) ?? context.locked.wait);
		const second = await lockFailureOf(settle([result], { isCareful: true, withheld: sentence, patience }));
		stuck = second === null ? 0 : stuck + 1;
		if (second === null) continue;
		// What was sent is found by the next run; the link stays pending.
		noteLocked(context, result.prepared.link.row.id, sentence);
		if (stuck >= MOST_STUCK) throw second;
	}
}

/** The failure, where a lock was in the way that is no table's; null: it is settled. */
async function lockFailureOf(work: Promise<void>): Promise<DatabaseError | null> {
	try {
		await work;
		return null;
	} catch (error) {
		if (!isLockFailure(error) || lockWaitIn(error)?.kind === 'table') throw error;
		return error;
	}
}

export function noteLocked(context: RunContext, link: string, sentence: string): void {
	context.locked.links.add(link);
	context.locked.message = sentence;
}

/** Why a row was left as it is, for the record's failure. */
export function lockedSentence(wait: LockWait | null): string {
	return `${lockSentence(wait)} Nothing was written to the row; it follows with the next run.`;
}
