import { quoteIdentifier } from '../quoteIdentifier';
import type { Transaction } from '../types';
import { applyAroundLocks } from './applyAroundLocks';
import { applyCarefully, type RangeUse } from './applyCarefully';
import { applyRange } from './applyRange';
import { areKeysClear, spellingsOfKeys } from './areKeysClear';
import { classify, movedIn, noteMoved, type Classes, type MovedRecords } from './classify';
import { copyStraight } from './copyStraight';
import { countBelow } from './countBelow';
import { doubtfulKeys } from './doubtfulKeys';
import { Fates } from './fates';
import { imagesOf } from './images';
import type { Range, RangeWork } from './isolateFailures';
import { noteFates } from './noteFates';
import { RowRefusedError } from './RowRefusedError';
import { ORDINAL, STAGED, stage, unstage } from './stage';
import { MOVED, statementsFor, type Statements } from './statements';
import type { Tally } from './tally';
import type { Prepared, RowFailure, Shape } from './types';

/**
 * Brings the records of one shape into the table, in the transaction given: COPY into a staging table, one pass that tells what
 * differs, then one statement per kind of write; where no row can be there, COPY alone. Notes what became of every record in the
 * tally. Throws a RowRefusedError at the first bad record where records are not isolated.
 */
export async function writeShape(tx: Transaction, prepared: Prepared, shape: Shape, options: { readonly writeId: string | null; readonly isResumed: boolean; readonly keysAreClear: boolean }, tally: Tally): Promise<void> {
	if (await copyStraight(tx, prepared, shape)) {
		tally.note('inserted', shape.indexes);
		return;
	}
	const { write, description } = prepared;
	const columns = write.mode === 'delete' ? write.match : shape.columns;
	const sql = statementsFor(prepared, columns);
	refuse(prepared, await stage(tx, { ...write, description, columns, indexes: shape.indexes }), tally);
	// With a unique index the planner knows enough: a record matches one row at most.
	if (write.match.length > 0 && !prepared.isKeyUnique) await tx.execute({ text: `analyze ${STAGED} (${write.match.map(quoteIdentifier).join(', ')})` });
	const spellings = options.keysAreClear ? null : spellingsOfKeys(prepared, shape.indexes);
	if (!options.keysAreClear && spellings === null) await refuseDoubtful(tx, prepared, tally);
	await refuseAmbiguous(tx, prepared, sql, tally);
	await refuseOtherNumbers(tx, prepared, sql, columns, tally);
	// Keys that can be compared here are compared while PostgreSQL compares rows; another pass where they are not clear, which is rare.
	const classifying = classify(tx, sql);
	const areClear = spellings === null || areKeysClear(write.records, shape.indexes, spellings);
	let classes = await classifying;
	if (!areClear) {
		await refuseDoubtful(tx, prepared, tally);
		classes = await classify(tx, sql);
	}
	noteOthers(prepared, classes, tally);
	const moved = movedIn(classes, write.mode);
	if (moved.there.length + moved.fresh.length > 0) {
		await noteMoved(tx, moved);
		const images = options.writeId === null || write.images === null ? null : imagesOf(tx, write.images.schema, options.writeId, write.match, sql, options.isResumed);
		await applyMoved({ tx, prepared, sql, images }, moved, tally);
		await tx.execute({ text: `drop table ${MOVED}` });
	}
	await unstage(tx);
}

/** Writes what calls for a write and notes it; what the table refuses fails alone or ends it all. */
async function applyMoved(use: RangeUse, { there, fresh }: MovedRecords, tally: Tally): Promise<void> {
	const { tx, prepared, sql, images } = use;
	const { write } = prepared;
	const all = there.length === 0 ? fresh : [...there, ...fresh].sort((one, other) => one - other);
	const fates = new Fates();
	const within = (positions: readonly number[], { from, to }: Range): number => countBelow(positions, to) - countBelow(positions, from);
	const work: RangeWork = {
		quickly: (range) => applyRange(tx, prepared, sql, images, { ...range, missing: within(fresh, range), there: within(there, range) }),
		carefully: async (range) => fates.add(await applyCarefully(use, range)),
	};
	const failures = await applyAroundLocks(tx, prepared, sql, { positions: all, work, restart: () => fates.clear() });
	tally.note(write.mode === 'delete' ? 'deleted' : 'updated', there);
	tally.note('inserted', fresh);
	noteFates(prepared, fates, tally);
	refuse(prepared, [...failures, ...fates.refused], tally);
	const failed = [...failures, ...fates.refused, ...fates.leftOut].map(({ index }) => index);
	if (failed.length > 0) await tx.execute({ text: `delete from ${MOVED} where ordinal = any($1::int4[])`, values: [failed] });
	await images?.noteAfter();
}

/** Records that call for no write: equal rows, rows that are there or missing. */
function noteOthers({ write }: Prepared, { missing, found, unchanged }: Classes, tally: Tally): void {
	if (write.mode === 'update' || write.mode === 'delete') tally.note('not_found', missing);
	if (write.mode === 'insert' && write.existing === 'skip') tally.note('skipped', found);
	if (write.mode === 'insert' && write.existing === 'fail') refuse({ write }, found.map((index): RowFailure => ({ index, column: write.match[0] ?? null, code: 'ROW_EXISTS', reason: `A row with the same ${write.match.join(', ')} is there already.` })), tally);
	tally.unchanged(unchanged);
}

async function ordinals(tx: Transaction, text: string): Promise<readonly number[]> {
	return (await tx.query<{ ordinal: number }>({ text })).map(({ ordinal }) => ordinal);
}

/** Keys that are incomplete or repeated. */
async function refuseDoubtful(tx: Transaction, prepared: Prepared, tally: Tally): Promise<void> {
	const { failures, dropped } = await doubtfulKeys(tx, STAGED, prepared.write.match, prepared.write.duplicates);
	refuse(prepared, failures, tally);
	tally.note('duplicate', dropped);
	await unstageRecords(tx, [...failures.map(({ index }) => index), ...dropped]);
}

/** Without a unique index one key may stand for several rows. */
async function refuseAmbiguous(tx: Transaction, prepared: Prepared, sql: Statements, tally: Tally): Promise<void> {
	if (prepared.isKeyUnique || prepared.write.match.length === 0 || prepared.write.mode === 'delete') return;
	const rows = await ordinals(tx, `select s.${ORDINAL} as ordinal from ${STAGED} s join ${sql.target} t on ${sql.keyMatches} group by 1 having count(*) > 1 order by 1`);
	refuse(prepared, rows.map((index): RowFailure => ({ index, column: prepared.write.match[0] ?? null, code: 'AMBIGUOUS_KEY', reason: `Several rows of the table have its ${prepared.write.match.join(', ')}. Match by columns that are unique.` })), tally);
	await unstageRecords(tx, rows);
}

/** A number that PostgreSQL gave a row (GENERATED ALWAYS AS IDENTITY) stays: records that say another are none of its row's. */
async function refuseOtherNumbers(tx: Transaction, { write, description }: Prepared, sql: Statements, columns: readonly string[], tally: Tally): Promise<void> {
	if (write.mode === 'delete' || write.mode === 'insert') return;
	const numbers = description.columns.filter(({ name, identity }) => identity === 'always' && columns.includes(name) && !write.match.includes(name));
	for (const { name } of numbers) {
		const column = quoteIdentifier(name);
		const rows = await tx.query<{ ordinal: number; held: string }>({ text: `select s.${ORDINAL} as ordinal, t.${column}::text as held from ${STAGED} s join ${sql.target} t on ${sql.keyMatches} where s.${column} is distinct from t.${column} order by 1` });
		refuse({ write }, rows.map(({ ordinal: index, held }): RowFailure => ({ index, column: name, code: 'IDENTITY_GIVEN', reason: `PostgreSQL itself numbers '${name}' (generated always as identity): its row has ${held}, which cannot be changed. Leave '${name}' out, or give the number that the row has.` })), tally);
		await unstageRecords(tx, rows.map(({ ordinal }) => ordinal));
	}
}

/** Stops at the first failure, or notes all. */
function refuse({ write }: Pick<Prepared, 'write'>, failures: readonly RowFailure[], tally: Tally): void {
	const [first] = failures;
	if (first === undefined) return;
	if (write.badRows === 'stop') throw new RowRefusedError(first, write.records.length);
	tally.fail(failures);
}

async function unstageRecords(tx: Transaction, indexes: readonly number[]): Promise<void> {
	if (indexes.length > 0) await tx.execute({ text: `delete from ${STAGED} where ${ORDINAL} = any($1::int4[])`, values: [[...indexes]] });
}
