import type { Transaction } from '../../types';
import { isoTime } from '../../isoTime';
import type { Tables } from '../tables';

/** Notes that the package's own tables were put there by somebody else: a dump was restored, perhaps with everything else, perhaps alone. */
export async function noteReplaced(tx: Transaction, tables: Tables, pair: string): Promise<void> {
	await tx.execute({
		text: `update ${tables.pair} p set books_replaced = coalesce(books_replaced, jsonb_build_object('since', (select ${isoTime('max(coalesce(r.finished_at, r.started_at))')} from ${tables.run} r where r.pair = $1 and r.status <> 'running'), 'paired', 0)) where p.id = $1`,
		values: [pair],
	});
}

/** Records that both sides know to belong together, and replaced books do not: they are older than both. */
export async function notePaired(tx: Transaction, tables: Tables, pair: string, count: number): Promise<void> {
	if (count === 0) return;
	await tx.execute({ text: `update ${tables.pair} set books_replaced = jsonb_set(books_replaced, '{paired}', to_jsonb((books_replaced ->> 'paired')::bigint + $2)) where id = $1 and books_replaced is not null`, values: [pair, count] });
}
