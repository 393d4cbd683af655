import { isLockFailure } from '../lockFailure';
import { quoteIdentifier } from '../quoteIdentifier';
import { tablesIn, type Tables } from '../stores/tables';
import type { Database, Transaction } from '../types';
import { ORDINAL, STAGED } from './stage';
import { MOVED, type Statements } from './statements';
import type { ResolvedWrite } from './types';

/** Keeps what rows held before and after, as PostgreSQL's own JSON of them, so that a write can be undone. */
export interface Images {
	/** Before the update and deletion of rows: locks them and notes what they hold. */
	noteBefore(kind: 'updated' | 'deleted', range: { readonly from: number; readonly to: number }): Promise<void>;
	/** After the writes of a staging table: notes what rows hold now, those that are new among them. */
	noteAfter(): Promise<void>;
	/** Rows that are to be deleted, by a condition on `t`. */
	noteDeleted(condition: string): Promise<void>;
}

/** Enters a write that keeps images, in the transaction of its first batch. Answers the id to undo it by. */
export async function openImages(tx: Transaction, schema: string, { target, mode, match }: ResolvedWrite): Promise<string> {
	const tables = tablesIn(schema);
	const [row] = await tx.query<{ id: string }>({
		text: `insert into ${tables.write} (schema_name, table_name, mode, match) values ($1, $2, $3, $4) returning id`,
		values: [target.schema, target.table, mode, match],
	});
	return (row as { readonly id: string }).id;
}

/** Notes how a write ended. What nobody has undone in a month nobody will: kept longer it would grow with every write. */
export async function closeImages(database: Database, schema: string, id: string, counts: object): Promise<void> {
	const { write } = tablesIn(schema);
	const noted = database.transaction(async (tx) => {
		await tx.execute({ text: `update ${write} set counts = $2, finished_at = clock_timestamp() where id = $1`, values: [id, JSON.stringify(counts)] });
		await tx.execute({ text: `delete from ${write} where started_at < clock_timestamp() - interval '30 days'` });
	});
	await noted.catch((error: unknown) => {
		// The rows are written, which no lock on the books undoes; counts are for people, and cleaning up is done by the next write.
		if (!isLockFailure(error)) throw error;
	});
}

/** `isResumed`: rows may have been noted already, with what they held before the first of two writes. */
export function imagesOf(tx: Transaction, schema: string, write: string, match: readonly string[], sql: Statements, isResumed = false): Images {
	const tables: Tables = tablesIn(schema);
	const of = (columns: readonly string[]): string => `(select to_json(x) from (select ${columns.map((name) => `t.${quoteIdentifier(name)}`).join(', ')}) x)`;
	const written = sql.written.length === 0 ? match : sql.written;
	const note = (kind: string, image: string, ordinal: string, rows: string): string =>
		`insert into ${tables.write_image} (write, ordinal, kind, key, before_image) select ${write}, ${ordinal}, '${kind}', ${of(match)}, ${image} from ${sql.target} t ${rows} for update of t`;
	const staged = `join ${STAGED} s on ${sql.keyMatches} join ${MOVED} m on m.ordinal = s.${ORDINAL} where m.ordinal >= $1 and m.ordinal < $2`;
	return {
		noteBefore: async (kind, { from, to }) => {
			const isNoted = isResumed ? ` and not exists (select 1 from ${tables.write_image} i where i.write = ${write} and i.ordinal = m.ordinal)` : '';
			const rows = kind === 'updated' ? `${staged} and not m.is_new and (${sql.differs})${isNoted}` : staged;
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
