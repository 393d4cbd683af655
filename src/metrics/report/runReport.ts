import { compileTimeZone } from '../../mapping';
import { requireName } from '../requireName';
import { requireRunTables } from '../requireRunTables';
import type { EndedStatus, MetricsPorts, PeriodFigures, Report, ReportQuery, RunFigures } from '../types';
import { reportSpan } from './reportSpan';
import { reportStatement, STATUSES, type FigureRow } from './reportStatement';

/**
 * What runs did and cost, by period and altogether; periods without runs are there too. Throws a ConfigurationError for
 * a name nobody has, a zone that is unknown, a time that is empty or too long.
 */
export async function runReport(ports: MetricsPorts, query: ReportQuery): Promise<Report> {
	compileTimeZone(query.timeZone, 'Time Zone');
	return await ports.database.transaction(async (tx) => {
		const tables = await requireRunTables(tx, ports.schema);
		if (query.name !== null) await requireName(tx, tables, query.name);
		const span = await reportSpan(tx, query);
		const rows = await tx.query<FigureRow>(reportStatement(tables, query, span));
		const all = rows.find((row) => row.start === null);
		return {
			name: query.name, by: query.by, ...span, timeZone: query.timeZone,
			summary: figuresOf(all),
			periods: rows.flatMap((row): PeriodFigures[] => (row.start === null ? [] : [{ start: row.start, end: row.end ?? '', label: row.label ?? '', ...figuresOf(row) }])),
		};
	}, { readOnly: true });
}

function figuresOf(row: FigureRow | undefined): RunFigures {
	const runs = row?.runs ?? 0;
	const processed = row?.processed ?? 0;
	const sum = row?.duration_sum ?? 0;
	const byStatus = Object.fromEntries(STATUSES.map((status) => [status, row?.[`status_${status}`] ?? 0])) as Record<EndedStatus, number>;
	return {
		runs, byStatus,
		failedPercent: runs === 0 ? null : rounded((byStatus.failed * 100) / runs),
		total: row?.total ?? 0, processed, failed: row?.failed ?? 0, written: row?.written ?? 0, conflictsFound: row?.found ?? 0, conflictsSettled: row?.settled ?? 0,
		duration: { sum: rounded(sum), average: orNull(row?.duration_average), p50: orNull(row?.duration_p50), p95: orNull(row?.duration_p95), max: orNull(row?.duration_max) },
		itemMs: processed === 0 ? null : rounded(sum / processed),
		rate: processed === 0 || sum === 0 ? null : rounded((processed * 1000) / sum),
		requests: row?.requests ?? 0, retries: row?.retries ?? 0, bytesSent: row?.bytes_sent ?? 0, bytesReceived: row?.bytes_received ?? 0,
		peakMemoryBytes: row?.memory ?? null, lagMs: row?.lag ?? null,
	};
}

function orNull(value: number | null | undefined): number | null {
	return value === null || value === undefined ? null : rounded(value);
}

function rounded(value: number): number {
	return Math.round(value * 1000) / 1000;
}
