import type { MeasuredRun, Report, RunFigures } from '../../src/metrics';
import type { SyncWorld } from '../support/syncWorld';

/** Enters runs of a pair as the engine would leave them, `minutesAgo` each, oldest first. */
export async function enterRuns(world: SyncWorld, pair: string, runs: ReadonlyArray<{ readonly minutesAgo: number; readonly status?: string; readonly tookMs?: number; readonly metrics?: object | null; readonly message?: string }>): Promise<void> {
	await world.sql(
		`insert into batch_sync.run (pair, mode, effective_mode, trigger, started_by, status, message, started_at, finished_at, metrics)
			select p.id, 'incremental', 'incremental', 'test', 'test', r.status, r.message, now() - make_interval(mins => r.ago), now() - make_interval(mins => r.ago) + make_interval(secs => r.took / 1000.0), r.metrics
			from jsonb_to_recordset($2::jsonb) as r (ago int, status text, message text, took float8, metrics jsonb), batch_sync.pair p where p.name = $1`,
		[pair, JSON.stringify(runs.map(({ minutesAgo, status = 'done', tookMs = 1000, metrics = { durationMs: tookMs }, message = '' }) => ({ ago: minutesAgo, status, took: tookMs, metrics, message })))],
	);
}

export const noFigures: RunFigures = {
	runs: 0, byStatus: { done: 0, partial: 0, stopped_by_guard: 0, previewed: 0, cancelled: 0, failed: 0, skipped: 0 }, failedPercent: null, total: 0, processed: 0, failed: 0, written: 0, conflictsFound: 0, conflictsSettled: 0,
	duration: { sum: 0, average: null, p50: null, p95: null, max: null }, itemMs: null, rate: null, requests: 0, retries: 0, bytesSent: 0, bytesReceived: 0, peakMemoryBytes: null, lagMs: null,
};

/** A report over these periods; its summary is the sum of counts and the first period's other figures. */
export function reportOver(periods: ReadonlyArray<Partial<RunFigures> & { readonly label?: string }>): Report {
	const placed = periods.map((period, index) => ({ ...noFigures, start: `2026-03-0${index + 1}T00:00:00.000Z`, end: `2026-03-0${index + 2}T00:00:00.000Z`, label: `2026-03-0${index + 1}`, ...period }));
	const sum = (of: (figures: RunFigures) => number): number => placed.reduce((total, period) => total + of(period), 0);
	const byStatus = Object.fromEntries(Object.keys(noFigures.byStatus).map((status) => [status, sum((one) => one.byStatus[status as keyof RunFigures['byStatus']])])) as RunFigures['byStatus'];
	const first = placed.find(({ runs }) => runs > 0);
	return {
		name: 'flrts', by: 'day', from: '2026-03-01T00:00:00.000Z', to: '2026-03-08T00:00:00.000Z', timeZone: 'UTC', periods: placed,
		summary: { ...noFigures, ...(first ?? {}), byStatus, runs: sum(({ runs }) => runs), processed: sum(({ processed }) => processed), failed: sum(({ failed }) => failed) },
	};
}

export function runOf(change: Partial<MeasuredRun> = {}): MeasuredRun {
	return { name: 'flrts', source: 'engine', run: '1', status: 'done', message: 'Done.', startedAt: '2026-03-01T08:00:00.000Z', finishedAt: '2026-03-01T08:00:02.000Z', durationMs: 2000, metrics: { processed: 100, requests: 10, retries: 0, batchSize: 50 }, ...change };
}
