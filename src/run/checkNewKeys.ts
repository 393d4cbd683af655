import type { Transaction } from '../postgres';
import { spellKeys } from '../postgres/stores/linkStore';
import { provenanceOf } from '../postgres/stores/localTable';
import type { RunContext } from './context';

/** A new row by whose key it cannot be known. Thrown inside a savepoint: the row is taken back. */
export class NewKeyError extends Error {
	/** `held`: a record whose row is gone still goes by the key, until its deletion is settled. `lost`: no row is there under the key that came back. */
	constructor(readonly reason: 'held' | 'lost', message: string) {
		super(message);
	}
}

/**
 * Whether new rows are there under the keys that came back, and no other record goes by one. A row that is not found again would be
 * taken for a new one by the next run, and become a work package of its own.
 */
export async function checkNewKeys(tx: Transaction, context: RunContext, rows: ReadonlyArray<{ readonly link: string; readonly key: string }>): Promise<void> {
	if (rows.length === 0) return;
	const keys = rows.map((row) => row.key);
	const present = await spellKeys(tx, context.table, keys);
	const lost = keys.find((key) => !present.has(key));
	if (lost !== undefined) {
		const { schema, table } = context.table;
		throw new NewKeyError('lost', `${schema}.${table} gave a new row the key ${provenanceOf(lost)}, and no row is there under it: a trigger removes new rows again, or gives them another key after they were inserted. The row was taken back. Have the key set before the insert (a default, or a BEFORE INSERT trigger).`);
	}
	const [held] = await tx.query<{ local_key: string }>({
		text: `select l.local_key from unnest($2::bigint[], $3::text[]) n (link, key) join ${context.tables.link} l on l.local_key = n.key and l.id <> n.link where l.pair = $1 and l.state <> 'tombstone' limit 1`,
		values: [context.pair.id, rows.map((row) => row.link), keys],
	});
	if (held !== undefined) throw new NewKeyError('held', `The key ${provenanceOf(held.local_key)} belongs to a record whose row is gone.`);
}
