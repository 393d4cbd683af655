import type { Migration } from './types';

/**
 * Plans that are approved and applied, runs that are undone, links on hold, pairing by title, retention
 * (docs/decisions/0004-control.md).
 */
export const control: Migration = {
	version: 2,
	name: 'control',
	statements: (s) => [
		`alter table ${s}.run
			add column task text not null default 'sync' check (task in ('sync', 'resync', 'apply_plan', 'undo', 'release')),
			add column applies bigint,
			add column applied_by bigint,
			add column plan_confirmed_at timestamptz,
			add column shape_hash text,
			add column adopted_hash text,
			add column config jsonb,
			add column images_cleaned_at timestamptz,
			add column history_cleaned_at timestamptz`,
		`alter table ${s}.run drop constraint run_plan_state_check`,
		`alter table ${s}.run add constraint run_plan_state_check check (plan_state in ('open', 'approved', 'applied', 'superseded', 'expired'))`,
		`update ${s}.run set task = 'resync' where (request ->> 'resync')::boolean`,
		`create index run_waiting_plan on ${s}.run (pair) where plan_state in ('open', 'approved')`,
		`create index run_with_images on ${s}.run (pair, id) where images_cleaned_at is null`,
		`create index run_with_history on ${s}.run (pair, id) where history_cleaned_at is null`,
		`alter table ${s}.link add column held_by bigint, add column held_state text`,
		// The few links that are not simply live: asked for at every run, and never worth reading all links for.
		`create index link_odd on ${s}.link (pair, id)
			where state <> 'live' or gone_side is not null or out_side is not null or last_failure is not null or field_failures is not null`,
// The work package carries the key of another row than its own: somebody copied it. A column, since no statistics tell how rare that is.
		`alter table ${s}.link add column is_copied_key boolean not null generated always as (coalesce(provenance <> local_key and provenance <> (local_key::jsonb ->> 0), false)) stored`,
		`create index link_copied_key on ${s}.link (pair, id) where is_copied_key`,
		`alter table ${s}.operation drop constraint operation_kind_check`,
		`alter table ${s}.operation add constraint operation_kind_check
			check (kind in ('create', 'update', 'delete', 'archive', 'restore', 'agree', 'adopt', 'park', 'tombstone', 'snapshot', 'pair'))`,
		// Runs are cleaned away before the snapshots their operations were folded into.
		`alter table ${s}.operation drop constraint operation_run_fkey`,
	],
};
