import type { Transaction } from '../types';
import { RowRefusedError } from './RowRefusedError';
import { describeUniqueIndexes } from './describeUniqueIndexes';
import { stepAside } from './stepAside';
import type { Tally, TallySnapshot } from './tally';
import type { Prepared, RowFailure, Shape } from './types';

/** What a batch does, so that it can be done in other ways. */
export interface BatchWork {
	/** Writes all records but those left out. `isResumed`: rows may have been noted for an undo already. */
	writeAll(leftOut: ReadonlySet<number>, isResumed: boolean): Promise<void>;
	/** Deletes what `replace` is to delete. */
	deleteRest(): Promise<void>;
	readonly shapes: readonly Shape[];
	/** Id under which images are kept; null: none are. */
	readonly writeId: string | null;
}

const TAKEN = '23505';
/** So often records that fail in an exchange are left out of it, before all is written as it comes. */
const MOST_ROUNDS = 5;

/** Thrown to have PostgreSQL take back what was written, because records failed. */
class Failing extends Error {
	constructor(readonly failures: readonly RowFailure[]) {
		super();
	}
}

/**
 * Writes a batch whose records may exchange values that have to be unique, move them on or take over those of rows that are to be
 * deleted: the table they describe is a valid one, but no order of writes leads there. Where a value is found taken, all is taken
 * back, and the rows that are to hold another value step aside first. Answers whether the rest was deleted on the way.
 */
export async function writeExchanging(tx: Transaction, prepared: Prepared, work: BatchWork, leftOut: ReadonlySet<number>, tally: Tally): Promise<{ readonly isRestDeleted: boolean }> {
	const before = tally.snapshot();
	const plain = await attempt(tx, async () => {
		await work.writeAll(leftOut, false);
		const taken = tally.failures.slice(before.failures);
		if (taken.some(({ code }) => code === TAKEN)) throw new Failing(taken);
	});
	if (plain === null) return { isRestDeleted: false };
	if (plain instanceof RowRefusedError && plain.failure.code !== TAKEN) throw plain;
	const outcome = await exchange(tx, prepared, work, leftOut, { tally, before });
	if (outcome !== 'in_vain') return outcome;
	tally.restore(before);
	await work.writeAll(leftOut, false);
	return { isRestDeleted: false };
}

async function exchange(tx: Transaction, prepared: Prepared, work: BatchWork, leftOut: ReadonlySet<number>, { tally, before }: { readonly tally: Tally; readonly before: TallySnapshot }): Promise<{ readonly isRestDeleted: boolean } | 'in_vain'> {
	const isReplacing = prepared.write.mode === 'replace';
	const indexes = await describeUniqueIndexes(tx, prepared.description);
	const failed: RowFailure[] = [];
	for (let round = 0; round < MOST_ROUNDS; round += 1) {
		tally.restore(before);
		tally.fail(failed);
		const left = new Set([...leftOut, ...failed.map(({ index }) => index)]);
		let aside = 0;
		const result = await attempt(tx, async () => {
			if (isReplacing) await work.deleteRest();
			for (const shape of work.shapes) aside += await stepAside(tx, prepared, indexes, { ...shape, indexes: shape.indexes.filter((index) => !left.has(index)) }, work.writeId);
			if (aside === 0 && !isReplacing) throw new Failing([]);
			await work.writeAll(left, true);
			const now = tally.failures.slice(before.failures + failed.length);
			// A row that stepped aside must not stay there.
			if (now.length > 0) throw new Failing(now);
		});
		if (result === null) return { isRestDeleted: isReplacing };
		// What fails now does so whatever others hold.
		if (result instanceof RowRefusedError && aside > 0 && result.failure.code !== TAKEN) throw result;
		if (!(result instanceof Failing) || result.failures.length === 0 || isReplacing) return 'in_vain';
		failed.push(...result.failures);
	}
	return 'in_vain';
}

async function attempt(tx: Transaction, work: () => Promise<void>): Promise<Failing | RowRefusedError | null> {
	try {
		await tx.savepoint(work);
		return null;
	} catch (error) {
		if (error instanceof Failing || error instanceof RowRefusedError) return error;
		throw error;
	}
}
