import type { JsonObject } from '../../record';
import { quoteIdentifier } from '../quoteIdentifier';
import { onTable, withLastPath } from '../tablePath';
import type { Transaction } from '../types';
import { keyExpression, keyJoin, qualifiedName, recordExpression, sumExpression } from './localTable';
import type { LocalTable } from './localTable';

/** A row after a write, triggers included. */
export interface WrittenRow {
	/** As the table spells it, whatever was sent. */
	readonly key: string;
	readonly record: JsonObject;
	readonly sum: Buffer;
}

/** An update of one row, carried out only while its tracked columns still have this checksum. */
export interface GuardedUpdate {
	readonly key: string;
	readonly values: JsonObject;
	readonly plannedSum: Buffer;
}

/** One value of the user's table, taken from its JSON text and converted by the column's own type. */
function assignments(columns: readonly string[], alias: string): string {
	return columns.map((column) => `${quoteIdentifier(column)} = ${alias}.${quoteIdentifier(column)}`).join(', ');
}

/** The columns of a row that comes as JSON, these and no others: a column that is not written may have a type that allows no NULL. */
function typedColumns(table: LocalTable, columns: readonly string[]): string {
	return columns.map((column) => `${quoteIdentifier(column)} ${table.types.get(column) ?? 'text'}`).join(', ');
}

function rowExpression(table: LocalTable): string {
	return `${keyExpression(table, 't')} as key, ${recordExpression(table, 't')} as record, ${sumExpression(table, 't')} as sum`;
}

interface Placed {
	readonly place: number;
}

/** What came back, where it was asked for: a key sent need not be the key that came back. */
function inPlace<T extends Placed>(rows: readonly T[], count: number): ReadonlyArray<T | null> {
	const places = new Map(rows.map((row) => [row.place, row]));
	return Array.from({ length: count }, (_, place) => places.get(place) ?? null);
}

/**
 * Updates exactly the given columns of rows that are still as planned. Answers by position; null: it was edited or deleted meanwhile, or
 * the table did not take the update. Of a table whose rules replace the update, rows that are not as planned any more are answered.
 */
export async function updateRows(tx: Transaction, table: LocalTable, columns: readonly string[], updates: readonly GuardedUpdate[]): Promise<ReadonlyArray<WrittenRow | null>> {
	const rows = updates.map((update, place) => ({ place, key: JSON.parse(update.key) as unknown, sum: `\\x${update.plannedSum.toString('hex')}`, values: update.values }));
	const values = [JSON.stringify(rows)];
	// The checksum stands on the target row itself: after waiting for a concurrent edit PostgreSQL evaluates it again.
	const update = `update ${qualifiedName(table)} t set ${assignments(columns, 'v')}
			from jsonb_to_recordset($1::jsonb) as g (place integer, key jsonb, sum bytea, "values" jsonb), lateral jsonb_to_record(g."values") as v (${typedColumns(table, columns)})
			where ${keyJoin(table, 't', 'g.key')} and ${sumExpression(table, 't')} = g.sum`;
	if (!table.ruled.includes('update')) return inPlace(await onTable(tx, table).query<WrittenRow & Placed>({ text: `${update} returning g.place, ${rowExpression(table)}`, values }), updates.length);
	await onTable(tx, table).execute({ text: update, values });
	const changed = await onTable(tx, table).query<WrittenRow & Placed>({ text: `select g.place, ${rowExpression(table)} from jsonb_to_recordset($1::jsonb) as g (place integer, key jsonb, sum bytea) join ${qualifiedName(table)} t on ${keyJoin(table, 't', 'g.key')} where ${sumExpression(table, 't')} <> g.sum`, values });
	return inPlace(changed, updates.length);
}

/**
 * Deletes rows that are still as planned; answers their whole contents by position, null where one is not or the table kept it. Of a table
 * whose rules replace the deletion, what was to be deleted is answered.
 */
export async function deleteRows(tx: Transaction, table: LocalTable, deletes: ReadonlyArray<{ readonly key: string; readonly plannedSum: Buffer }>): Promise<ReadonlyArray<{ readonly whole: JsonObject } | null>> {
	const rows = deletes.map((one, place) => ({ place, key: JSON.parse(one.key) as unknown, sum: `\\x${one.plannedSum.toString('hex')}` }));
	const values = [JSON.stringify(rows)];
	const given = 'jsonb_to_recordset($1::jsonb) as g (place integer, key jsonb, sum bytea)';
	const isPlanned = `${keyJoin(table, 't', 'g.key')} and ${sumExpression(table, 't')} = g.sum`;
	const remove = `delete from ${qualifiedName(table)} t using ${given} where ${isPlanned}`;
	if (!table.ruled.includes('delete')) return inPlace(await onTable(tx, table).query<Placed & { readonly whole: JsonObject }>({ text: `${remove} returning g.place, to_jsonb(t) as whole`, values }), deletes.length);
	const found = await onTable(tx, table).query<Placed & { readonly whole: JsonObject }>({ text: `select g.place, to_jsonb(t) as whole from ${given} join ${qualifiedName(table)} t on ${isPlanned}`, values });
	await onTable(tx, table).execute({ text: remove, values });
	return inPlace(found, deletes.length);
}

/**
 * Inserts rows with the same columns. Answers by position, with the keys the table gave them; null: it took none. Rows come back in
 * the order they were sent in, so as many as were sent are those; of fewer nobody could say which, and they go one at a time.
 */
export async function insertRows(tx: Transaction, table: LocalTable, columns: readonly string[], rows: readonly JsonObject[]): Promise<ReadonlyArray<WrittenRow | null>> {
	if (table.ruled.includes('insert')) return await insertByRule(tx, table, columns, rows);
	if (rows.length === 1) return [(await insertInOrder(tx, table, columns, rows))[0] ?? null];
	try {
		return await tx.savepoint(async () => {
			const written = await insertInOrder(tx, table, columns, rows);
			if (written.length !== rows.length) throw new FewerCameBack();
			return written;
		});
	} catch (error) {
		if (!(error instanceof FewerCameBack)) throw error;
		const written: Array<WrittenRow | null> = [];
		for (const row of rows) written.push((await insertInOrder(tx, table, columns, [row]))[0] ?? null);
		return written;
	}
}

class FewerCameBack extends Error {}

function insertStatement(table: LocalTable, columns: readonly string[]): string {
	const list = columns.map(quoteIdentifier).join(', ');
	return `insert into ${qualifiedName(table)} as t (${list}) overriding system value
			select ${columns.map((column) => `v.${quoteIdentifier(column)}`).join(', ')} from jsonb_array_elements($1::jsonb) with ordinality as g (given, place), lateral jsonb_to_record(g.given) as v (${typedColumns(table, columns)}) order by g.place`;
}

function insertInOrder(tx: Transaction, table: LocalTable, columns: readonly string[], rows: readonly JsonObject[]): Promise<readonly WrittenRow[]> {
	return onTable(tx, table).query<WrittenRow>({ text: `${insertStatement(table, columns)} returning ${rowExpression(table)}`, values: [JSON.stringify(rows)] });
}

/** Where rules replace an insert PostgreSQL answers no rows: they are looked for under the keys that were sent. */
async function insertByRule(tx: Transaction, table: LocalTable, columns: readonly string[], rows: readonly JsonObject[]): Promise<ReadonlyArray<WrittenRow | null>> {
	await onTable(tx, table).execute({ text: insertStatement(table, columns), values: [JSON.stringify(rows)] });
	const keys = rows.map((row, place) => ({ place, key: table.key.map((column) => row[column.name] ?? null) }));
	const found = await onTable(tx, table).query<WrittenRow & Placed>({ text: `select g.place, ${rowExpression(table)} from jsonb_to_recordset($1::jsonb) as g (place integer, key jsonb) join ${qualifiedName(table)} t on ${keyJoin(table, 't', 'g.key')}`, values: [JSON.stringify(keys)] });
	return inPlace(found, rows.length);
}

/** Has everything checked now that would be checked at commit: inside a savepoint one bad record then fails alone. */
export async function checkNow(tx: Transaction): Promise<void> {
	await withLastPath(tx, () => tx.execute({ text: 'set constraints all immediate' }));
}

/** Fresh values of a column's default, as text. A trigger may still give the row another. */
export async function drawDefaults(tx: Transaction, table: LocalTable, expression: string, count: number): Promise<readonly string[]> {
	const rows = await onTable(tx, table).query<{ value: string }>({ text: `select (${expression})::text as value from generate_series(1, $1::integer)`, values: [count] });
	return rows.map((row) => row.value);
}

/** What the sync reports back into the row. Undefined columns are not written. */
export interface WriteBack {
	readonly key: string;
	readonly remoteId: string | null;
	readonly status: string;
	readonly lastError: string | null;
}

/** Writes the output columns of rows where they differ; the time of the last sync moves only with them or with `isWritten`. */
export async function writeBack(tx: Transaction, table: LocalTable, types: ReadonlyMap<string, string>, entries: ReadonlyArray<WriteBack & { readonly isWritten: boolean }>): Promise<number> {
	const { remoteId, status, lastSync, lastError } = table.writeBack;
	const outputs: Array<{ column: string; value: string }> = [];
	const typed = (column: string, value: string): void => void outputs.push({ column, value: `(${value})::${types.get(column) ?? 'text'}` });
	if (remoteId !== undefined) typed(remoteId, 'g.remote_id');
	if (status !== undefined) typed(status, 'g.status');
	if (lastError !== undefined) typed(lastError, 'g.last_error');
	if (entries.length === 0 || (outputs.length === 0 && lastSync === undefined)) return 0;
	const differs = outputs.map(({ column, value }) => `t.${quoteIdentifier(column)} is distinct from ${value}`);
	const sets = outputs.map(({ column, value }) => `${quoteIdentifier(column)} = ${value}`);
	if (lastSync !== undefined) sets.push(`${quoteIdentifier(lastSync)} = clock_timestamp()`);
	const rows = entries.map((entry) => ({ key: JSON.parse(entry.key) as unknown, remote_id: entry.remoteId, status: entry.status, last_error: entry.lastError, is_written: entry.isWritten }));
	return await onTable(tx, table).execute({
		text: `update ${qualifiedName(table)} t set ${sets.join(', ')}
			from jsonb_to_recordset($1::jsonb) as g (key jsonb, remote_id text, status text, last_error text, is_written boolean)
			where ${keyJoin(table, 't', 'g.key')} and (${[...differs, ...(lastSync === undefined ? [] : ['g.is_written'])].join(' or ')})`,
		values: [JSON.stringify(rows)],
	});
}
