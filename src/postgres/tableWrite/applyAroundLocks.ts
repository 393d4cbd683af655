import { isLockFailure, lockWaitIn } from '../lockFailure';
import { lockSentence, type LockHolder } from '../lockWait';
import { holderOf } from '../overseer';
import type { Transaction } from '../types';
import { isolateFailures, type Range, type RangeWork } from './isolateFailures';
import { ORDINAL, STAGED } from './stage';
import { MOVED, type Statements } from './statements';
import type { Prepared, RowFailure } from './types';

/** How long is waited for what is in the way once a lock was met: others wait for the rows that are written already. */
const BRIEF_MS = 200;
/** Waits of that kind in one transaction. */
const MOST_WAITS = 15;

/** What is applied again without the records whose rows somebody else has. */
interface Work {
	readonly positions: readonly number[];
	/** Begins anew: nothing of what was applied before holds. */
	readonly work: RangeWork;
	readonly restart: () => void;
}

/**
 * Applies work as `isolateFailures` does. Where somebody has rows locked, it is undone and done again without them, each a failure of
 * its own; and so is a record that meets a lock elsewhere (a row it refers to, a trigger's, a value that is to be unique).
 */
export async function applyAroundLocks(tx: Transaction, prepared: Prepared, sql: Statements, { positions, work, restart }: Work): Promise<readonly RowFailure[]> {
	const { write } = prepared;
	const isFirstEnough = write.badRows === 'stop';
	try {
		return await tx.savepoint(() => isolateFailures(tx, positions, work, isFirstEnough));
	} catch (error) {
		// A locked table concerns every record.
		if (!isLockFailure(error) || lockWaitIn(error)?.kind === 'table') throw error;
		restart();
		const locked = await lockedRecords(tx, prepared, sql);
		if (locked.length === 0 && isFirstEnough) throw error;
		if (isFirstEnough) return locked;
		const failed = new Set(locked.map(({ index }) => index));
		await tx.execute({ text: `set local lock_timeout = ${BRIEF_MS}` });
		let waits = 0;
		const butLocked = (apply: (range: Range) => Promise<void>) => async (range: Range): Promise<void> => {
			await applyBut(apply, range, failed).catch((thrown: unknown) => {
				if (isLockFailure(thrown)) waits += 1;
				throw thrown;
			});
		};
		const rest = await isolateFailures(tx, positions.filter((position) => !failed.has(position)), { quickly: butLocked((range) => work.quickly(range)), carefully: butLocked((range) => work.carefully(range)) }, false, (thrown) => isLockFailure(thrown) && lockWaitIn(thrown)?.kind !== 'table' && waits <= MOST_WAITS);
		return [...locked, ...rest].sort((a, b) => a.index - b.index);
	}
}

/** The parts of a range between records that are left out. */
async function applyBut(apply: (range: Range) => Promise<void>, { from, to }: Range, left: ReadonlySet<number>): Promise<void> {
	let start = from;
	for (const position of [...left].filter((one) => one >= from && one < to).sort((a, b) => a - b)) {
		if (position > start) await apply({ from: start, to: position });
		start = position + 1;
	}
	if (start < to) await apply({ from: start, to });
}

/** Records whose rows somebody else has locked. The others' rows are ours from here on. */
async function lockedRecords(tx: Transaction, { write, description }: Prepared, sql: Statements): Promise<readonly RowFailure[]> {
	if (write.match.length === 0) return [];
	const rows = `from ${STAGED} s join ${MOVED} m on m.ordinal = s.${ORDINAL} join ${sql.target} t on ${sql.keyMatches}`;
	const taken = await tx.query<{ ordinal: number }>({ text: `select m.ordinal ${rows} for ${write.mode === 'delete' ? 'update' : 'no key update'} of t skip locked` });
	const there = await tx.query<{ ordinal: number; holders: readonly LockHolder[] | null }>({
		text: `select m.ordinal, (select pg_catalog.jsonb_agg(distinct ${holderOf('l.pid')}) from pg_catalog.pg_locks l left join pg_catalog.pg_stat_activity a on a.pid = l.pid where l.locktype = 'transactionid' and l.granted and l.transactionid = t.xmax) as holders ${rows}`,
	});
	const ours = new Set(taken.map(({ ordinal }) => ordinal));
	const relation = `${description.schema}.${description.table}`;
	return there.filter(({ ordinal }) => !ours.has(ordinal)).map(({ ordinal, holders }) => ({ index: ordinal, column: null, code: 'ROW_LOCKED', reason: lockSentence({ kind: 'row', relation, holders: holders ?? [] }) })).sort((a, b) => a.index - b.index);
}
