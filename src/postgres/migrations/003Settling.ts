import type { Migration } from './types';

/**
 * What the simulator found missing where operations are settled (docs/decisions/0005-proof.md).
 * - `settled_order`: the database's clock can be set back, and then no longer tells which of two moves of a base came first. Drawn
 *   from the sequence of the ids.
 * - `decides`: the conflicts that a write decides, so that what it writes over is kept although its answer was lost.
 */
export const settling: Migration = {
	version: 3,
	name: 'settling',
	statements: (s) => [
		`alter table ${s}.operation add column settled_order bigint, add column decides jsonb`,
		`update ${s}.operation o set settled_order = placed.place
			from (select id, row_number() over (order by finished_at, id) as place from ${s}.operation where finished_at is not null) placed where placed.id = o.id`,
	],
};
