import type { Database } from '../../postgres';
import { readOnly } from './readOnly';

/** A pair as the menu shows it. */
export interface PairEntry {
	readonly id: string;
	readonly name: string;
	/** Plan that waits for approval. */
	readonly openPlan: string | null;
	readonly openConflicts: number;
	/** Newest run, going on or not. */
	readonly newest: string | null;
}

/** Pairs of a schema by name; only those named, unless none are. */
export async function readMenu(database: Database, schema: string, only: readonly string[]): Promise<readonly PairEntry[]> {
	return await readOnly(database, schema, async (tx, tables) => {
		const rows = await tx.query<{ id: string; name: string; open_plan: string | null; open_conflicts: string; newest: string | null }>({
			text: `select p.id, p.name, (select max(r.id) from ${tables.run} r where r.pair = p.id and r.plan_state = 'open') as open_plan,
					(select count(*) from ${tables.conflict} c where c.pair = p.id and c.status = 'pending_review') as open_conflicts,
					(select max(r.id) from ${tables.run} r where r.pair = p.id) as newest
				from ${tables.pair} p where cardinality($1::text[]) = 0 or p.name = any($1::text[]) order by p.name`,
			values: [only],
		});
		return rows.map((row) => ({ id: row.id, name: row.name, openPlan: row.open_plan, openConflicts: Number(row.open_conflicts), newest: row.newest }));
	});
}
