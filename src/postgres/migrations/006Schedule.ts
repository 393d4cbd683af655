import type { Migration } from './types';

/**
 * What a work package says of its own dates, and which fields of a link follow values that OpenProject works out
 * (docs/decisions/0013-dates-that-openproject-works-out.md).
 */
export const schedule: Migration = {
	version: 6,
	name: 'schedule',
	statements: (s) => [`alter table ${s}.link add column remote_facts jsonb, add column followed text[]`],
};
