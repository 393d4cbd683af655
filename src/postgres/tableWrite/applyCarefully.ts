import { quoteIdentifier } from '../quoteIdentifier';
import type { Transaction } from '../types';
import { mayLook } from './applyRange';
import { CountsDiffer } from './CountsDiffer';
import { Fates, leftOut } from './fates';
import type { Images } from './images';
import type { Range } from './isolateFailures';
import { learnKeys, takeTheirKeys, type LearnedKey } from './ownKeys';
import { positionsIn } from './positionsIn';
import { ORDINAL, STAGED } from './stage';
import { inRange, MOVED, type Statements } from './statements';
import type { Prepared } from './types';
import { updateCarefully } from './updateCarefully';

/** What the writes of a staging table are done with. */
export interface RangeUse {
	readonly tx: Transaction;
	readonly prepared: Prepared;
	readonly sql: Statements;
	readonly images: Images | null;
}

/** Thrown to have PostgreSQL take back an insert under keys that the table spells otherwise. */
class OtherKeys extends Error {
	constructor(readonly keys: readonly LearnedKey[]) {
		super();
	}
}

/** Thrown to have PostgreSQL take back rows that no index would find again. */
class Outside extends Error {
	constructor(readonly ordinals: readonly number[]) {
		super();
	}
}

/**
 * The writes of a range, and what became of each of its records by what is in the table afterwards: a trigger or rule may have left it
 * out, held its row as it was or put it under another key, and others may have written at the same moment.
 */
export async function applyCarefully(use: RangeUse, range: Range): Promise<Fates> {
	const { prepared, sql, images } = use;
	const { write } = prepared;
	const fates = new Fates();
	if (write.mode === 'delete') {
		await images?.noteBefore('deleted', range);
		await deleteCarefully(use, range, fates);
		return fates;
	}
	const hasColumns = sql.written.length > 0 || write.checksumColumn !== null;
	if (write.mode !== 'insert' && hasColumns) {
		await images?.noteBefore('updated', range);
		await updateCarefully(use, range, null, fates);
	}
	if (write.mode === 'update') return fates;
	if (sql.insertion.conflict === '') await insertCounted(use, range, fates);
	else await insertUnderItsKey(use, range, fates, hasColumns);
	return fates;
}

interface Seen {
	/** Of the records in the range: those whose row this statement made, those whose row is there, and those whose is not. */
	readonly made: readonly number[];
	readonly there: readonly number[];
	readonly absent: readonly number[];
}

async function insertUnderItsKey(use: RangeUse, range: Range, fates: Fates, hasColumns: boolean): Promise<void> {
	const { tx, prepared } = use;
	let seen: Seen;
	try {
		seen = await tx.savepoint(async () => {
			const first = await insertAndLook(use, range);
			if (prepared.predicate !== null && first.absent.length > 0) throw new Outside(first.absent);
			const keys = first.absent.length === 0 || !mayLook(prepared) ? [] : await learnKeys(use, first.absent);
			if (keys.length > 0) throw new OtherKeys(keys);
			return first;
		});
	} catch (error) {
		if (error instanceof Outside) await refuseOutside(use, error.ordinals, fates);
		else if (error instanceof OtherKeys) await takeTheirKeys(use, error.keys, fates);
		else throw error;
		seen = await insertAndLook(use, range);
		const others = error instanceof OtherKeys ? new Set(error.keys.map(({ ordinal }) => ordinal)) : new Set<number>();
		fates.underOtherKeys.push(...seen.made.filter((index) => others.has(index)));
	}
	const made = new Set(seen.made);
	fates.inserted.push(...seen.there.filter((index) => made.has(index)));
	noteAbsent(use, seen.absent, fates);
	// Others inserted them at the same moment, or they are there under the key that the table spells: they are updated where they differ.
	const others = seen.there.filter((index) => !made.has(index));
	if (others.length === 0) return;
	await tx.execute({ text: `update ${MOVED} m set is_new = false where m.ordinal = any($1::int4[])`, values: [others] });
	if (!hasColumns) {
		fates.unchanged.push(...others);
		return;
	}
	await use.images?.noteBefore('updated', range);
	await updateCarefully(use, range, others, fates);
}

/** New rows that the index on the match columns does not cover: nothing would find them, and every write would add them once more. */
async function refuseOutside({ tx, prepared }: RangeUse, ordinals: readonly number[], fates: Fates): Promise<void> {
	const { write, description, predicate } = prepared;
	fates.refused.push(...ordinals.map((index) => ({ index, column: write.match[0] ?? null, code: 'OUTSIDE_INDEX', reason: `No row that it means is in ${description.schema}.${description.table}, and its own would not be among those that the unique index on ${write.match.join(', ')} covers (${String(predicate)}): every write would add it once more.` })));
	await tx.execute({ text: `delete from ${MOVED} where ordinal = any($1::int4[])`, values: [ordinals] });
}

/** Inserts where rows are counted alone: without match columns, in tables with rules, and where rows that are there are not updated. */
async function insertCounted(use: RangeUse, range: Range, fates: Fates): Promise<void> {
	const { tx, prepared, sql } = use;
	const fresh = await freshIn(use, range);
	if (fresh.length === 0) return;
	const count = await tx.execute({ text: sql.insert, values: [range.from, range.to] });
	const absent = mayLook(prepared) ? (await look(use, range)).absent : [];
	if (prepared.hooks.rules.insert) {
		fates.inserted.push(...fresh.filter((index) => !absent.includes(index)));
		noteAbsent(use, absent, fates);
		return;
	}
	if (count === fresh.length) {
		fates.inserted.push(...fresh);
		if (prepared.predicate === null) fates.underOtherKeys.push(...absent);
	} else if (fresh.length === 1) noteAbsent(use, fresh, fates);
	else throw new CountsDiffer();
}

async function deleteCarefully({ tx, prepared, sql }: RangeUse, range: Range, fates: Fates): Promise<void> {
	const values = [range.from, range.to];
	const all = positionsIn((await tx.query<{ all: string | null }>({ text: `select array_agg(m.ordinal)::text as all from ${MOVED} m where ${inRange}`, values }))[0]?.all);
	let gone: ReadonlySet<number> | null = null;
	if (prepared.hooks.rules.delete) await tx.execute({ text: sql.remove, values });
	else gone = new Set(positionsIn((await tx.query<{ gone: string | null }>({ text: `with done as (${sql.remove} returning m.ordinal) select array_agg(distinct ordinal)::text as gone from done`, values }))[0]?.gone));
	const [row] = await tx.query<{ left: string | null }>({ text: `select array_agg(distinct m.ordinal)::text as left from ${MOVED} m join ${STAGED} s on m.ordinal = s.${ORDINAL} join ${sql.target} t on ${sql.keyMatches} where ${inRange}`, values });
	const left = new Set(positionsIn(row?.left));
	const table = `${prepared.description.schema}.${prepared.description.table}`;
	for (const index of all) {
		if (left.has(index)) fates.leftOut.push(leftOut(index, table, 'its row is still there'));
		else if (gone === null || gone.has(index)) fates.deleted.push(index);
		// Somebody else was first.
		else fates.notFound.push(index);
	}
}

function noteAbsent({ prepared: { description } }: RangeUse, absent: readonly number[], fates: Fates): void {
	const table = `${description.schema}.${description.table}`;
	fates.leftOut.push(...absent.map((index) => leftOut(index, table, 'no row came of it')));
}

async function insertAndLook(use: RangeUse, range: Range): Promise<Seen> {
	const { tx, prepared, sql } = use;
	const keys = prepared.write.match.map(quoteIdentifier);
	const [row] = await tx.query<{ made: string | null }>({
		text: `with done as (${sql.insert} returning ${keys.map((key) => `t.${key}`).join(', ')})
			select array_agg(m.ordinal)::text as made from ${MOVED} m join ${STAGED} s on m.ordinal = s.${ORDINAL} join done d on ${keys.map((key) => `d.${key} = s.${key}`).join(' and ')} where m.is_new and ${inRange}`,
		values: [range.from, range.to],
	});
	const made = positionsIn(row?.made);
	// Rows that are hidden from this user cannot be looked for; what was not made was there.
	return { made, ...(mayLook(prepared) ? await look(use, range) : { there: await freshIn(use, range), absent: [] }) };
}

/** New records whose row is there now, and those whose is not. */
async function look({ tx, sql }: RangeUse, { from, to }: Range): Promise<Pick<Seen, 'there' | 'absent'>> {
	const [row] = await tx.query<{ there: string | null; absent: string | null }>({
		text: `select (array_agg(ordinal) filter (where is_there))::text as there, (array_agg(ordinal) filter (where not is_there))::text as absent
			from (select m.ordinal, exists (select 1 from ${sql.target} t where ${sql.keyMatches}) as is_there from ${MOVED} m join ${STAGED} s on m.ordinal = s.${ORDINAL} where m.is_new and ${inRange}) l`,
		values: [from, to],
	});
	return { there: positionsIn(row?.there), absent: positionsIn(row?.absent) };
}

async function freshIn({ tx }: RangeUse, { from, to }: Range): Promise<readonly number[]> {
	const [row] = await tx.query<{ fresh: string | null }>({ text: `select array_agg(m.ordinal)::text as fresh from ${MOVED} m where m.is_new and ${inRange}`, values: [from, to] });
	return positionsIn(row?.fresh);
}
