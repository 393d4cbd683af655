import { requireRunTables } from './requireRunTables';
import type { FieldConflicts, MetricsPorts } from './types';

/** Fields told one by one at most; the rest are together under '…'. */
const MOST_FIELDS = 12;

/** Conflicts found in a time, by field, most first. `name`: of one pair; null: of all. */
export async function conflictsByField(ports: MetricsPorts, { name, from, to }: { readonly name: string | null; readonly from: string; readonly to: string }): Promise<readonly FieldConflicts[]> {
	return await ports.database.transaction(async (tx) => {
		const tables = await requireRunTables(tx, ports.schema);
		const fields = await tx.query<FieldConflicts>({
			text: `select field, count(*)::float8 as found, (count(*) filter (where status = 'resolved'))::float8 as settled, (count(*) filter (where status = 'pending_review'))::float8 as open
				from ${tables.conflict} where created_at >= $1 and created_at < $2 and ($3::text is null or pair = (select id from ${tables.pair} where name = $3)) group by field order by 2 desc, 1`,
			values: [from, to, name],
		});
		const rest = fields.slice(MOST_FIELDS);
		return rest.length === 0 ? fields : [...fields.slice(0, MOST_FIELDS), rest.reduce((sum, one) => ({ field: '…', found: sum.found + one.found, settled: sum.settled + one.settled, open: sum.open + one.open }))];
	}, { readOnly: true });
}
