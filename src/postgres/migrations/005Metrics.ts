import type { Migration } from './types';

/**
 * What runs cost, runs of workflows made of other nodes, and totals that outlive the history
 * (docs/decisions/0011-metrics-and-health.md).
 */
export const metrics: Migration = {
	version: 5,
	name: 'metrics',
	statements: (s) => [
		`alter table ${s}.run add column metrics jsonb`,
		`create index run_started on ${s}.run (pair, started_at)`,
		`create index conflict_run on ${s}.conflict (run)`,
		`create index conflict_found on ${s}.conflict (pair, created_at)`,
		`create index conflict_applied on ${s}.conflict (pair, applied_at) where applied_at is not null`,
		`create index conflict_chosen on ${s}.conflict (link) where status = 'resolved' and applied_at is null`,
		`create index conflict_superseded on ${s}.conflict (superseded_by) where superseded_by is not null`,
		`create table ${s}.recorded_run (
			id bigint generated always as identity primary key,
			name text not null,
			status text not null check (status in ('done', 'partial', 'failed')),
			message text not null default '',
			started_at timestamptz not null,
			finished_at timestamptz not null,
			metrics jsonb not null,
			recorded_at timestamptz not null default clock_timestamp()
		)`,
		`create index recorded_run_name on ${s}.recorded_run (name, started_at)`,
		// Counted up only: history is cleaned away, and counters must not fall.
		`create table ${s}.run_total (
			name text not null,
			source text not null check (source in ('engine', 'recorded')),
			status text not null,
			runs bigint not null default 0,
			processed bigint not null default 0,
			failed bigint not null default 0,
			conflicts_found bigint not null default 0,
			conflicts_settled bigint not null default 0,
			written bigint not null default 0,
			requests bigint not null default 0,
			retries bigint not null default 0,
			bytes bigint not null default 0,
			duration_ms bigint not null default 0,
			primary key (name, source, status)
		)`,
		`insert into ${s}.run_total (name, source, status, runs, duration_ms)
			select p.name, 'engine', r.status, count(*), coalesce(sum(floor(extract(epoch from r.finished_at - r.started_at) * 1000)), 0)::bigint
			from ${s}.run r join ${s}.pair p on p.id = r.pair where r.status <> 'running' group by p.name, r.status`,
	],
};
