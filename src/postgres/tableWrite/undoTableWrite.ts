import { ConfigurationError } from '../../errors';
import { describeTable } from '../describeTable';
import { quoteIdentifier } from '../quoteIdentifier';
import { tablesIn, type Tables } from '../stores/tables';
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
		const description = await describeTable(tx, write.schema_name, write.table_name);
		const target = `${quoteIdentifier(write.schema_name)}.${quoteIdentifier(write.table_name)}`;
		const images = `${tables.write_image} i`;
		const stored = (image: string): string => `json_populate_record(null::${target}, ${image})`;
		const sameKey = write.match.map((name) => `t.${quoteIdentifier(name)} = (${stored('i.key')}).${quoteIdentifier(name)}`).join(' and ');
		const ofWrite = (kind: string): string => `i.write = ${write.id} and i.kind = '${kind}'`;
		const columns = description.columns.filter((column) => !column.generated).map(({ name }) => quoteIdentifier(name));
		await tx.execute({ text: 'create temporary table batch_sync_restored (image tid not null) on commit drop' });
		const note = (statement: string, image: string): string => `with done as (${statement} returning ${image} as image) insert into batch_sync_restored select image from done`;
		const putBack = `insert into ${target} (${columns.join(', ')}) overriding system value select ${columns.map((name) => `r.${name}`).join(', ')} from ${images} cross join lateral ${stored('i.before_image')} r where ${ofWrite('deleted')}
			and not exists (select 1 from ${target} t where ${sameKey}) on conflict do nothing`;
		const missingBefore = await count(tx, `select count(*)::int4 as count from ${images} where ${ofWrite('deleted')} and exists (select 1 from ${target} t where ${sameKey})`);
		const back = await tx.execute({ text: putBack });
		for (const text of await columnSets(tx, tables, write.id)) {
			const names = JSON.parse(text) as readonly string[];
			const now = `(select to_json(x) from (select ${names.map((name) => `t.${quoteIdentifier(name)}`).join(', ')}) x)::text`;
			const sets = names.filter((name) => !write.match.includes(name)).map((name) => `${quoteIdentifier(name)} = (${stored('i.before_image')}).${quoteIdentifier(name)}`);
			if (sets.length === 0) continue;
			const isOfSet = `(select json_agg(k)::text from json_object_keys(i.before_image) k) = $1`;
			await tx.execute({ text: note(`update ${target} t set ${sets.join(', ')} from ${images} where ${ofWrite('updated')} and ${isOfSet} and ${sameKey} and ${now} = i.after_image::text`, 'i.ctid'), values: [text] });
		}
		await tx.execute({ text: note(`delete from ${target} t using ${images} where ${ofWrite('inserted')} and ${sameKey} and to_json(t)::text = i.after_image::text`, 'i.ctid') });
		const restored = await count(tx, 'select count(*)::int4 as count from batch_sync_restored');
		const left = await tx.query<{ key: Readonly<Record<string, unknown>> }>({
			text: `select key from (select i.key, i.ordinal from ${images} where i.write = ${write.id} and i.kind <> 'deleted' and not exists (select 1 from batch_sync_restored r where r.image = i.ctid)
				union all select i.key, i.ordinal from ${images} where ${missingBefore > 0 ? ofWrite('deleted') : 'false'} and to_json((select t from ${target} t where ${sameKey}))::text is distinct from i.before_image::text) l order by ordinal`,
		});
		await tx.execute({ text: `update ${tables.write} set undone_at = clock_timestamp() where id = ${write.id}` });
		return { writeId: write.id, schema: write.schema_name, table: write.table_name, restored: restored + back, changedSince: left.map(({ key }) => key) };
	});
}

async function findWrite(tx: Transaction, tables: Tables, schema: string, id: string): Promise<WriteRow> {
	const [exists] = await tx.query<{ exists: boolean }>({ text: `select to_regclass($1) is not null as exists`, values: [tables.write] });
	const [write] = exists?.exists === true ? await tx.query<WriteRow>({ text: `select id, schema_name, table_name, match, undone_at::text from ${tables.write} where id = $1 for update`, values: [id] }) : [];
	if (write === undefined) throw new ConfigurationError(`No write ${id} is kept in schema '${schema}'. Writes are kept for 30 days, and only with Keep What Was There.`);
	if (write.undone_at !== null) throw new ConfigurationError(`Write ${id} was undone already, at ${write.undone_at}. It cannot be undone twice.`);
	return write;
}

/** The different lists of columns that were written, as PostgreSQL writes them in JSON. */
async function columnSets(tx: Transaction, tables: Tables, write: string): Promise<readonly string[]> {
	const rows = await tx.query<{ names: string }>({ text: `select distinct (select json_agg(k)::text from json_object_keys(i.before_image) k) as names from ${tables.write_image} i where i.write = ${write} and i.kind = 'updated'` });
	return rows.map(({ names }) => names);
}

async function count(tx: Transaction, text: string): Promise<number> {
	return (await tx.query<{ count: number }>({ text }))[0]?.count ?? 0;
}
