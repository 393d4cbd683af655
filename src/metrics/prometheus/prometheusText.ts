import { requireRunTables } from '../requireRunTables';
import type { MetricsPorts } from '../types';
import { exposition, type MetricFamily, type Sample } from './exposition';
import { readGauges, type GaugeRow } from './readGauges';
import { readTotals, type TotalRow } from './readTotals';

/** What an endpoint that answers the text has to send as Content-Type. */
export const PROMETHEUS_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Everything known of all pairs and recorded runs, or of those named, for Prometheus to scrape. Counters never fall, whatever
 * history is cleaned.
 */
export async function prometheusText(ports: MetricsPorts, only: readonly string[] = []): Promise<string> {
	const isMeant = ({ name }: { readonly name: string }): boolean => only.length === 0 || only.includes(name);
	return await ports.database.transaction(async (tx) => {
		const tables = await requireRunTables(tx, ports.schema);
		const totals = (await readTotals(tx, tables)).filter(isMeant);
		const gauges = (await readGauges(tx, tables)).filter(isMeant);
		return exposition([...countersOf(totals), durationsOf(totals, gauges), ...gaugesOf(gauges)]);
	}, { readOnly: true });
}

type Sum = (row: TotalRow) => number;

const COUNTERS: ReadonlyArray<readonly [name: string, help: string, value: Sum]> = [
	['records_processed_total', 'Records that had changed or waited and were planned.', (row) => row.processed],
	['records_failed_total', 'Records that could not be written in a run, wholly or in part.', (row) => row.failed],
	['writes_total', 'Writes that took effect, on both sides.', (row) => row.written],
	['conflicts_found_total', 'Conflicts found, those settled by a policy included.', (row) => row.conflicts_found],
	['conflicts_settled_total', 'Conflicts settled by a policy or a person.', (row) => row.conflicts_settled],
	['http_requests_total', 'Requests sent to OpenProject, repeated ones included.', (row) => row.requests],
	['http_retries_total', 'Requests that were repeated.', (row) => row.retries],
	['http_bytes_total', 'Bytes of request and answer bodies.', (row) => row.bytes],
];

function countersOf(totals: readonly TotalRow[]): MetricFamily[] {
	return [
		{ name: 'batch_sync_runs_total', help: 'Runs that ended, by how.', type: 'counter', samples: totals.map(({ name, source, status, runs }) => ({ labels: { name, source, status }, value: runs })) },
		...COUNTERS.map(([name, help, value]): MetricFamily => ({ name: `batch_sync_${name}`, help, type: 'counter', samples: byName(totals, value).map(({ labels, value: sum }) => ({ labels, value: sum })) })),
	];
}

/** Sums over how runs ended; rows come ordered by name and source. */
function byName(totals: readonly TotalRow[], value: Sum): Sample[] {
	const sums = new Map<string, { readonly labels: { readonly name: string; readonly source: string }; value: number }>();
	for (const row of totals) {
		const key = JSON.stringify([row.name, row.source]);
		const sum = sums.get(key) ?? { labels: { name: row.name, source: row.source }, value: 0 };
		sum.value += value(row);
		sums.set(key, sum);
	}
	return [...sums.values()];
}

/** Skipped runs waited, and did nothing: they are in no duration. */
function durationsOf(totals: readonly TotalRow[], gauges: readonly GaugeRow[]): MetricFamily {
	const ran = totals.filter(({ status }) => status !== 'skipped');
	const quantiles = gauges.flatMap(({ name, source, p50, p95 }): Sample[] => (p50 === null || p95 === null ? [] : [{ labels: { name, source, quantile: '0.5' }, value: p50 }, { labels: { name, source, quantile: '0.95' }, value: p95 }]));
	return {
		name: 'batch_sync_run_duration_seconds', help: 'How long runs took; quantiles over the last day.', type: 'summary',
		samples: [...quantiles, ...byName(ran, (row) => row.duration_ms / 1000).map((sample) => ({ ...sample, suffix: '_sum' as const })), ...byName(ran, (row) => row.runs).map((sample) => ({ ...sample, suffix: '_count' as const }))],
	};
}

const GAUGES: ReadonlyArray<readonly [name: string, help: string, value: (row: GaugeRow) => number | null]> = [
	['last_run_timestamp_seconds', 'When the last run began, as Unix time.', (row) => row.last_run_at],
	['last_run_duration_seconds', 'How long the last run took.', (row) => row.last_duration],
	['last_run_records', 'Records of the last run.', (row) => row.last_total],
	['last_run_records_processed', 'Records the last run planned.', (row) => row.last_processed],
	['last_run_peak_memory_bytes', 'Memory of the process at its peak in the last run.', (row) => row.last_memory],
	['last_good_run_timestamp_seconds', 'When the last good run ended, as Unix time.', (row) => row.last_good_at],
	['last_good_run_age_seconds', 'Time since the last good run.', (row) => row.good_age],
	['open_conflicts', 'Conflicts that wait for a person.', (row) => row.open_conflicts],
	['oldest_conflict_age_seconds', 'Age of the oldest conflict that waits for a person.', (row) => row.oldest_conflict],
	['failing_records', 'Records that are failing now.', (row) => row.failing],
	['waiting_records', 'Records with a change that was seen and is not carried over yet.', (row) => row.waiting],
	['lag_seconds', 'Age of the oldest change that was seen and is not carried over yet; 0 where none waits.', (row) => (row.waiting === null ? null : (row.lag ?? 0))],
	['run_in_progress', '1 while a run holds the lease.', (row) => row.is_running],
	['plan_waiting', '1 while a plan waits for a person.', (row) => row.plan_waits],
];

function gaugesOf(rows: readonly GaugeRow[]): MetricFamily[] {
	return GAUGES.map(([name, help, value]) => ({
		name: `batch_sync_${name}`, help, type: 'gauge' as const,
		samples: rows.flatMap((row): Sample[] => {
			const found = value(row);
			return found === null ? [] : [{ labels: { name: row.name, source: row.source }, value: found }];
		}),
	}));
}
