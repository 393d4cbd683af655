import type { Migration } from './types';

/** What table writes that keep images did, so that they can be undone (docs/decisions/0006-table-writes.md). */
export const writes: Migration = {
	version: 4,
	name: 'writes',
	statements: (s) => [
		`create table ${s}.write (
			id bigint generated always as identity primary key,
			schema_name text not null,
			table_name text not null,
			mode text not null,
			match text[] not null,
			counts jsonb,
			started_at timestamptz not null default clock_timestamp(),
			finished_at timestamptz,
			undone_at timestamptz
		)`,
		`create table ${s}.write_image (
			write bigint not null references ${s}.write on delete cascade,
			ordinal integer,
			kind text not null check (kind in ('inserted', 'updated', 'deleted')),
			key json not null,
			before_image json,
			after_image json
		)`,
		`create index write_image_write on ${s}.write_image (write)`,
	],
};
