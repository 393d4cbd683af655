import type { Transaction } from '../types';
import { CountsDiffer } from './CountsDiffer';
import type { Images } from './images';
import type { Range } from './isolateFailures';
import { ORDINAL, STAGED } from './stage';
import { inRange, MOVED, type Statements } from './statements';
import type { Prepared } from './types';

export interface RangeToApply extends Range {
	/** Records in it whose row is not there. */
	readonly missing: number;
	/** Records in it whose row is there. */
	readonly there: number;
}

/**
 * The writes of a range of positions, as PostgreSQL's counts say they should come out. Throws CountsDiffer where they do not, or where
 * the table's triggers and rules did otherwise: then `applyCarefully` finds out what became of each record.
 */
export async function applyRange(tx: Transaction, prepared: Prepared, sql: Statements, images: Images | null, range: RangeToApply): Promise<void> {
	const { write, hooks, isKeyUnique } = prepared;
	const values = [range.from, range.to];
	if (write.mode === 'delete') {
		await images?.noteBefore('deleted', range);
		const count = await tx.execute({ text: sql.remove, values });
		if (isKeyUnique ? count !== range.there : count < range.there) throw new CountsDiffer();
		if (hooks.delete && (await exists(tx, `exists (select 1 from ${sql.target} t where ${sql.keyMatches})`, 'true', range))) throw new CountsDiffer();
		return;
	}
	const hasColumns = sql.written.length > 0 || write.checksumColumn !== null;
	if (range.there > 0 && write.mode !== 'insert' && hasColumns) {
		await images?.noteBefore('updated', range);
		if ((await tx.execute({ text: sql.update, values })) !== range.there) throw new CountsDiffer();
		if (hooks.update && (await exists(tx, `exists (select 1 from ${sql.target} t where ${sql.keyMatches} and (${sql.differs}))`, 'not m.is_new', range))) throw new CountsDiffer();
	}
	if (write.mode === 'update' || range.missing === 0) return;
	if ((await tx.execute({ text: sql.insert, values })) !== range.missing) throw new CountsDiffer();
	if (mayLook(prepared) && (await exists(tx, `not exists (select 1 from ${sql.target} t where ${sql.keyMatches})`, 'm.is_new', range))) throw new CountsDiffer();
}

/** Whether new rows are to be looked for, and can be seen. */
export function mayLook({ write, hooks, description, predicate }: Prepared): boolean {
	return (hooks.insert || predicate !== null) && write.match.length > 0 && !description.rowSecurityActive;
}

/** Whether a condition on `s` holds for any record of a range. */
async function exists(tx: Transaction, condition: string, which: string, { from, to }: Range): Promise<boolean> {
	const [row] = await tx.query<{ any: boolean }>({
		text: `select exists (select 1 from ${MOVED} m join ${STAGED} s on m.ordinal = s.${ORDINAL} where ${which} and ${inRange} and ${condition}) as any`,
		values: [from, to],
	});
	return row?.any === true;
}
