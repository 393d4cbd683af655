import type { LockHolder, LockWait } from '../lockWait';
import { holderOf } from '../overseer';
import type { Transaction } from '../types';
import { keyJoin, qualifiedName } from './localTable';
import type { LocalTable } from './localTable';

/** A row that is about to be written, by its key. */
export interface RowToTake {
	readonly key: string;
	readonly isDeleted: boolean;
}

/**
 * Takes the rows until the transaction ends, as an update or a deletion would, and answers those that somebody else has, by key. Waits
 * for nothing. Answers none where rows cannot be taken so (a view over groups): then the writes themselves meet the locks.
 */
export async function findLockedRows(tx: Transaction, table: LocalTable, rows: readonly RowToTake[]): Promise<ReadonlyMap<string, LockWait>> {
	if (rows.length === 0) return new Map();
	try {
		return await tx.savepoint(async () => {
			const taken = new Set([...(await take(tx, table, rows, false)), ...(await take(tx, table, rows, true))]);
			const missed = rows.filter((_row, position) => !taken.has(position));
			return missed.length === 0 ? new Map() : await holdersOf(tx, table, missed);
		});
	} catch {
		// Whatever is wrong is told by the write itself.
		return new Map();
	}
}

/** Positions of the rows that could be taken at once. */
async function take(tx: Transaction, table: LocalTable, rows: readonly RowToTake[], isDeleted: boolean): Promise<readonly number[]> {
	if (!rows.some((row) => row.isDeleted === isDeleted)) return [];
	const keys = rows.map((row) => (row.isDeleted === isDeleted ? row.key : 'null'));
	const found = await tx.query<{ position: number }>({
		text: `select g.position::int4 - 1 as position from ${given(table)} for ${isDeleted ? 'update' : 'no key update'} of t skip locked`,
		values: [`[${keys.join(',')}]`],
	});
	return found.map(({ position }) => position);
}

/** Who has rows that could not be taken. A row that is gone meanwhile is nobody's. */
async function holdersOf(tx: Transaction, table: LocalTable, rows: readonly RowToTake[]): Promise<ReadonlyMap<string, LockWait>> {
	const values = [`[${rows.map((row) => row.key).join(',')}]`];
	const there = await tx.query<{ position: number }>({ text: `select g.position::int4 - 1 as position from ${given(table)}`, values });
	const holders = new Map<number, readonly LockHolder[]>();
	for (const xid of ['t.xmax', 'any(array(select m.xid from pg_get_multixact_members(t.xmax) m))']) {
		// One that locked alone is named by the row itself, several by a number that stands for all of them.
		const found = await tx.savepoint(() => tx.query<{ position: number; holders: readonly LockHolder[] }>({ text: `select g.position::int4 - 1 as position, h.holders from ${given(table)}
			cross join lateral (select jsonb_agg(distinct ${holderOf('l.pid')}) as holders from pg_locks l left join pg_stat_activity a on a.pid = l.pid where l.locktype = 'transactionid' and l.granted and l.transactionid = ${xid}) h
			where h.holders is not null`, values })).catch(() => []);
		for (const { position, holders: seen } of found) holders.set(position, seen);
		if (holders.size === there.length) break;
	}
	const relation = `${table.schema}.${table.table}`;
	return new Map(there.flatMap(({ position }) => {
		const row = rows[position];
		return row === undefined ? [] : [[row.key, { kind: 'row' as const, relation, holders: holders.get(position) ?? [] }] as const];
	}));
}

function given(table: LocalTable): string {
	return `jsonb_array_elements($1::jsonb) with ordinality as g (key, position) join ${qualifiedName(table)} t on ${keyJoin(table, 't', 'g.key')}`;
}
