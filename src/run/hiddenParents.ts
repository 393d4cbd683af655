import { valueAt } from '../record';
import type { JsonObject } from '../record';
import type { Transaction } from '../postgres';
import type { LinkRow } from '../postgres/stores/linkStore';
import { fenced } from './context';
import type { RunContext } from './context';

/** OpenProject shows a work package whose parent the API user may not see as one without parent. */
const PARENT = 'parent';

/** Whether a record shows no parent where its link agreed on one; answers that one. */
function lostParent(row: LinkRow, record: JsonObject | null): string | null {
	const agreed = valueAt(row.base_remote, PARENT);
	return typeof agreed === 'string' && record !== null && valueAt(record, PARENT) === null ? agreed : null;
}

/**
 * Records whose agreed parent is missing from sight keep it: that a parent is not shown proves nothing while the
 * parent itself cannot be seen. Answers the records in the order given.
 */
export async function keepHiddenParents(tx: Transaction, context: RunContext, rows: readonly LinkRow[], records: ReadonlyArray<JsonObject | null>): Promise<ReadonlyArray<JsonObject | null>> {
	const lost = rows.map((row, index) => lostParent(row, records[index] ?? null));
	const ids = [...new Set(lost.filter((id) => id !== null))];
	if (ids.length === 0) return records;
	const hidden = await tx.query<{ remote_id: string }>({
		text: `select remote_id::text as remote_id from ${context.tables.link} where pair = $1 and remote_id = any($2::bigint[]) and state <> 'tombstone' and gone_side in ('remote', 'both')`,
		values: [context.pair.id, ids],
	});
	const isHidden = new Set(hidden.map((one) => one.remote_id));
	return records.map((record, index) => {
		const parent = lost[index] ?? null;
		return record === null || parent === null || !isHidden.has(parent) ? record : { ...record, [PARENT]: parent };
	});
}

/** Parents that children show no longer and nobody has missed yet: to be read one by one before that means anything. */
export async function readLostParents(context: RunContext): Promise<readonly string[]> {
	const { link } = context.tables;
	const rows = await fenced(context, (tx) =>
		tx.query<{ parent: string }>({
			text: `select distinct p.remote_id::text as parent from ${link} l
				join ${link} p on p.pair = l.pair and p.remote_id = (l.base_remote ->> '${PARENT}')::bigint and p.state <> 'tombstone' and coalesce(p.gone_side, 'local') = 'local'
				where l.pair = $1 and l.pending is not null and l.state = 'live' and l.remote_seen -> '${PARENT}' = 'null'::jsonb and l.base_remote -> '${PARENT}' <> 'null'::jsonb`,
			values: [context.pair.id],
		}),
	);
	return rows.map((row) => row.parent);
}
