import { randomBytes } from 'node:crypto';
import { addPending } from '../postgres/stores/tables';
import { checkNow, updateRows } from '../postgres/stores/writeRows';
import type { WrittenRow } from '../postgres/stores/writeRows';
import type { Transaction } from '../postgres';
import { isEqualJson, valueAt } from '../record';
import type { Json, JsonObject } from '../record';
import { fenced } from './context';
import type { RunContext } from './context';
import { isAboutData } from './isAboutData';
import { done } from './localJob';
import type { LocalWriteResult } from './localJob';

/** SQLSTATE of a value that has to be unique and is not. */
export const UNIQUE_VIOLATION = '23505';
/** Code of the failure it becomes. */
export const VALUE_TAKEN = 'VALUE_TAKEN';

/** A field that could not be written, because another row holds the value it is to take. */
export interface TakenValue {
	readonly link: string;
	readonly key: string;
	readonly field: string | null;
	readonly values: JsonObject;
	/** The column that has to be unique. */
	readonly column: string;
	/** What the row holds there now. */
	readonly held: Json;
	/** Checksum of the row before the batch wrote to it. */
	readonly sum: Buffer;
}

/**
 * Writes values that were taken when they came up: first those whose holder has moved on by now, again and again
 * along a chain; then rows that exchange values in a ring, one of which steps aside for a moment. What is still taken
 * afterwards keeps its refusal.
 */
export async function untangle(tx: Transaction, context: RunContext, taken: readonly TakenValue[], results: Map<string, LocalWriteResult>): Promise<void> {
	let left = taken;
	for (;;) {
		const before = left.length;
		const still: TakenValue[] = [];
		for (const one of left) if (!(await isWritten(tx, context, one, results))) still.push(one);
		const ring = findRing(still);
		left = ring !== null && (await exchange(tx, context, ring, results)) ? still.filter((one) => !ring.includes(one)) : still;
		if (left.length === 0 || left.length === before) return;
	}
}

async function isWritten(tx: Transaction, context: RunContext, one: TakenValue, results: Map<string, LocalWriteResult>): Promise<boolean> {
	const row = await attempt(tx, () => write(tx, context, one, one.values, sumOf(one, results)));
	if (row !== null) settle(one, row, results);
	return row !== null;
}

/** Rows each of which is to take what the next one holds, and the last what the first does. */
function findRing(taken: readonly TakenValue[]): readonly TakenValue[] | null {
	const holderOf = (one: TakenValue): TakenValue | undefined => taken.find((other) => other !== one && other.column === one.column && isEqualJson(other.held, valueAt(one.values, one.column) ?? null));
	for (const start of taken) {
		const ring = [start];
		for (let next = holderOf(start); next !== undefined && !ring.includes(next); next = holderOf(next)) ring.push(next);
		if (ring.length > 1 && holderOf(ring.at(-1) as TakenValue) === start) return ring;
	}
	return null;
}

/** The first steps aside, the last takes its value, and so on round; all or nothing. */
async function exchange(tx: Transaction, context: RunContext, ring: readonly TakenValue[], results: Map<string, LocalWriteResult>): Promise<boolean> {
	const first = ring[0] as TakenValue;
	const aside = placeholderFor(context, first.column);
	if (aside === undefined) return false;
	const rows = await attempt(tx, async () => {
		const parked = await write(tx, context, first, Object.fromEntries([[first.column, aside]]), sumOf(first, results));
		const written: Array<readonly [TakenValue, WrittenRow]> = [];
		for (const one of ring.slice(1).reverse()) written.push([one, await write(tx, context, one, one.values, sumOf(one, results))]);
		written.push([first, await write(tx, context, first, first.values, parked.sum)]);
		return written;
	});
	for (const [one, row] of rows ?? []) settle(one, row, results);
	return rows !== null;
}

/** Nothing where the column may be empty, else a text nobody else has; undefined where neither fits its type. */
function placeholderFor(context: RunContext, name: string): string | null | undefined {
	const column = context.description.columns.find((candidate) => candidate.name === name);
	if (column === undefined) return undefined;
	if (!column.notNull) return null;
	return column.category === 'text' ? randomBytes(8).toString('hex').slice(0, column.maxLength ?? undefined) : undefined;
}

/** A row that was edited meanwhile is left to its own refusal. */
class RowMovedOn extends Error {}

async function attempt<T>(tx: Transaction, work: () => Promise<T>): Promise<T | null> {
	try {
		return await tx.savepoint(async () => {
			const result = await work();
			await checkNow(tx);
			return result;
		});
	} catch (error) {
		if (error instanceof RowMovedOn || isAboutData(error)) return null;
		throw error;
	}
}

async function write(tx: Transaction, context: RunContext, one: TakenValue, values: JsonObject, sum: Buffer): Promise<WrittenRow> {
	const [row] = await updateRows(tx, context.table, Object.keys(values).sort(), [{ key: one.key, values, plannedSum: sum }]);
	if (row === undefined || row === null) throw new RowMovedOn();
	return row;
}

/** The row's checksum now: other fields of it may have been written in this batch. */
function sumOf(one: TakenValue, results: ReadonlyMap<string, LocalWriteResult>): Buffer {
	return results.get(one.link)?.row?.sum ?? one.sum;
}

function settle(one: TakenValue, row: WrittenRow, results: Map<string, LocalWriteResult>): void {
	const refused = (results.get(one.link)?.refused ?? []).filter((refusal) => one.field === null || !refusal.fields.includes(one.field));
	results.set(one.link, done(row, refused));
}

/** Values found taken in this run may be free now that all its batches are through: their links come up once more in the second pass. */
export async function wakeTaken(context: RunContext): Promise<void> {
	const { link, operation } = context.tables;
	const others = `select jsonb_object_agg(f.key, f.value) from jsonb_each(l.field_failures) f where f.value ->> 'code' <> '${VALUE_TAKEN}'`;
	await fenced(context, (tx) =>
		tx.execute({
			text: `update ${link} l set field_failures = (${others}), last_failure = case when l.last_failure ->> 'code' = '${VALUE_TAKEN}' then null else l.last_failure end,
					pending = ${addPending('l', 'settle')}, pending_since = coalesce(l.pending_since, clock_timestamp()), next_attempt_at = null
				where l.pair = $1 and l.state = 'live' and l.pending is not null and exists (select 1 from ${operation} o where o.id = l.last_operation and o.run = $2)
					and (l.last_failure ->> 'code' = '${VALUE_TAKEN}' or exists (select 1 from jsonb_each(l.field_failures) f where f.value ->> 'code' = '${VALUE_TAKEN}'))`,
			values: [context.pair.id, context.run.id],
		}),
	);
}
