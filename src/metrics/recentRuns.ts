import type { RunMetrics } from '../run';
import { everyRun } from './everyRun';
import { requireName } from './requireName';
import { requireRunTables } from './requireRunTables';
import type { EndedStatus, MeasuredRun, MetricsPorts, RunSource } from './types';
import { isoTime } from '../postgres/isoTime';

interface Row {
	readonly name: string;
	readonly source: RunSource;
	readonly id: string;
	readonly status: EndedStatus;
	readonly message: string;
	readonly started: string;
	readonly finished: string;
	readonly took_ms: number;
	readonly metrics: RunMetrics | null;
	readonly counts: { readonly local: { readonly seen: number }; readonly remote: { readonly seen: number }; readonly conflicts: number; readonly failures: number } | null;
}

/** The newest runs that are over, newest first. `name`: those of a pair or recorded under that name; null: all. */
export async function recentRuns(ports: MetricsPorts, { name, limit }: { readonly name: string | null; readonly limit: number }): Promise<readonly MeasuredRun[]> {
	return await ports.database.transaction(async (tx) => {
		const tables = await requireRunTables(tx, ports.schema);
		if (name !== null) await requireName(tx, tables, name);
		const most = name === null ? '$1' : '$2';
		const runs = everyRun(tables, { name: name === null ? null : '$1', where: 'true', tail: `order by r.started_at desc, r.id desc limit ${most}` });
		const rows = await tx.query<Row>({
			text: `select name, source, id, status, message, ${isoTime('started_at')} as started, ${isoTime('coalesce(finished_at, started_at)')} as finished,
					coalesce(extract(epoch from finished_at - started_at) * 1000, 0)::float8 as took_ms, metrics, counts from (${runs}) e order by started_at desc, id desc limit ${most}`,
			values: name === null ? [limit] : [name, limit],
		});
		return rows.map(measuredRun);
	}, { readOnly: true });
}

function measuredRun(row: Row): MeasuredRun {
	const { name, source, id, status, message, counts } = row;
	const metrics = row.metrics ?? (counts === null ? {} : { total: Math.max(counts.local.seen, counts.remote.seen), failing: counts.failures, conflictsOpen: counts.conflicts });
	return { name, source, run: id, status, message, startedAt: row.started, finishedAt: row.finished, durationMs: row.metrics?.durationMs ?? Math.round(row.took_ms), metrics };
}
