import { quoteIdentifier } from '../quoteIdentifier';
import type { Transaction } from '../types';
import { applyRange, countIn } from './applyRange';
import { areKeysClear } from './areKeysClear';
import { copyStraight } from './copyStraight';
import { doubtfulKeys } from './doubtfulKeys';
import { imagesOf, type Images } from './images';
import { isolateFailures, type Range } from './isolateFailures';
import { readMovedRecords, type MovedRecords } from './movedRecords';
import { RowRefusedError } from './RowRefusedError';
import { ORDINAL, STAGED, stage } from './stage';
import { MOVED, statementsFor, type Statements } from './statements';
import type { Tally } from './tally';
import type { Prepared, RowFailure, Shape } from './types';

/**
 * Brings the records of one shape into the table, in the transaction given: COPY into a staging table, one pass that tells what
 * differs, then one statement per kind of write; where no row can be there, COPY alone. Notes what became of every record in the
 * tally. Throws a RowRefusedError at the first bad record where records are not isolated.
 */
export async function writeShape(tx: Transaction, prepared: Prepared, shape: Shape, options: { readonly writeId: string | null; readonly keysAreClear: boolean }, tally: Tally): Promise<void> {
	if (await copyStraight(tx, prepared, shape)) {
		tally.note('inserted', shape.indexes);
		return;
	}
	const { write, description } = prepared;
	const columns = write.mode === 'delete' ? write.match : shape.columns;
	const sql = statementsFor(prepared, columns);
	const unstaged = new Set<number>();
	refuse(prepared, await stage(tx, { ...write, description, columns, indexes: shape.indexes }), tally, unstaged);
	// With a unique index the planner knows enough: a record matches one row at most.
	if (write.match.length > 0 && !prepared.isKeyUnique) await tx.execute({ text: `analyze ${STAGED} (${write.match.map(quoteIdentifier).join(', ')})` });
	if (!options.keysAreClear && !areKeysClear(prepared, shape.indexes)) await refuseDoubtful(tx, prepared, tally, unstaged);
	await refuseAmbiguous(tx, prepared, sql, tally, unstaged);
	await tx.execute({ text: `create temporary table ${MOVED.slice('pg_temp.'.length)} (ordinal integer not null, is_new boolean not null) on commit drop` });
	const images = options.writeId === null || write.images === null ? null : imagesOf(tx, write.images.schema, options.writeId, write.match, sql);
	const [counts = { unchanged: 0, existing: 0, missing: 0 }] = await tx.query<Classes>({ text: sql.classify });
	await noteOthers(tx, prepared, sql, counts, tally);
	// Where no row is there for any, all of them are written, and nobody has to be asked.
	const isAllNew = counts.existing === 0 && write.mode !== 'update' && write.mode !== 'delete';
	const staged = isAllNew ? shape.indexes.filter((index) => !unstaged.has(index)) : [];
	const moved = isAllNew && counts.missing === staged.length ? { all: staged, fresh: staged } : await readMovedRecords(tx);
	if (moved.all.length > 0) await applyMoved(tx, prepared, sql, images, moved, tally);
	await tx.execute({ text: `drop table ${MOVED}, ${STAGED}` });
}

/** Writes what calls for a write and notes it; what the table refuses fails alone or ends it all. */
async function applyMoved(tx: Transaction, prepared: Prepared, sql: Statements, images: Images | null, { all, fresh }: MovedRecords, tally: Tally): Promise<void> {
	const { write } = prepared;
	const updatedInstead: number[] = [];
	const apply = async (range: Range): Promise<void> => {
		const updated = await applyRange(tx, prepared, sql, images, { ...range, missing: countIn(fresh, range), hasUpdates: fresh.length < all.length });
		for (const ordinal of updated) updatedInstead.push(ordinal);
	};
	const failures = await isolateFailures(tx, all, apply, write.badRows === 'stop');
	tally.note(write.mode === 'delete' ? 'deleted' : 'updated', all);
	tally.note('inserted', fresh);
	tally.note('updated', updatedInstead);
	refuse(prepared, failures, tally);
	if (failures.length > 0) await tx.execute({ text: `delete from ${MOVED} where ordinal = any($1::int4[])`, values: [failures.map(({ index }) => index)] });
	await images?.noteAfter();
}

/** What the one pass over staging table and table counted. */
interface Classes {
	/** Records whose row holds the same. */
	readonly unchanged: number;
	/** Records whose row is there. */
	readonly existing: number;
	readonly missing: number;
}

/** Records that call for no write: equal rows, rows that are there or missing. */
async function noteOthers(tx: Transaction, { write }: Prepared, sql: Statements, counts: Classes, tally: Tally): Promise<void> {
	switch (write.mode) {
		case 'insert': {
			if (counts.existing === 0) return;
			const rows = await ordinals(tx, `select s.${ORDINAL} as ordinal from ${STAGED} s where not exists (select 1 from ${MOVED} m where m.ordinal = s.${ORDINAL}) order by 1`);
			if (write.existing === 'skip') tally.note('skipped', rows);
			else refuse({ write }, rows.map((index): RowFailure => ({ index, column: write.match[0] ?? null, code: 'ROW_EXISTS', reason: `A row with the same ${write.match.join(', ')} is there already.` })), tally);
			return;
		}
		case 'update':
		case 'delete':
			if (counts.missing > 0) tally.note('not_found', await ordinals(tx, `select s.${ORDINAL} as ordinal from ${STAGED} s where not exists (select 1 from ${sql.target} t where ${sql.keyMatches}) order by 1`));
			break;
		case 'insert_or_update':
		case 'replace': break;
	}
	tally.unchanged(counts.unchanged, write.mode === 'delete');
}

async function ordinals(tx: Transaction, text: string): Promise<readonly number[]> {
	return (await tx.query<{ ordinal: number }>({ text })).map(({ ordinal }) => ordinal);
}

/** Keys that are incomplete or repeated. */
async function refuseDoubtful(tx: Transaction, prepared: Prepared, tally: Tally, unstaged: Set<number>): Promise<void> {
	const { failures, dropped } = await doubtfulKeys(tx, STAGED, prepared.write.match, prepared.write.duplicates);
	refuse(prepared, failures, tally, unstaged);
	tally.note('duplicate', dropped);
	for (const index of dropped) unstaged.add(index);
	await unstageRecords(tx, [...failures.map(({ index }) => index), ...dropped]);
}

/** Without a unique index one key may stand for several rows. */
async function refuseAmbiguous(tx: Transaction, prepared: Prepared, sql: Statements, tally: Tally, unstaged: Set<number>): Promise<void> {
	if (prepared.isKeyUnique || prepared.write.match.length === 0 || prepared.write.mode === 'delete') return;
	const rows = await ordinals(tx, `select s.${ORDINAL} as ordinal from ${STAGED} s join ${sql.target} t on ${sql.keyMatches} group by 1 having count(*) > 1 order by 1`);
	refuse(prepared, rows.map((index): RowFailure => ({ index, column: prepared.write.match[0] ?? null, code: 'AMBIGUOUS_KEY', reason: `Several rows of the table have its ${prepared.write.match.join(', ')}. Match by columns that are unique.` })), tally, unstaged);
	await unstageRecords(tx, rows);
}

/** Stops at the first failure, or notes all; `unstaged` gathers records that are not staged any more. */
function refuse({ write }: Pick<Prepared, 'write'>, failures: readonly RowFailure[], tally: Tally, unstaged?: Set<number>): void {
	const [first] = failures;
	if (first === undefined) return;
	if (write.badRows === 'stop') throw new RowRefusedError(first, write.records.length);
	tally.fail(failures);
	for (const { index } of failures) unstaged?.add(index);
}

async function unstageRecords(tx: Transaction, indexes: readonly number[]): Promise<void> {
	if (indexes.length > 0) await tx.execute({ text: `delete from ${STAGED} where ${ORDINAL} = any($1::int4[])`, values: [[...indexes]] });
}
