import type { Migration } from './types';

/**
 * What tells that a side, or these tables, went back to an older state (docs/decisions/0015-went-back.md).
 * - `remote_created_at`: a number that belongs to a work package made at another time was given anew.
 * - `synced_at`, `edited_seen`: what the row's own sync and edit times were when they were last written or seen; the newest edit first.
 * - `went_back`: what shows it now, by side, until it is accepted, put right or gone.
 * - pair: the column and type that `synced_at` is about, the newest sync time written to any row, the database these tables were in,
 *   and whether somebody else has put them there since (`books_replaced`).
 */
export const wentBack: Migration = {
	version: 7,
	name: 'went_back',
	statements: (s) => [
		`alter table ${s}.link add column if not exists remote_created_at timestamptz, add column if not exists synced_at text, add column if not exists edited_seen timestamptz[], add column if not exists went_back jsonb`,
		`create index if not exists link_went_back on ${s}.link (pair, id) where went_back is not null`,
		`alter table ${s}.pair add column if not exists marks_of text, add column if not exists synced_high text, add column if not exists identity jsonb, add column if not exists books_replaced jsonb`,
	],
};
