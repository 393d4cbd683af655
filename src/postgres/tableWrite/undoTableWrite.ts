import { ConfigurationError } from '../../errors';
import { describeTable } from '../describeTable';
import { qualifiedName } from '../qualifiedName';
import { quoteIdentifier } from '../quoteIdentifier';
import { tablesIn, type Tables } from '../stores/tables';
import { withTablePath } from '../tablePath';
import type { Database, Transaction } from '../types';

export interface UndoResult {
	readonly writeId: string;
	readonly schema: string;
	readonly table: string;
	/** Rows that hold again what they held before, were put back, or were taken away. */
	readonly restored: number;
	/** Keys of rows that somebody changed since: they are left as they are. */
	readonly changedSince: ReadonlyArray<Readonly<Record<string, unknown>>>;
}

interface WriteRow {
	readonly id: string;
	readonly schema_name: string;
	readonly table_name: string;
	readonly match: readonly string[];
	readonly undone_at: string | null;
}

/**
 * Takes back a table write whose images were kept, in one transaction: rows that hold what it left hold what they held before.
 * Rows changed since are left alone and named. Throws a ConfigurationError for a write that is not known or was undone already.
 */
export async function undoTableWrite(database: Database, schema: string, writeId: string): Promise<UndoResult> {
	if (!/^\d{1,18}$/.test(writeId)) throw new ConfigurationError(`'${writeId}' is not the id of a write. Give the writeId that the write answered, e.g. 17.`);
	const tables = tablesIn(schema);
	return await database.transaction(async (tx) => {
		const write = await findWrite(tx, tables, schema, writeId);
		return await withTablePath(tx, { schema: write.schema_name, table: write.table_name }, () => takeBack(tx, tables, write));
	});
}

async function takeBack(tx: Transaction, tables: Tables, write: WriteRow): Promise<UndoResult> {
	const undo = await prepareUndo(tx, tables, write);
	await tx.execute({ text: `create temporary table ${RESTORED.slice('pg_temp.'.length)} (image tid not null) on commit drop` });
	const occupied = await count(tx, `select count(*)::int4 as count from ${undo.images} where ${undo.ofKind('deleted')} and exists (select 1 from ${undo.target} t where ${undo.sameKey})`);
	const back = await putBack(tx, undo);
	await restoreUpdated(tx, undo, write.match);
	await noteRestored(tx, `delete from ${undo.target} t using ${undo.images} where ${undo.ofKind('inserted')} and ${undo.sameKey} and to_json(t)::text = i.after_image::text`);
	const restored = await count(tx, `select count(*)::int4 as count from ${RESTORED}`);
	const left = await keysLeft(tx, undo, write.id, occupied > 0);
	await tx.execute({ text: `update ${tables.write} set undone_at = clock_timestamp() where id = ${write.id}` });
	return { writeId: write.id, schema: write.schema_name, table: write.table_name, restored: restored + back, changedSince: left };
}

/** Images whose row holds again what it held, by their place. */
const RESTORED = 'pg_temp.batch_sync_restored';

/** Pieces of SQL about one write: `t` is the target, `i` an image. */
interface Undo {
	readonly target: string;
	readonly images: string;
	readonly sameKey: string;
	/** Columns that can be written. */
	readonly columns: readonly string[];
	ofKind(kind: 'inserted' | 'updated' | 'deleted'): string;
	/** An image as a row of the target. */
	asRow(image: string): string;
}

async function prepareUndo(tx: Transaction, tables: Tables, write: WriteRow): Promise<Undo> {
	const description = await describeTable(tx, write.schema_name, write.table_name);
	const target = qualifiedName(description);
	const asRow = (image: string): string => `json_populate_record(null::${target}, ${image})`;
	return {
		target,
		images: `${tables.write_image} i`,
		sameKey: write.match.map((name) => `t.${quoteIdentifier(name)} = (${asRow('i.key')}).${quoteIdentifier(name)}`).join(' and '),
		columns: description.columns.filter((column) => !column.generated).map(({ name }) => quoteIdentifier(name)),
		ofKind: (kind) => `i.write = ${write.id} and i.kind = '${kind}'`,
		asRow,
	};
}

/** Rows that were deleted, where nobody has made them again. Answers how many. */
async function putBack(tx: Transaction, { target, images, sameKey, columns, ofKind, asRow }: Undo): Promise<number> {
	return await tx.execute({
		text: `insert into ${target} (${columns.join(', ')}) overriding system value select ${columns.map((name) => `r.${name}`).join(', ')} from ${images} cross join lateral ${asRow('i.before_image')} r
			where ${ofKind('deleted')} and not exists (select 1 from ${target} t where ${sameKey}) on conflict do nothing`,
	});
}

/** Rows that hold what the write left, one list of columns after the other. */
async function restoreUpdated(tx: Transaction, { target, images, sameKey, ofKind, asRow }: Undo, match: readonly string[]): Promise<void> {
	const columnsOf = '(select json_agg(k)::text from json_object_keys(i.before_image) k)';
	const lists = await tx.query<{ names: string }>({ text: `select distinct ${columnsOf} as names from ${images} where ${ofKind('updated')}` });
	for (const { names: text } of lists) {
		const names = JSON.parse(text) as readonly string[];
		const now = `(select to_json(x) from (select ${names.map((name) => `t.${quoteIdentifier(name)}`).join(', ')}) x)::text`;
		const sets = names.filter((name) => !match.includes(name)).map((name) => `${quoteIdentifier(name)} = (${asRow('i.before_image')}).${quoteIdentifier(name)}`);
		if (sets.length === 0) continue;
		await noteRestored(tx, `update ${target} t set ${sets.join(', ')} from ${images} where ${ofKind('updated')} and ${columnsOf} = $1 and ${sameKey} and ${now} = i.after_image::text`, [text]);
	}
}

async function noteRestored(tx: Transaction, statement: string, values: readonly unknown[] = []): Promise<void> {
	await tx.execute({ text: `with done as (${statement} returning i.ctid as image) insert into ${RESTORED} select image from done`, values });
}

/** Keys of rows that were left as they are; of deleted ones that are there again, those that hold something else. */
async function keysLeft(tx: Transaction, { target, images, sameKey, ofKind }: Undo, id: string, isOccupied: boolean): Promise<ReadonlyArray<Readonly<Record<string, unknown>>>> {
	const rows = await tx.query<{ key: Readonly<Record<string, unknown>> }>({
		text: `select key from (select i.key, i.ordinal from ${images} where i.write = ${id} and i.kind <> 'deleted' and not exists (select 1 from ${RESTORED} r where r.image = i.ctid)
			union all select i.key, i.ordinal from ${images} where ${isOccupied ? ofKind('deleted') : 'false'} and to_json((select t from ${target} t where ${sameKey}))::text is distinct from i.before_image::text) l order by ordinal`,
	});
	return rows.map(({ key }) => key);
}

async function findWrite(tx: Transaction, tables: Tables, schema: string, id: string): Promise<WriteRow> {
	const [exists] = await tx.query<{ exists: boolean }>({ text: `select to_regclass($1) is not null as exists`, values: [tables.write] });
	const [write] = exists?.exists === true ? await tx.query<WriteRow>({ text: `select id, schema_name, table_name, match, undone_at::text from ${tables.write} where id = $1 for update`, values: [id] }) : [];
	if (write === undefined) throw new ConfigurationError(`No write ${id} is kept in schema '${schema}'. Writes are kept for 30 days, and only with Keep What Was There.`);
	if (write.undone_at !== null) throw new ConfigurationError(`Write ${id} was undone already, at ${write.undone_at}. It cannot be undone twice.`);
	return write;
}

async function count(tx: Transaction, text: string): Promise<number> {
	return (await tx.query<{ count: number }>({ text }))[0]?.count ?? 0;
}
