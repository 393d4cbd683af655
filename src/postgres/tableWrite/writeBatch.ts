import { quoteIdentifier } from '../quoteIdentifier';
import type { Transaction } from '../types';
import { doubtfulKeys } from './doubtfulKeys';
import { imagesOf } from './images';
import { deleteRest, guardDeletion, KEYS } from './replaceRest';
import { RowRefusedError } from './RowRefusedError';
import { stage, STAGED, unstage } from './stage';
import { statementsFor } from './statements';
import type { Tally } from './tally';
import type { Prepared } from './types';
import { writeExchanging } from './writeExchanging';
import { writeShape } from './writeShape';

/** What one batch leaves to those after it. */
export interface Progress {
	/** Positions that others with the same key are taken for, found in the first batch; null: not looked for yet. */
	readonly dropped: ReadonlySet<number> | null;
	/** Id under which images are kept; null: none are. */
	readonly writeId: string | null;
}

/** Writes the records from `from` up to `to` in the transaction given. */
export async function writeBatch(tx: Transaction, prepared: Prepared, { from, to, dropped: droppedBefore, writeId }: Progress & { readonly from: number; readonly to: number }, tally: Tally): Promise<Progress> {
	const { write, given, description } = prepared;
	const known = description.columns.map(({ name }) => name);
	const shapes = given.within({ from, to }, new Set(write.columns === null ? known : known.filter((name) => write.columns?.includes(name))), write.match);
	// One staging table after the other cannot tell a key that is in two of them.
	const needsKeys = write.mode === 'replace' || (write.match.length > 0 && (to - from < write.records.length || shapes.length > 1));
	const dropped = droppedBefore ?? (needsKeys ? await compareKeys(tx, prepared, given.indexes(), tally) : new Set<number>());
	if (write.mode === 'replace') await guardDeletion(tx, prepared, write.records.length - given.blank.length);
	const writeAll = async (leftOut: ReadonlySet<number>, isResumed: boolean): Promise<void> => {
		for (const shape of shapes) {
			const indexes = leftOut.size === 0 ? shape.indexes : shape.indexes.filter((index) => !leftOut.has(index));
			await writeShape(tx, prepared, { columns: shape.columns, indexes }, { writeId, isResumed, keysAreClear: needsKeys }, tally);
		}
		tally.note('skipped', given.blank.filter((index) => index >= from && index < to));
		tally.settle(from, to);
	};
	const rest = { deleteRest: () => deleteTheRest(tx, prepared, writeId, tally), shapes, writeId, writeAll };
	const { isRestDeleted } = mayExchange(prepared) ? await writeExchanging(tx, prepared, rest, dropped, tally) : (await writeAll(dropped, false), { isRestDeleted: false });
	if (write.mode === 'replace' && !isRestDeleted) await replaceRest(tx, prepared, writeId, tally);
	return { dropped, writeId };
}

/** Compares the keys of all records with one another, whatever batch they are in. Answers the positions that are not written. */
async function compareKeys(tx: Transaction, { write, description }: Prepared, indexes: readonly number[], tally: Tally): Promise<ReadonlySet<number>> {
	const failures = [...(await stage(tx, { ...write, description, columns: write.match, indexes }))];
	const doubtful = await doubtfulKeys(tx, STAGED, write.match, write.duplicates);
	failures.push(...doubtful.failures);
	const [first] = failures;
	if (first !== undefined && write.badRows === 'stop') throw new RowRefusedError(first, write.records.length);
	tally.fail(failures);
	tally.note('duplicate', doubtful.dropped);
	if (write.mode === 'replace') {
		const keys = write.match.map(quoteIdentifier).join(', ');
		await tx.execute({ text: `create temporary table ${KEYS.slice('pg_temp.'.length)} on commit drop as select ${keys} from ${STAGED}; analyze ${KEYS}` });
	}
	await unstage(tx);
	return new Set([...failures.map(({ index }) => index), ...doubtful.dropped]);
}

/** Whether rows may be in each other's way in a unique index beside that on the match columns. */
function mayExchange({ write, hooks, isKeyUnique }: Prepared): boolean {
	return write.mode !== 'insert' && write.mode !== 'delete' && hooks.uniqueIndexes > (isKeyUnique ? 1 : 0);
}

async function replaceRest(tx: Transaction, prepared: Prepared, writeId: string | null, tally: Tally): Promise<void> {
	if (tally.failures.length > 0) {
		tally.remarks.push(`Nothing was deleted, because ${tally.failures.length} records failed: what they stand for cannot be told from what was left out.`);
		return;
	}
	await deleteTheRest(tx, prepared, writeId, tally);
}

async function deleteTheRest(tx: Transaction, prepared: Prepared, writeId: string | null, tally: Tally): Promise<void> {
	const { write } = prepared;
	const images = writeId === null || write.images === null ? null : imagesOf(tx, write.images.schema, writeId, write.match, statementsFor(prepared, write.match));
	const { deleted, kept } = await deleteRest(tx, prepared, images);
	tally.deletedRest = deleted;
	if (kept > 0) tally.remarks.push(`${kept} ${kept === 1 ? 'row' : 'rows'} of ${prepared.description.schema}.${prepared.description.table} that ${kept === 1 ? 'was' : 'were'} not given ${kept === 1 ? 'is' : 'are'} still there: a trigger or rule of the table keeps ${kept === 1 ? 'it' : 'them'}.`);
}
