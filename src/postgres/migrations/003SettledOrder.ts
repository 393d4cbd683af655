import type { Migration } from './types';

/**
 * The order in which operations were settled, as a number of its own: the database's clock can be set back, and then no longer
 * tells which of two moves of a base came first (docs/decisions/0005-proof.md). Drawn from the sequence of the ids.
 */
export const settledOrder: Migration = {
	version: 3,
	name: 'settledOrder',
	statements: (s) => [
		`alter table ${s}.operation add column settled_order bigint`,
		`update ${s}.operation o set settled_order = placed.place
			from (select id, row_number() over (order by finished_at, id) as place from ${s}.operation where finished_at is not null) placed where placed.id = o.id`,
	],
};
