import { ConfigurationError } from '../errors';
import { migrate } from '../postgres';
import { countUpRecorded } from '../postgres/stores/runTotals';
import { paceOf } from '../run/runMetrics';
import { requireRunTables } from './requireRunTables';
import type { MetricsPorts } from './types';
import { isoTime } from '../postgres/isoTime';

/** A run of a workflow that is made of other nodes. Counts that are null were not given. */
export interface GivenRun {
	readonly name: string;
	readonly status: 'done' | 'partial' | 'failed';
	readonly message: string;
	/** ISO 8601; null: `durationMs` before the end. */
	readonly startedAt: string | null;
	/** ISO 8601; null: `durationMs` after the start, or now by the database's clock. */
	readonly finishedAt: string | null;
	/** null: what lies between start and end. */
	readonly durationMs: number | null;
	readonly total: number | null;
	readonly processed: number | null;
	readonly failed: number | null;
	readonly conflictsFound: number | null;
	readonly conflictsSettled: number | null;
	readonly written: number | null;
	readonly requests: number | null;
	readonly retries: number | null;
}

/** A run as it was recorded. */
export interface RecordedRun {
	readonly run: string;
	readonly name: string;
	readonly status: GivenRun['status'];
	readonly startedAt: string;
	readonly finishedAt: string;
	readonly durationMs: number;
}

/** Old runs deleted by one recording at most, so that it stays quick. */
const MOST_CLEANED = 10_000;

/**
 * Records runs beside those of the engine, all or none, and deletes older ones of the same names past `keepMs`. Answers them in the
 * order given. Throws a ConfigurationError for a name that a pair has, whose runs record themselves, and for an end before its start.
 */
export async function recordRuns(ports: MetricsPorts, runs: readonly GivenRun[], options: { readonly keepMs: number; readonly allowSetUp: boolean }): Promise<readonly RecordedRun[]> {
	if (runs.length === 0) return [];
	if (options.allowSetUp) await migrate(ports.database, ports.schema);
	return await ports.database.transaction(async (tx) => {
		const tables = await requireRunTables(tx, ports.schema);
		const names = [...new Set(runs.map((run) => run.name))].sort();
		const [pair] = await tx.query<{ name: string }>({ text: `select name from ${tables.pair} where name = any($1::text[]) order by name limit 1`, values: [names] });
		if (pair !== undefined) throw new ConfigurationError(`'${pair.name}' is the name of a pair of Batch Sync, whose runs record themselves. Give runs of other workflows a name of their own.`);
		const [now] = await tx.query<{ now: string }>({ text: `select ${isoTime('clock_timestamp()')} as now` });
		const placed = runs.map((run) => placedInTime(run, Date.parse(now?.now ?? '')));
		const rows = await tx.query<{ id: string }>({
			text: `with given as (select g.* from rows from (jsonb_to_recordset($1::jsonb) as (name text, status text, message text, started timestamptz, finished timestamptz, metrics jsonb)) with ordinality as g (name, status, message, started, finished, metrics, ordinality))
				insert into ${tables.recorded_run} (name, status, message, started_at, finished_at, metrics) select name, status, message, started, finished, metrics from given order by ordinality returning id`,
			values: [JSON.stringify(placed.map(({ run, startedMs, finishedMs }) => ({ name: run.name, status: run.status, message: run.message, started: iso(startedMs), finished: iso(finishedMs), metrics: metricsOf(run, finishedMs - startedMs) })))],
		});
		const ids = rows.map((row) => row.id);
		await countUpRecorded(tx, tables, ids);
		await tx.execute({
			text: `delete from ${tables.recorded_run} where id in (select id from ${tables.recorded_run} where name = any($1::text[]) and started_at < clock_timestamp() - make_interval(secs => $2 / 1000.0) and not (id = any($3::bigint[])) limit ${MOST_CLEANED})`,
			values: [names, options.keepMs, ids],
		});
		return placed.map(({ run, startedMs, finishedMs }, index) => ({ run: ids[index] as string, name: run.name, status: run.status, startedAt: iso(startedMs), finishedAt: iso(finishedMs), durationMs: run.durationMs ?? finishedMs - startedMs }));
	});
}

const iso = (ms: number): string => new Date(ms).toISOString();

function placedInTime(given: GivenRun, nowMs: number): { readonly run: GivenRun; readonly startedMs: number; readonly finishedMs: number } {
	const durationMs = given.durationMs === null ? null : Math.round(given.durationMs);
	const run = { ...given, durationMs };
	const started = run.startedAt === null ? null : Date.parse(run.startedAt);
	const finishedMs = run.finishedAt !== null ? Date.parse(run.finishedAt) : started !== null && durationMs !== null ? started + durationMs : nowMs;
	const startedMs = started ?? finishedMs - (durationMs ?? 0);
	if (!Number.isFinite(startedMs) || !Number.isFinite(finishedMs)) throw new ConfigurationError(`The run '${run.name}' has a start or end that is no time: '${run.startedAt ?? ''}', '${run.finishedAt ?? ''}'. Give both as ISO 8601, e.g. 2026-03-31T08:00:00Z.`);
	if (startedMs > finishedMs) throw new ConfigurationError(`The run '${run.name}' starts at ${iso(startedMs)} and ends before that, at ${iso(finishedMs)}. Give an end after the start, or the duration alone.`);
	return { run, startedMs, finishedMs };
}

function metricsOf(run: GivenRun, tookMs: number): object {
	const durationMs = run.durationMs ?? tookMs;
	const { total, processed, failed, conflictsFound, conflictsSettled, written, requests, retries } = run;
	const known = { total, processed, failed, conflictsFound, conflictsSettled, written, requests, retries };
	return { ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null)), durationMs, ...paceOf(processed, durationMs) };
}
