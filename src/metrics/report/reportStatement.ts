import type { Sql } from '../../postgres';
import type { Tables } from '../../postgres/stores/tables';
import { everyRun, measured } from '../everyRun';
import type { EndedStatus, ReportQuery } from '../types';
import type { Span } from './reportSpan';
import { isoTime } from '../../postgres/isoTime';

export const STATUSES: readonly EndedStatus[] = ['done', 'partial', 'stopped_by_guard', 'previewed', 'cancelled', 'failed', 'skipped'];

/** A row of the statement: a period, or all of them together where `start` is null. */
export type FigureRow = {
	readonly start: string | null;
	readonly end: string | null;
	readonly label: string | null;
	readonly runs: number;
	readonly total: number;
	readonly processed: number;
	readonly failed: number;
	readonly written: number;
	readonly found: number;
	readonly settled: number;
	readonly duration_sum: number;
	readonly duration_average: number | null;
	readonly duration_p50: number | null;
	readonly duration_p95: number | null;
	readonly duration_max: number | null;
	readonly requests: number;
	readonly retries: number;
	readonly bytes_sent: number;
	readonly bytes_received: number;
	readonly memory: number | null;
	readonly lag: number | null;
} & Readonly<Record<`status_${EndedStatus}`, number>>;

const ran = `filter (where status <> 'skipped')`;
const countWhere = (status: string): string => `(count(*) filter (where status ${status}))::float8`;
const sum = (name: string): string => `coalesce(sum("${name}"), 0)`;

/** Aggregates of a group of runs, in the names of FigureRow. */
const figures = `${countWhere(`<> 'skipped'`)} as runs, coalesce(max(total), 0) as total, ${sum('processed')} as processed, ${sum('failed')} as failed, ${sum('written')} as written,
	${sum('conflictsFound')} as found, ${sum('conflictsSettled')} as settled,
	coalesce(sum(duration) ${ran}, 0) as duration_sum, avg(duration) ${ran} as duration_average, percentile_cont(0.5) within group (order by duration) ${ran} as duration_p50,
	percentile_cont(0.95) within group (order by duration) ${ran} as duration_p95, max(duration) ${ran} as duration_max,
	${sum('requests')} as requests, ${sum('retries')} as retries, ${sum('bytesSent')} as bytes_sent, ${sum('bytesReceived')} as bytes_received, max("peakMemoryBytes") as memory, max("lagMs") as lag,
	${STATUSES.map((status) => `${countWhere(`= '${status}'`)} as status_${status}`).join(', ')}`;

const STEP = { hour: '1 hour', day: '1 day', week: '7 days' } as const;

/** Days and weeks are counted on the wall clock of the zone, so that a day of 23 hours is a day; hours are always 60 minutes. */
function periodsOf(by: ReportQuery['by']): string {
	if (by === 'hour') return `select at as start, at + interval '1 hour' as finish from generate_series(date_trunc('hour', $1::timestamptz, $3), $2::timestamptz - interval '1 microsecond', interval '1 hour') at`;
	const step = `interval '${STEP[by]}'`;
	return `select at at time zone $3 as start, (at + ${step}) at time zone $3 as finish
		from generate_series(date_trunc('${by}', $1::timestamptz at time zone $3), ($2::timestamptz - interval '1 microsecond') at time zone $3, ${step}) at`;
}

/** The figures of every period and of all together, in one pass over the runs that began in the span. */
export function reportStatement(tables: Tables, { name, by, timeZone }: ReportQuery, { from, to }: Span): Sql {
	const shape = by === 'hour' ? 'YYYY-MM-DD HH24:MI' : 'YYYY-MM-DD';
	const runs = everyRun(tables, { name: name === null ? null : '$4', where: 'r.started_at >= $1 and r.started_at < $2' });
	return {
		text: `with every as (
				select date_trunc('${by}', e.started_at, $3) as period, e.status, ${measured.map((column) => `m."${column}"`).join(', ')},
					coalesce(m."durationMs", extract(epoch from e.finished_at - e.started_at) * 1000)::float8 as duration
				from (${runs}) e cross join lateral jsonb_to_record(coalesce(e.metrics, '{}')) as m (${measured.map((column) => `"${column}" float8`).join(', ')})
			), told as (select period, grouping(period) as is_all, ${figures} from every group by grouping sets ((period), ())),
			periods as (${periodsOf(by)})
			select ${isoTime('coalesce(p.start, t.period)')} as start, ${isoTime(`coalesce(p.finish, t.period + interval '${STEP[by]}')`)} as "end", to_char(coalesce(p.start, t.period) at time zone $3, '${shape}') as label, t.*
			from periods p full join told t on t.period = p.start and t.is_all = 0 order by coalesce(p.start, t.period) nulls last`,
		values: [from, to, timeZone, ...(name === null ? [] : [name])],
	};
}
