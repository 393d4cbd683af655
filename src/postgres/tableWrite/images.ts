import { migrate } from '../migrations';
import { quoteIdentifier } from '../quoteIdentifier';
import { tablesIn, type Tables } from '../stores/tables';
import type { Database, Transaction } from '../types';
import { ORDINAL, STAGED } from './stage';
import { MOVED, type Statements } from './statements';
import type { TableWrite } from './types';

/** Keeps what rows held before and after, as PostgreSQL's own JSON of them, so that a write can be undone. */
export interface Images {
	/** Before the update and deletion of rows: locks them and notes what they hold. */
	noteBefore(kind: 'updated' | 'deleted', range: { readonly from: number; readonly to: number }): Promise<void>;
	/** After the writes of a staging table: notes what rows hold now, those that are new among them. */
	noteAfter(): Promise<void>;
	/** Rows that are to be deleted, by a condition on `t`. */
	noteDeleted(condition: string): Promise<void>;
}

/** Makes the package's tables where they are missing. Answers the id under which a write is kept. */
export async function openImages(database: Database, { images, target, mode, match }: TableWrite): Promise<string | null> {
	if (images === null) return null;
	await migrate(database, images.schema);
	const tables = tablesIn(images.schema);
	return await database.transaction(async (tx) => {
		// What nobody has undone in a month nobody will; kept longer it would grow with every write.
		await tx.execute({ text: `delete from ${tables.write} where started_at < clock_timestamp() - interval '30 days'` });
		const [row] = await tx.query<{ id: string }>({
			text: `insert into ${tables.write} (schema_name, table_name, mode, match) values ($1, $2, $3, $4) returning id`,
			values: [target.schema, target.table, mode, match],
		});
		return row?.id ?? null;
	});
}

export function imagesOf(tx: Transaction, schema: string, write: string, match: readonly string[], sql: Statements): Images {
	const tables: Tables = tablesIn(schema);
	const of = (columns: readonly string[]): string => `(select to_json(x) from (select ${columns.map((name) => `t.${quoteIdentifier(name)}`).join(', ')}) x)`;
	const written = sql.written.length === 0 ? match : sql.written;
	const note = (kind: string, image: string, ordinal: string, rows: string): string =>
		`insert into ${tables.write_image} (write, ordinal, kind, key, before_image) select ${write}, ${ordinal}, '${kind}', ${of(match)}, ${image} from ${sql.target} t ${rows} for update of t`;
	const staged = `join ${STAGED} s on ${sql.keyMatches} join ${MOVED} m on m.ordinal = s.${ORDINAL} where m.ordinal >= $1 and m.ordinal < $2`;
	return {
		noteBefore: async (kind, { from, to }) => {
			const rows = kind === 'updated' ? `${staged} and not m.is_new and (${sql.differs})` : staged;
			await tx.execute({ text: note(kind, kind === 'updated' ? of(written) : 'to_json(t)', 'm.ordinal', rows), values: [from, to] });
		},
		noteAfter: async () => {
			await tx.execute({ text: `update ${tables.write_image} i set after_image = ${of(written)} from ${sql.target} t, ${STAGED} s where i.write = ${write} and i.kind = 'updated' and i.ordinal = s.${ORDINAL} and ${sql.keyMatches}` });
			await tx.execute({
				text: `insert into ${tables.write_image} (write, ordinal, kind, key, after_image) select ${write}, m.ordinal, 'inserted', ${of(match)}, to_json(t)
					from ${sql.target} t join ${STAGED} s on ${sql.keyMatches} join ${MOVED} m on m.ordinal = s.${ORDINAL} where m.is_new`,
			});
		},
		noteDeleted: async (condition) => void (await tx.execute({ text: note('deleted', 'to_json(t)', 'null', `where ${condition}`) })),
	};
}
