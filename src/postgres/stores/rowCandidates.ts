import type { Transaction } from '../types';
import type { Tables } from './tables';

/** Transaction ids are compared modulo 2^32; further apart than this they cannot be told apart. */
const FARTHEST = 2n ** 31n;

/** A SQL condition on `t` that holds for every row written since the previous observation, and rarely for others; null: compare every row. */
export interface CandidateFilter {
	readonly condition: string | null;
	/** The row of the cursor is not the one that was written last: somebody has put these tables there since. */
	readonly isReplaced: boolean;
}

/**
 * Narrows a big table to the rows whose transaction id is recent, without trigger, right or index
 * (docs/decisions/0003-row-candidates.md), and remembers where the next observation starts. Call it before the table
 * is read: what commits in between is then looked at twice rather than never. `hidesRows`: row-level security keeps rows from us;
 * then the table is compared whole, now and next time, since a row that shows itself later was written before.
 */
export async function filterCandidates(tx: Transaction, tables: Tables, pair: string, may: { readonly narrow: boolean; readonly hidesRows: boolean }): Promise<CandidateFilter> {
	const [state] = await tx.query<{ next: string; previous: string | null; is_same_cluster: boolean | null; now: string }>({
		text: `select pg_snapshot_xmax(pg_current_snapshot())::text as next, pg_snapshot_xmin(c.local_snapshot::pg_snapshot)::text as previous,
				c.canary = c.xmin::text::bigint as is_same_cluster, pg_current_snapshot()::text as now
			from ${tables.cursor} c where c.pair = $1`,
		values: [pair],
	});
	// The row's own xmin tells a dump and restore: there ids begin anew, and the old snapshot means nothing.
	await tx.execute({ text: `update ${tables.cursor} set local_snapshot = $2, ${markCanary} where pair = $1`, values: [pair, may.hidesRows ? null : (state?.now ?? null)] });
	const isReplaced = state?.is_same_cluster === false;
	if (!may.narrow || may.hidesRows || state === undefined || state.previous === null || state.is_same_cluster !== true) return { condition: null, isReplaced };
	const next = BigInt(state.next);
	const span = next - BigInt(state.previous);
	if (span < 0n || span >= FARTHEST) return { condition: null, isReplaced };
	return { condition: `((${next} - t.xmin::text::bigint) & 4294967295) <= ${span}`, isReplaced };
}

/** The next observation compares every row. */
export async function forgetSnapshot(tx: Transaction, tables: Tables, pair: string): Promise<void> {
	await tx.execute({ text: `update ${tables.cursor} set local_snapshot = null, ${markCanary} where pair = $1`, values: [pair] });
}

/** Every update of the cursor row sets this, so that its xmin is the one it holds. */
export const markCanary = 'canary = pg_current_xact_id()::text::bigint & 4294967295';
