import type { Tables } from '../postgres/stores/tables';

/** Numbers of a run's metrics that are read in SQL; all as double precision, which JSON numbers are. */
export const measured = [
	'total', 'processed', 'failed', 'written', 'conflictsFound', 'conflictsSettled', 'durationMs', 'peakMemoryBytes', 'requests', 'retries', 'bytesSent', 'bytesReceived', 'lagMs',
] as const;

/**
 * SQL of all runs that are over, of both sources: name, source, id, status, message, started_at, finished_at, metrics, counts. `where` is a
 * condition over `r` (run or recorded_run) on started_at and the like; `name`: the parameter that holds the name, e.g. $1; null: of all names.
 */
export function everyRun(tables: Tables, { name, where, tail = '' }: { readonly name: string | null; readonly where: string; readonly tail?: string }): string {
	const ofPair = name === null ? '' : `r.pair = (select id from ${tables.pair} where name = ${name}) and`;
	const ofName = name === null ? '' : `r.name = ${name} and`;
	return `(select p.name, 'engine' as source, r.id, r.status, r.message, r.started_at, r.finished_at, r.metrics, r.counts
			from ${tables.run} r join ${tables.pair} p on p.id = r.pair where ${ofPair} r.status <> 'running' and ${where} ${tail})
		union all
		(select r.name, 'recorded' as source, r.id, r.status, r.message, r.started_at, r.finished_at, r.metrics, null::jsonb as counts
			from ${tables.recorded_run} r where ${ofName} ${where} ${tail})`;
}
