import type { Migration } from './types';

/**
 * What a work package says of its own dates, which fields of a link follow values that OpenProject works out, and what a pair
 * knows of its project (docs/decisions/0013-dates-that-openproject-works-out.md, 0014-fewer-requests.md).
 */
export const schedule: Migration = {
	version: 6,
	name: 'schedule',
	statements: (s) => [`alter table ${s}.link add column remote_facts jsonb, add column followed text[]`, `alter table ${s}.pair add column remote_known jsonb, add column remote_known_at timestamptz`],
};
