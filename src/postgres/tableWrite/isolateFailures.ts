import type { DatabaseError } from '../../errors';
import type { Transaction } from '../types';
import { CountsDiffer } from './CountsDiffer';
import { isRowFailure, reasonOf } from './isRowFailure';
import type { RowFailure } from './types';

export interface Range {
	readonly from: number;
	readonly to: number;
}

/** The work on a range of positions. Where its counts differ it is done once more, carefully: looking at what became of each record. */
export interface RangeWork {
	quickly(range: Range): Promise<void>;
	/** Throws CountsDiffer where parts of the range have to be told apart. */
	carefully(range: Range): Promise<void>;
}

/** What else than a refusal concerns single records. */
export type IsFailure = (error: unknown) => boolean;

/** SQLSTATE of a foreign key that finds nothing: it may when the other records have been written. */
const REFERENCE = '23503';

/**
 * Applies work to a range of positions and, where PostgreSQL refuses a record, to halves of it, until those that it refuses stand
 * alone: one bad record among n costs about 2 log2(n) statements, each of them under a savepoint. What refers to a record that
 * was written later is tried again. With `first` it ends at the first record found. `positions` are those the work is about, ascending;
 * `isToo` says what is to be isolated as well.
 */
export async function isolateFailures(tx: Transaction, positions: readonly number[], work: RangeWork, first: boolean, isToo: IsFailure = () => false): Promise<readonly RowFailure[]> {
	let open: readonly number[] = positions;
	for (;;) {
		const failed = await bisect(tx, open, work, first, isToo);
		const retried = failed.filter(({ code }) => code === REFERENCE).map(({ index }) => index);
		if (first || retried.length === 0 || retried.length === open.length) return failed;
		const again = await isolateFailures(tx, retried, work, false, isToo);
		if (again.length === retried.length) return failed;
		const fails = new Map(again.map((failure) => [failure.index, failure]));
		open = retried.filter((index) => fails.has(index));
		return [...failed.filter(({ code }) => code !== REFERENCE), ...again].sort((a, b) => a.index - b.index);
	}
}

async function bisect(tx: Transaction, positions: readonly number[], work: RangeWork, first: boolean, isToo: IsFailure): Promise<readonly RowFailure[]> {
	const failures: RowFailure[] = [];
	const ranges: Array<readonly [number, number]> = [[0, positions.length]];
	for (let range = ranges.pop(); range !== undefined; range = ranges.pop()) {
		const [from, to] = range;
		if (from >= to) continue;
		const refused = await refusalOf(tx, work, isToo, { from: positions[from] as number, to: (positions[to - 1] as number) + 1 });
		if (refused === null) continue;
		if (to - from === 1) {
			if (refused instanceof CountsDiffer) throw refused;
			failures.push({ index: positions[from] as number, ...reasonOf(refused) });
			if (first) break;
			continue;
		}
		const middle = Math.floor((from + to) / 2);
		ranges.push([middle, to], [from, middle]);
	}
	return failures;
}

/** Why a range was not written; null: it was. */
async function refusalOf(tx: Transaction, work: RangeWork, isToo: IsFailure, range: Range): Promise<DatabaseError | CountsDiffer | null> {
	const quick = await attempt(tx, isToo, () => work.quickly(range));
	return quick instanceof CountsDiffer ? await attempt(tx, isToo, () => work.carefully(range)) : quick;
}

async function attempt(tx: Transaction, isToo: IsFailure, work: () => Promise<void>): Promise<DatabaseError | CountsDiffer | null> {
	try {
		await tx.savepoint(work);
		return null;
	} catch (error) {
		if (error instanceof CountsDiffer || isRowFailure(error)) return error;
		if (isToo(error)) return error as DatabaseError;
		throw error;
	}
}
