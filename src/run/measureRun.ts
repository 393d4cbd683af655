import type { Transaction } from '../postgres';
import type { RunContext } from './context';
import type { RunReport } from './report';
import { paceOf, type RunMetrics } from './runMetrics';

/** What a run knows of itself when it ends; `report` is null where it failed. */
export interface RunEnding {
	readonly report: Pick<RunReport, 'local' | 'remote' | 'failureCount' | 'conflictCount'> | null;
	/** Links that were planned; null where that is not known. */
	readonly processed: number | null;
}

interface Recorded {
	readonly found: string;
	readonly settled: string;
	readonly failed: string;
	readonly lag_ms: string | null;
	readonly since_good_ms: string | null;
}

/** Measures a run at its end, from its own counters and what it has recorded. */
export async function measureRun(tx: Transaction, context: RunContext, { report, processed }: RunEnding): Promise<RunMetrics> {
	const { settings, progress } = context;
	const stats = context.remote.stats();
	const durationMs = Math.round(context.clock.monotonic() - context.begunAt);
	const recorded = await readRecorded(tx, context);
	progress.current();
	return {
		total: report === null ? null : Math.max(report.local.seen, report.remote.seen),
		processed,
		failed: report === null ? null : Number(recorded.failed),
		failing: report?.failureCount ?? null,
		written: context.written.local + context.written.remote,
		conflictsFound: Number(recorded.found),
		conflictsSettled: Number(recorded.settled),
		conflictsOpen: report?.conflictCount ?? null,
		durationMs,
		...paceOf(processed, durationMs),
		peakMemoryBytes: progress.peakMemoryBytes,
		requests: stats.requests,
		retries: stats.retries,
		bytesSent: stats.bytesSent,
		bytesReceived: stats.bytesReceived,
		lagMs: numberOrNull(recorded.lag_ms),
		sinceGoodMs: numberOrNull(recorded.since_good_ms),
		batchSize: settings.batchSize,
		workers: settings.workers,
	};
}

function numberOrNull(text: string | null): number | null {
	return text === null ? null : Number(text);
}

async function readRecorded(tx: Transaction, context: RunContext): Promise<Recorded> {
	const { tables, pair, run } = context;
	const [row] = await tx.query<Recorded>({
		text: `select
				(select count(*) from ${tables.conflict} where run = $2 and created_at >= $3::timestamptz) as found,
				(select count(*) from ${tables.conflict} where pair = $1 and applied_at >= $3::timestamptz) as settled,
				(select count(*) from ${tables.link} where pair = $1 and state not in ('tombstone', 'out_of_scope') and (last_failure is not null or field_failures is not null) and updated_at >= $3::timestamptz) as failed,
				(select floor(extract(epoch from clock_timestamp() - min(pending_since)) * 1000)::bigint from ${tables.link} where pair = $1 and pending is not null and state = 'live') as lag_ms,
				(select greatest(0, floor(extract(epoch from $3::timestamptz - finished_at) * 1000))::bigint from ${tables.run} where id = $4) as since_good_ms`,
		values: [pair.id, run.id, run.startedAt, pair.last_good_run],
	});
	return row as Recorded;
}
