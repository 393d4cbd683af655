import type { Transaction } from '../types';
import type { Images } from './images';
import type { Range } from './isolateFailures';
import { MOVED, type Statements } from './statements';
import type { Prepared } from './types';

export interface RangeToApply extends Range {
	/** Records in it whose row is not there. */
	readonly missing: number;
	readonly hasUpdates: boolean;
}

/** The writes of a range of positions. What others inserted meanwhile is updated instead: those positions are answered. */
export async function applyRange(tx: Transaction, { write }: Prepared, sql: Statements, images: Images | null, range: RangeToApply): Promise<readonly number[]> {
	const hasColumns = sql.written.length > 0 || write.checksumColumn !== null;
	const values = [range.from, range.to];
	if (write.mode === 'delete') {
		await images?.noteBefore('deleted', range);
		await tx.execute({ text: sql.remove, values });
		return [];
	}
	if (range.hasUpdates && write.mode !== 'insert' && hasColumns) {
		await images?.noteBefore('updated', range);
		await tx.execute({ text: sql.update, values });
	}
	if (write.mode === 'update' || range.missing === 0) return [];
	const inserted = await tx.execute({ text: sql.insert, values });
	if (inserted === range.missing || write.mode === 'insert' || !hasColumns) return [];
	await tx.execute({ text: `update ${MOVED} m set is_new = false where m.is_new and m.ordinal >= $1 and m.ordinal < $2`, values });
	return (await tx.query<{ ordinal: number }>({ text: `${sql.update} returning m.ordinal`, values })).map(({ ordinal }) => ordinal);
}
