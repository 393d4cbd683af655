import type { Transaction } from '../../postgres';
import type { Tables } from '../../postgres/stores/tables';
import type { RunSource } from '../types';

/** How things stand under one name at this moment; times in seconds. null: there is nothing to tell. */
export interface GaugeRow {
	readonly name: string;
	readonly source: RunSource;
	readonly last_run_at: number | null;
	readonly last_duration: number | null;
	readonly last_total: number | null;
	readonly last_processed: number | null;
	readonly last_memory: number | null;
	readonly last_good_at: number | null;
	readonly good_age: number | null;
	readonly p50: number | null;
	readonly p95: number | null;
	readonly open_conflicts: number | null;
	readonly oldest_conflict: number | null;
	readonly failing: number | null;
	readonly waiting: number | null;
	readonly lag: number | null;
	readonly is_running: number | null;
	readonly plan_waits: number | null;
}

const epoch = (expression: string): string => `extract(epoch from ${expression})::float8`;
const number = (name: string): string => `(last.metrics ->> '${name}')::float8`;

/** The last run of `r`'s name, and percentiles of its runs of the last day. */
function lastAndPercentiles(runs: string, condition: string): string {
	return `left join lateral (select * from ${runs} r where ${condition} and r.status not in ('running', 'skipped') order by r.started_at desc, r.id desc limit 1) last on true
		left join lateral (select percentile_cont(0.5) within group (order by ${epoch('r.finished_at - r.started_at')}) as p50, percentile_cont(0.95) within group (order by ${epoch('r.finished_at - r.started_at')}) as p95
			from ${runs} r where ${condition} and r.status not in ('running', 'skipped') and r.started_at >= clock_timestamp() - interval '1 day') day on true`;
}

const ofLast = `${epoch('last.started_at')} as last_run_at, ${epoch('last.finished_at - last.started_at')} as last_duration, ${number('total')} as last_total, ${number('processed')} as last_processed, ${number('peakMemoryBytes')} as last_memory`;
const ofGood = `${epoch('good.finished_at')} as last_good_at, ${epoch('clock_timestamp() - good.finished_at')} as good_age, day.p50, day.p95`;

/** How every pair and every recorded name stands. Counts go by index; nothing reads all links. */
export async function readGauges(tx: Transaction, tables: Tables): Promise<readonly GaugeRow[]> {
	const failing = `l.state not in ('tombstone', 'out_of_scope') and (l.last_failure is not null or l.field_failures is not null)`;
	return await tx.query<GaugeRow>({
		text: `select p.name, 'engine' as source, ${ofLast}, ${ofGood}, c.open_conflicts, c.oldest_conflict,
				(select count(*)::float8 from ${tables.link} l where l.pair = p.id and ${failing}) as failing, w.waiting, w.lag,
				(select count(*)::float8 from ${tables.lease} e where e.pair = p.id and e.expires_at > clock_timestamp()) as is_running, (p.open_plan is not null)::int::float8 as plan_waits
			from ${tables.pair} p ${lastAndPercentiles(tables.run, 'r.pair = p.id')}
			left join ${tables.run} good on good.id = p.last_good_run
			left join lateral (select count(*)::float8 as open_conflicts, ${epoch('clock_timestamp() - min(created_at)')} as oldest_conflict from ${tables.conflict} where pair = p.id and status = 'pending_review') c on true
			left join lateral (select count(*)::float8 as waiting, ${epoch('clock_timestamp() - min(pending_since)')} as lag from ${tables.link} where pair = p.id and pending is not null and state = 'live') w on true
			union all
			select n.name, 'recorded', ${ofLast}, ${ofGood}, null, null, null, null, null, null, null
			from (select distinct name from ${tables.run_total} where source = 'recorded') n ${lastAndPercentiles(tables.recorded_run, 'r.name = n.name')}
			left join lateral (select finished_at from ${tables.recorded_run} r where r.name = n.name and r.status = 'done' order by r.started_at desc, r.id desc limit 1) good on true
			order by name, source`,
	});
}
