import { BatchSyncError, ConfigurationError } from '../errors';
import { createCopyEncoder, type EncodeCopyRow } from './copyText';
import { copyTypeOf } from './copyTypeOf';
import type { ColumnDescription } from './describeColumns';
import { describeTable, requireColumns, type TableDescription } from './describeTable';
import { differs } from './differs';
import { quoteIdentifier } from './quoteIdentifier';
import type { Transaction } from './types';

export interface StagedUpsert {
	readonly target: { readonly schema: string; readonly table: string };
	/** Columns that say which row is meant; among `columns`. */
	readonly key: readonly string[];
	/** Columns that are given, in the order of the values. All others keep what they have, or get their default in a new row. */
	readonly columns: readonly string[];
	/** Values by column as `createCopyEncoder` takes them. Streamed: memory does not grow with them. */
	readonly rows: Iterable<readonly unknown[]> | AsyncIterable<readonly unknown[]>;
	/** What becomes of a row whose key is there: 'update' writes the columns that differ, 'skip' leaves it. */
	readonly onExisting: 'update' | 'skip';
}

/** staged = inserted + updated + unchanged. */
export interface UpsertCounts {
	readonly staged: number;
	readonly inserted: number;
	readonly updated: number;
	/** Were there and needed no write, or were not to get one. */
	readonly unchanged: number;
}

/** Prepared for one upsert: names are quoted, `t` is the target and `s` the staging table. */
interface Statements {
	readonly target: string;
	/** Names of all columns given, of the key. */
	readonly list: string;
	readonly keyList: string;
	/** The same, of the staging table. */
	readonly stagedList: string;
	readonly stagedKey: string;
	readonly keyMatches: string;
	readonly sets: string;
	readonly differs: string;
	readonly isKeyUnique: boolean;
	readonly overriding: string;
}

const STAGING = 'pg_temp.batch_sync_staged';
const STAGING_NAME = 'batch_sync_staged';
const NAMED_KEYS = 3;

/**
 * Brings rows into a table: COPY into a staging table that goes with the transaction, then one UPDATE of the rows that
 * differ and one INSERT of those that are missing. Rows that are equal are not written: no new row version, no trigger.
 *
 * An INSERT … ON CONFLICT DO UPDATE over everything would be one statement, but PostgreSQL checks NOT NULL columns that
 * are not given, fires BEFORE INSERT triggers and draws sequence numbers for rows that exist already. Where the key has
 * a unique index, ON CONFLICT DO NOTHING catches rows that somebody else inserts meanwhile, which are then updated;
 * where it has none, two writers at once may both insert, so lock the table if that can happen.
 *
 * Throws a ConfigurationError for columns that are not there or cannot be written, a BatchSyncError AMBIGUOUS_KEY for a
 * key that is given twice, is incomplete, or stands for several rows of the table, and a DatabaseError for what PostgreSQL
 * refuses. Nothing of the upsert remains then, provided the transaction (or its savepoint) is rolled back.
 */
export async function stagedUpsert(tx: Transaction, upsert: StagedUpsert): Promise<UpsertCounts> {
	const description = await describeTable(tx, upsert.target.schema, upsert.target.table);
	const columns = columnsToWrite(description, upsert);
	const sql = statementsFor(description, columns, upsert.key);
	await tx.execute({ text: `create temporary table ${STAGING_NAME} on commit drop as select ${sql.list} from ${sql.target} with no data` });
	const staged = await tx.copyIn(`copy ${STAGING} (${sql.list}) from stdin`, linesOf(upsert, columns));
	await tx.execute({ text: `analyze ${STAGING}` });
	await refuseUnclearKeys(tx, sql, upsert);
	const counts = await write(tx, sql, upsert.onExisting, staged);
	await tx.execute({ text: `drop table ${STAGING}` });
	return counts;
}

function columnsToWrite(description: TableDescription, { columns, key }: StagedUpsert): readonly ColumnDescription[] {
	const table = `${description.schema}.${description.table}`;
	if (key.length === 0) throw new ConfigurationError(`An upsert into ${table} needs at least one key column.`);
	const repeated = columns.find((column, index) => columns.indexOf(column) !== index);
	if (repeated !== undefined) throw new ConfigurationError(`Column '${repeated}' is given twice for ${table}.`, { data: { table, column: repeated } });
	requireColumns(description, [...columns, ...key]);
	const absent = key.find((column) => !columns.includes(column));
	if (absent !== undefined) throw new ConfigurationError(`Key column '${absent}' of ${table} is not among the columns given. Every row needs its key.`, { data: { table, column: absent } });
	return columns.map((name) => {
		const column = description.columns.find((candidate) => candidate.name === name) as ColumnDescription;
		if (column.generated) throw new ConfigurationError(`Column '${name}' of ${table} is computed by PostgreSQL and cannot be written. Leave it out.`, { data: { table, column: name } });
		return column;
	});
}

function statementsFor(description: TableDescription, columns: readonly ColumnDescription[], key: readonly string[]): Statements {
	const names = columns.map(({ name }) => name);
	const staged = (name: string): string => `s.${quoteIdentifier(name)}`;
	const values = columns.filter(({ name }) => !key.includes(name));
	const wanted = [...key].sort().join('\n');
	return {
		target: `${quoteIdentifier(description.schema)}.${quoteIdentifier(description.table)}`,
		list: names.map(quoteIdentifier).join(', '),
		keyList: key.map(quoteIdentifier).join(', '),
		stagedList: names.map(staged).join(', '),
		stagedKey: key.map(staged).join(', '),
		keyMatches: key.map((name) => `t.${quoteIdentifier(name)} = ${staged(name)}`).join(' and '),
		sets: values.map(({ name }) => `${quoteIdentifier(name)} = ${staged(name)}`).join(', '),
		differs: values.map((column) => differs(column, 't', 's')).join(' or '),
		isKeyUnique: description.uniqueKeys.some((unique) => [...unique].sort().join('\n') === wanted),
		overriding: columns.some((column) => column.identity === 'always') ? 'overriding system value' : '',
	};
}

function linesOf({ rows }: StagedUpsert, columns: readonly ColumnDescription[]): Iterable<string> | AsyncIterable<string> {
	// A domain is encoded as the type it stands on.
	const encode = createCopyEncoder(columns.map((column) => ({ name: column.name, type: copyTypeOf(column) })));
	return Symbol.iterator in rows ? encoded(rows, encode) : encodedLater(rows, encode);
}

function* encoded(rows: Iterable<readonly unknown[]>, encode: EncodeCopyRow): Generator<string> {
	for (const row of rows) yield encode(row);
}

async function* encodedLater(rows: AsyncIterable<readonly unknown[]>, encode: EncodeCopyRow): AsyncGenerator<string> {
	for await (const row of rows) yield encode(row);
}

async function refuseUnclearKeys(tx: Transaction, sql: Statements, { key, target }: StagedUpsert): Promise<void> {
	const table = `${target.schema}.${target.table}`;
	const isNull = key.map((name) => `s.${quoteIdentifier(name)} is null`).join(' or ');
	const text = `concat_ws(', ', ${key.map((name) => `s.${quoteIdentifier(name)}::text`).join(', ')})`;
	const [{ incomplete } = { incomplete: 0 }] = await tx.query<{ incomplete: number }>({ text: `select count(*)::int4 as incomplete from ${STAGING} s where ${isNull}` });
	if (incomplete > 0) throw unclear(table, key, `${incomplete} of the rows have no value there. Give every row its key.`);
	const named = (rows: ReadonlyArray<{ readonly key: string }>): string => rows.map((row) => row.key).join('; ');
	const repeated = await tx.query<{ key: string }>({ text: `select ${text} as key from ${STAGING} s group by ${sql.stagedKey} having count(*) > 1 order by 1 limit ${NAMED_KEYS}` });
	if (repeated.length > 0) throw unclear(table, key, `these values occur more than once among the rows: ${named(repeated)}. Give every row once.`);
	if (sql.isKeyUnique) return;
	const ambiguous = await tx.query<{ key: string }>({ text: `select ${text} as key from ${STAGING} s where (select count(*) from ${sql.target} t where ${sql.keyMatches}) > 1 order by 1 limit ${NAMED_KEYS}` });
	if (ambiguous.length > 0) throw unclear(table, key, `several rows of the table have these values: ${named(ambiguous)}. Choose columns that are unique.`);
}

function unclear(table: string, key: readonly string[], reason: string): BatchSyncError {
	return new BatchSyncError('AMBIGUOUS_KEY', `The key (${key.join(', ')}) does not say which row of ${table} is meant: ${reason}`, { data: { table, key } });
}

async function write(tx: Transaction, sql: Statements, onExisting: StagedUpsert['onExisting'], staged: number): Promise<UpsertCounts> {
	const update = async (): Promise<number> =>
		onExisting === 'skip' || sql.sets === '' ? 0 : await tx.execute({ text: `update ${sql.target} t set ${sql.sets} from ${STAGING} s where ${sql.keyMatches} and (${sql.differs})` });
	let updated = await update();
	const { missing, inserted } = await insertMissing(tx, sql);
	// Somebody else inserted the same keys at the same time: they are there now.
	if (inserted < missing) updated += await update();
	return { staged, inserted, updated, unchanged: staged - inserted - updated };
}

async function insertMissing(tx: Transaction, sql: Statements): Promise<{ readonly missing: number; readonly inserted: number }> {
	const [counts] = await tx.query<{ missing: number; inserted: number }>({
		text: `with missing as (select ${sql.stagedList} from ${STAGING} s where not exists (select 1 from ${sql.target} t where ${sql.keyMatches})),
				added as (
					insert into ${sql.target} (${sql.list}) ${sql.overriding} select ${sql.list} from missing
					${sql.isKeyUnique ? `on conflict (${sql.keyList}) do nothing` : ''} returning 1
				)
			select (select count(*) from missing)::int4 as missing, (select count(*) from added)::int4 as inserted`,
	});
	return counts ?? { missing: 0, inserted: 0 };
}
