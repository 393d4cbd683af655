import { BatchSyncError } from '../../errors';
import type { RowFailure } from './types';

/** The table did not take a record, and was asked to take all or none. */
export class RowRefusedError extends BatchSyncError {
	constructor(readonly failure: RowFailure, given: number, what = 'Nothing was written.') {
		const column = failure.column === null || failure.reason.includes(`'${failure.column}'`) ? '' : ` (column '${failure.column}')`;
		super('ROW_REFUSED', `Record ${failure.index + 1} of ${given} was refused${column}: ${failure.reason} ${what}`, { data: { index: failure.index, column: failure.column, reason: failure.reason, sqlState: failure.code } });
	}
}
