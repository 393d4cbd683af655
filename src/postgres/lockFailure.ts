import { DatabaseError } from '../errors';
import type { LockWait } from './lockWait';

const LOCK_NOT_AVAILABLE = '55P03';
/** Deadlock, serialization failure: another transaction was in the way, and this one gave way to it. */
const GAVE_WAY = ['40P01', '40001'];

/** Whether it failed because others held what it needed: the same may go well in a moment, or once they are done. */
export function isLockFailure(error: unknown): error is DatabaseError {
	return error instanceof DatabaseError && (error.sqlState === LOCK_NOT_AVAILABLE || GAVE_WAY.includes(error.sqlState ?? ''));
}

/** Whether it failed because the transaction's signal said to stop. */
export function isStoppedStatement(error: unknown): error is DatabaseError {
	return error instanceof DatabaseError && error.data['stopped'] === true;
}

/** What was waited for, where it was seen. */
export function lockWaitIn(error: DatabaseError): LockWait | null {
	const lock = error.data['lock'];
	return lock === undefined || lock === null ? null : (lock as unknown as LockWait);
}
